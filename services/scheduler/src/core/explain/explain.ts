import type { Evaluator } from "../evaluation/evaluator.js";
import { fitMessage } from "../evaluation/fit-error.js";
import { normalized } from "../evaluation/normalize.js";
import { judgeRules, preFilter, PreparedPod } from "../evaluation/prepared-pod.js";
import type { Profile } from "../evaluation/profile.js";
import { type Plugin, type PodContext, type Refusal, SCORE_MAX } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import type { PreemptionResult, Preemptor } from "../preemption/preemptor.js";

/** Best final score of a node. */
export const FINAL_SCORE_MAX = 10;

export interface PluginScore {
  readonly plugin: string;
  readonly raw: number;
  /** 0 to 100. */
  readonly normalized: number;
  readonly weight: number;
}

export interface NodeVerdict {
  readonly node: string;
  readonly refusals: readonly Refusal[];
  /** 0 to 10; 0 when the node does not fit. */
  readonly score: number;
  readonly scores: readonly PluginScore[];
}

/** Why a pod goes where it goes. */
export interface Explanation {
  readonly pod: string;
  /** Empty when no node fits. */
  readonly node: string;
  /** How far the winner is ahead of the next, in points of the final score. */
  readonly margin: number;
  /** The best first, then those that do not fit. */
  readonly verdicts: readonly NodeVerdict[];
  readonly message: string;
  readonly preemption?:
    { readonly node: string; readonly victims: readonly string[]; readonly reason: string } | undefined;
}

/**
 * Asks every plugin about every node, one by one and without anything kept from before: also a check on the fast road,
 * whose answer must be among the best here. The pod must not be placed.
 */
export function explain(evaluator: Evaluator, preemptor: Preemptor, profile: Profile, info: PodInfo): Explanation {
  const { cluster } = evaluator;
  const context = { info, cluster, args: profile.args };
  const general = preFilter(profile, context);
  const nodes = [...cluster.nodes.numbers].map(([name, node]) => ({
    name,
    node,
    refusals: general ? [general] : refusalsOf(profile, context, node),
  }));
  const fitting = nodes.filter(({ refusals }) => refusals.length === 0);
  const scores = scoresOf(
    profile,
    context,
    Int32Array.from(fitting, ({ node }) => node),
  );
  const best = FINAL_SCORE_MAX / (SCORE_MAX * scores.reduce((sum, { weight }) => sum + weight, 0) || 1);
  const verdicts = nodes.map(({ name, node, refusals }): NodeVerdict => {
    const place = fitting.findIndex((candidate) => candidate.node === node);
    if (place < 0) return { node: name, refusals, score: 0, scores: [] };
    const own = scores.map(({ plugin, weight, raw, normal }) => ({
      plugin,
      weight,
      raw: raw[place]!,
      normalized: normal[place]!,
    }));
    return {
      node: name,
      refusals,
      score: best * own.reduce((sum, score) => sum + score.weight * score.normalized, 0),
      scores: own,
    };
  });
  verdicts.sort(
    (a, b) =>
      Number(a.refusals.length > 0) - Number(b.refusals.length > 0) || b.score - a.score || (a.node < b.node ? -1 : 1),
  );
  if (fitting.length === 0) return { ...nowhere(evaluator, preemptor, profile, info), verdicts };
  const nominated = cluster.nomination(info.key);
  const winner = verdicts.find(({ node, refusals }) => node === nominated && refusals.length === 0) ?? verdicts[0]!;
  const second = verdicts.find((verdict) => verdict !== winner && verdict.refusals.length === 0);
  return { pod: info.key, node: winner.node, margin: second ? winner.score - second.score : 0, verdicts, message: "" };
}

/** What each filter says of a node, not only the first. */
function refusalsOf(profile: Profile, context: PodContext, node: number): Refusal[] {
  const own = profile.filters.flatMap(
    (plugin) => plugin.filterNodes?.(context)?.(node) ?? firstRefusal(plugin, context, node) ?? [],
  );
  if (own.length > 0) return own;
  // All is well with the node as it is: pods nominated to it may still be in the way.
  const rival = new PreparedPod(profile, context.cluster, context.info).judge(node);
  return rival ? [rival] : [];
}

function firstRefusal(plugin: Plugin, context: PodContext, node: number): Refusal | undefined {
  return judgeRules(plugin.filterDomains?.(context) ?? [], node);
}

interface ScoreColumn {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: Float64Array;
  readonly normal: Float64Array;
}

function scoresOf(profile: Profile, context: PodContext, candidates: Int32Array): ScoreColumn[] {
  return profile.scorers.flatMap(({ plugin, weight }): ScoreColumn[] => {
    const column = columnOf(plugin, context, candidates);
    return column ? [{ plugin: plugin.name, weight, ...column }] : [];
  });
}

function columnOf(
  plugin: Plugin,
  context: PodContext,
  candidates: Int32Array,
): Pick<ScoreColumn, "raw" | "normal"> | undefined {
  const together = plugin.scoreCandidates?.(context, candidates);
  if (together) {
    const raw = new Float64Array(candidates.length);
    together.addTo(raw);
    const normal = raw.slice();
    together.normalize(normal);
    return { raw, normal };
  }
  const alone = plugin.scoreNodes?.(context);
  if (!alone) return undefined;
  const raw = Float64Array.from(candidates, alone);
  const highest = raw.reduce((most, score) => Math.max(most, score), 0);
  return { raw, normal: raw.map((score) => normalized(score, highest, plugin.normalization ?? "as-is")) };
}

function nowhere(
  evaluator: Evaluator,
  preemptor: Preemptor,
  profile: Profile,
  info: PodInfo,
): Omit<Explanation, "verdicts"> {
  const placement = evaluator.place(profile, info);
  if (placement.fits) throw new Error(`${info.key} fits a node that every plugin was asked about and none took`);
  const { diagnosis } = placement;
  const result = profile.preempts && diagnosis.nodeCount > 0 ? preemptor.preempt(profile, info, diagnosis) : undefined;
  const message = fitMessage(diagnosis, result && !result.helps ? `preemption: ${result.message}` : "");
  return { pod: info.key, node: "", margin: 0, message, preemption: describe(evaluator, result) };
}

function describe({ cluster }: Evaluator, result: PreemptionResult | undefined): Explanation["preemption"] {
  if (!result?.helps) return undefined;
  const { node, pods, violations } = result.victims;
  const harm = `${pods.length} pod(s) of priority ${pods[0]?.priority ?? 0} at most, ${violations} disruption budget(s) broken`;
  const reason = `the least harm of ${result.tried} node(s) tried: ${harm}`;
  return { node: cluster.nodes.name(node), victims: pods.map(({ key }) => key), reason };
}
