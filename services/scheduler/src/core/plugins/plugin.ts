import type { Cluster } from "../cluster/cluster.js";
import type { DomainSum } from "../cluster/pod-counter.js";
import type { ClusterEvent } from "../queue/cluster-event.js";
import type { PodInfo } from "../pod-info.js";
import type { PluginArguments } from "./arguments.js";

/** Highest score of a plugin, after normalisation. */
export const SCORE_MAX = 100;

/** Why a node is not taken. */
export interface Refusal {
  readonly plugin: string;
  /** As upstream words them: people and tests know them. */
  readonly reasons: readonly string[];
  /** Evicting pods could not help. */
  readonly unresolvable: boolean;
}

/** What a plugin is asked about. */
export interface PodContext {
  readonly info: PodInfo;
  readonly cluster: Cluster;
  readonly args: PluginArguments;
}

/** Judges a node, by its number, for the pod that the filter was made for. Reads the live cluster. */
export type NodeFilter = (node: number) => Refusal | undefined;

/** A bound on the number of pods in a node's domain: `min <= sum <= max`. */
export interface DomainRule {
  readonly sum: DomainSum;
  readonly min: number;
  readonly max: number;
  readonly refusal: Refusal;
  /** For nodes that are in no domain; undefined lets them pass. */
  readonly missing: Refusal | undefined;
}

/** Scores a node, by its number, for the pod that it was made for. Reads the live cluster. */
export type NodeScore = (node: number) => number;

/** Scores of a pod over all candidates together, for what depends on pods elsewhere. */
export interface CandidateScore {
  /** Adds the scores of the candidates, in their order, as the plugin counts, to zeros. */
  addTo(raw: Float64Array): void;
  /** Turns the raw scores into 0 to 100. */
  normalize(raw: Float64Array): void;
}

/** How raw scores become 0 to 100 over the candidates; "as-is" when they are. */
export type Normalization = "as-is" | "highest-wins" | "lowest-wins";

/**
 * A part of the decision. All methods are pure in what they read of the cluster. A plugin that looks at one node alone
 * implements the Node methods: its answers are kept for all equal pods until the node changes. What depends on pods on
 * other nodes goes by domains.
 */
export interface Plugin {
  readonly name: string;
  /** Refuses all nodes at once, for what is wrong with the pod itself. */
  preFilter?(context: PodContext): Refusal | undefined;
  /** Undefined when the plugin has nothing to say about the pod. */
  filterNodes?(context: PodContext): NodeFilter | undefined;
  filterDomains?(context: PodContext): readonly DomainRule[];
  scoreNodes?(context: PodContext): NodeScore | undefined;
  readonly normalization?: Normalization;
  scoreCandidates?(context: PodContext, candidates: Int32Array): CandidateScore | undefined;
  /**
   * Whether an event may have made a pod schedulable that this plugin had refused. For what the Node methods see of the
   * event's own node, nobody needs to be asked: the node is judged again.
   */
  mayHelp?(event: ClusterEvent, context: PodContext): boolean;
}

/** Keeps of the first `length` candidates those that a rule lets pass, in their order; returns their number. */
export function keepAllowed({ sum, min, max, missing }: DomainRule, candidates: Int32Array, length: number): number {
  const { domainOf } = sum.topology;
  const sums = sum.byDomain();
  let kept = 0;
  for (let index = 0; index < length; index++) {
    const node = candidates[index]!;
    const domain = domainOf[node]!;
    const allowed = domain < 0 ? missing === undefined : sums[domain]! >= min && sums[domain]! <= max;
    if (allowed) candidates[kept++] = node;
  }
  return kept;
}

export function judgeRule(rule: DomainRule, node: number): Refusal | undefined {
  const domain = rule.sum.topology.domainOf[node]!;
  if (domain < 0) return rule.missing;
  const sum = rule.sum.at(domain);
  return sum < rule.min || sum > rule.max ? rule.refusal : undefined;
}
