import type { Rng } from "@flotilla/service";
import type { Cluster } from "../cluster/cluster.js";
import { namedNodes } from "../node-selection.js";
import { type DomainRule, keepAllowed, type Refusal } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import { type Diagnosis, RefusalCounts } from "./fit-error.js";
import { addRelativeScores, PodClass } from "./pod-class.js";
import { judgeRules, preFilter, PreparedPod } from "./prepared-pod.js";
import { type Profile, sampleSize } from "./profile.js";

/** Classes kept at once of a profile; each holds some 30 bytes for every node. */
const CLASSES_MAX = 64;

export type Placement =
  { readonly fits: true; readonly node: number } | { readonly fits: false; readonly diagnosis: Diagnosis };

/** All nodes that would do, with their total scores. */
export type Shortlist =
  | { readonly fits: true; readonly nodes: Int32Array; readonly totals: Float64Array }
  | { readonly fits: false; readonly diagnosis: Diagnosis };

const NOT_NAMED: Refusal = {
  plugin: "NodeAffinity",
  reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  unresolvable: true,
};

/** Finds the best node for a pod on the live cluster. */
export class Evaluator {
  readonly #classes = new Map<Profile, Map<string, PodClass>>();
  /** Where the next sample begins, so that all nodes get their turn. */
  #sampleStart = 0;

  constructor(
    readonly cluster: Cluster,
    private readonly rng: Pick<Rng, "next">,
  ) {}

  place(profile: Profile, info: PodInfo): Placement {
    const quick = this.#simplePlacement(profile, info);
    if (quick !== undefined) return { fits: true, node: quick };
    const shortlist = this.shortlist(profile, info);
    return shortlist.fits ? { fits: true, node: this.#bestOf(shortlist) } : shortlist;
  }

  shortlist(profile: Profile, info: PodInfo): Shortlist {
    const { cluster } = this;
    const refusal = preFilter(profile, { info, cluster, args: profile.args });
    if (refusal) return { fits: false, diagnosis: refusedBeforehand(refusal, cluster.nodes.count) };
    const nominated = this.#nominatedNode(profile, info);
    if (nominated !== undefined) return { fits: true, nodes: Int32Array.of(nominated), totals: new Float64Array(1) };
    const named = namedNodes(info.nodeSelection);
    return named ? this.#namedShortlist(profile, info, named) : this.#fullShortlist(profile, info);
  }

  /** The class of a pod, caught up with the cluster. */
  classOf(profile: Profile, info: PodInfo): PodClass {
    let classes = this.#classes.get(profile);
    if (!classes) this.#classes.set(profile, (classes = new Map<string, PodClass>()));
    let podClass = classes.get(info.classKey);
    if (!podClass?.refresh()) podClass = new PodClass(profile, this.cluster, info, this.rng);
    // Last used is last in the order of the map.
    classes.delete(info.classKey);
    classes.set(info.classKey, podClass);
    if (classes.size > CLASSES_MAX) classes.delete(classes.keys().next().value!);
    return podClass;
  }

  /** A node that was cleared for the pod is taken without further comparison. */
  #nominatedNode(profile: Profile, info: PodInfo): number | undefined {
    const name = this.cluster.nomination(info.key);
    const node = name === undefined ? undefined : this.cluster.nodes.find(name);
    if (node === undefined) return undefined;
    return new PreparedPod(profile, this.cluster, info).judge(node) ? undefined : node;
  }

  /** The best node of the pod's class, where nothing but the nodes themselves counts; undefined when it is not so. */
  #simplePlacement(profile: Profile, info: PodInfo): number | undefined {
    if (profile.percentageOfNodesToScore < 100 || info.claims.length > 0) return undefined;
    if (this.cluster.nomination(info.key) !== undefined || namedNodes(info.nodeSelection)) return undefined;
    const podClass = this.classOf(profile, info);
    if (!podClass.isAbsolute) return undefined;
    const prepared = preparedFor(podClass, info);
    return prepared.rules().length > 0 || hasCandidateScores(prepared) ? undefined : podClass.best;
  }

  #namedShortlist(profile: Profile, info: PodInfo, named: ReadonlySet<string>): Shortlist {
    const prepared = new PreparedPod(profile, this.cluster, info);
    const { nodes } = this.cluster;
    const known = [...named].flatMap((name) => nodes.find(name) ?? []);
    const byNode = new Map(known.map((node) => [node, prepared.judge(node)]));
    const candidates = Int32Array.from(known.filter((node) => !byNode.get(node)));
    // A single one needs no scores.
    if (candidates.length === 1) return { fits: true, nodes: candidates, totals: new Float64Array(1) };
    if (candidates.length > 1) {
      return { fits: true, nodes: candidates, totals: totalScores(this.classOf(profile, info), prepared, candidates) };
    }
    const refused = new RefusalCounts();
    for (const refusal of byNode.values()) refused.add(refusal);
    refused.add(NOT_NAMED, nodes.count - known.length);
    const refusalOf = (node: number): Refusal | undefined => byNode.get(node) ?? NOT_NAMED;
    return { fits: false, diagnosis: { nodeCount: nodes.count, counts: refused.counts, refusalOf } };
  }

  #fullShortlist(profile: Profile, info: PodInfo): Shortlist {
    const podClass = this.classOf(profile, info);
    const prepared = preparedFor(podClass, info);
    const rules = prepared.rules();
    const nodes = this.#candidates(profile, podClass, prepared, rules);
    if (nodes.length === 0) return this.#nowhere(podClass, prepared, rules);
    return { fits: true, nodes, totals: totalScores(podClass, prepared, nodes) };
  }

  #candidates(profile: Profile, { fits }: PodClass, prepared: PreparedPod, rules: readonly DomainRule[]): Int32Array {
    const { size, count } = this.cluster.nodes;
    const wanted = sampleSize(profile.percentageOfNodesToScore, count);
    const start = wanted < count ? this.#sampleStart % size : 0;
    const found = new Int32Array(size);
    let length = 0;
    for (let node = start; node < size; node++) if (fits[node] === 1) found[length++] = node;
    for (let node = 0; node < start; node++) if (fits[node] === 1) found[length++] = node;
    for (const rule of rules) length = keepAllowed(rule, found, length);
    if (length > wanted) {
      length = wanted;
      this.#sampleStart = found[length - 1]! + 1;
    }
    const candidates = found.subarray(0, length);
    if (rules.length === 0 || this.cluster.nominations.size === 0) return candidates;
    return candidates.filter((node) => prepared.judgeRulesWithRivals(node) === undefined);
  }

  /** One of the highest, each with the same chance. */
  #bestOf({ nodes, totals }: Extract<Shortlist, { fits: true }>): number {
    let [best, ties] = [0, 1];
    for (let index = 1; index < nodes.length; index++) {
      if (totals[index]! > totals[best]!) [best, ties] = [index, 1];
      else if (totals[index] === totals[best] && this.rng.next() * ++ties < 1) best = index;
    }
    return nodes[best]!;
  }

  #nowhere(podClass: PodClass, prepared: PreparedPod, rules: readonly DomainRule[]): Shortlist {
    const { nodes } = this.cluster;
    const refusalOf = (node: number): Refusal | undefined =>
      podClass.refusals[node] ?? judgeRules(rules, node) ?? prepared.judgeRulesWithRivals(node);
    if (rules.length === 0)
      return { fits: false, diagnosis: { nodeCount: nodes.count, counts: podClass.refused, refusalOf } };
    const refused = new RefusalCounts();
    for (let node = 0; node < nodes.size; node++) if (nodes.alive[node]) refused.add(refusalOf(node));
    return { fits: false, diagnosis: { nodeCount: nodes.count, counts: refused.counts, refusalOf } };
  }
}

function refusedBeforehand(refusal: Refusal, nodeCount: number): Diagnosis {
  return { nodeCount, preFilter: refusal, counts: new Map([[refusal, nodeCount]]), refusalOf: () => refusal };
}

const NO_CANDIDATES = new Int32Array(0);

/** Equal pods may differ in their labels: what goes by those is prepared for each pod. */
function preparedFor({ prepared }: PodClass, info: PodInfo): PreparedPod {
  return prepared.info === info ? prepared : prepared.for(info);
}

function hasCandidateScores({ candidateScorers, context }: PreparedPod): boolean {
  return candidateScorers.some(({ plugin }) => plugin.scoreCandidates?.(context, NO_CANDIDATES) !== undefined);
}

/** The weighted sums of all scores, in the order of the candidates. */
export function totalScores(podClass: PodClass, prepared: PreparedPod, candidates: Int32Array): Float64Array {
  const { base } = podClass;
  const totals = new Float64Array(candidates.length);
  for (let index = 0; index < candidates.length; index++) totals[index] = base[candidates[index]!]!;
  addRelativeScores(podClass.relatives, candidates, totals);
  const raw = new Float64Array(candidates.length);
  for (const { plugin, weight } of prepared.candidateScorers) {
    const scorer = plugin.scoreCandidates?.(prepared.context, candidates);
    if (!scorer) continue;
    raw.fill(0);
    scorer.addTo(raw);
    scorer.normalize(raw);
    for (let index = 0; index < totals.length; index++) totals[index]! += weight * raw[index]!;
  }
  return totals;
}
