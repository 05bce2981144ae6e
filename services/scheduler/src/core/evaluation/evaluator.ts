import type { Rng } from "@flotilla/service";
import type { Cluster } from "../cluster/cluster.js";
import type { DomainRule, Refusal } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import { namedNodes } from "../node-selection.js";
import type { Diagnosis } from "./fit-error.js";
import { addRelativeScores, PodClass } from "./pod-class.js";
import { judgeRules, PreparedPod } from "./prepared-pod.js";
import { type Profile, sampleSize } from "./profile.js";

/** Classes kept at once; each holds some 30 bytes for every node. */
const CLASSES_MAX = 64;

export type Placement =
  { readonly fits: true; readonly node: number } | { readonly fits: false; readonly diagnosis: Diagnosis };

const NOT_NAMED: Refusal = {
  plugin: "NodeAffinity",
  reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  unresolvable: true,
};

/** Finds the best node for a pod on the live cluster. */
export class Evaluator {
  readonly #classes = new Map<string, PodClass>();
  /** Where the next sample begins, so that all nodes get their turn. */
  #sampleStart = 0;

  constructor(
    readonly cluster: Cluster,
    private readonly rng: Pick<Rng, "next">,
  ) {}

  place(profile: Profile, info: PodInfo): Placement {
    const named = namedNodes(info.nodeSelection);
    const nominated = this.#nominatedNode(profile, info);
    if (nominated !== undefined) return { fits: true, node: nominated };
    if (named) return this.#placeOnNamed(profile, info, named);
    const podClass = this.classOf(profile, info);
    const prepared = this.#preparedFor(podClass, info);
    const preFilter = prepared.preFilter();
    if (preFilter)
      return { fits: false, diagnosis: { nodeCount: this.cluster.nodes.count, preFilter, refusals: new Map() } };
    const rules = prepared.rules();
    const scorers = this.#hasCandidateScores(profile, prepared);
    if (rules.length === 0 && !scorers && podClass.isAbsolute && profile.percentageOfNodesToScore >= 100) {
      const node = podClass.best;
      return node === undefined ? this.#nowhere(podClass, prepared, rules) : { fits: true, node };
    }
    const candidates = this.#candidates(profile, podClass, prepared, rules);
    if (candidates.length === 0) return this.#nowhere(podClass, prepared, rules);
    return { fits: true, node: this.#bestOf(podClass, prepared, candidates) };
  }

  /** The class of a pod, caught up with the cluster. */
  classOf(profile: Profile, info: PodInfo): PodClass {
    const key = `${profile.schedulerName}\n${info.classKey}`;
    let podClass = this.#classes.get(key);
    if (!podClass?.refresh()) podClass = new PodClass(profile, this.cluster, info, this.rng);
    // Last used is last in the order of the map.
    this.#classes.delete(key);
    this.#classes.set(key, podClass);
    if (this.#classes.size > CLASSES_MAX) this.#classes.delete(this.#classes.keys().next().value!);
    return podClass;
  }

  /** Equal pods may differ in their labels: what goes by those is prepared for each pod. */
  #preparedFor({ prepared }: PodClass, info: PodInfo): PreparedPod {
    return prepared.info === info ? prepared : prepared.for(info);
  }

  /** A node that was cleared for the pod is taken without further comparison. */
  #nominatedNode(profile: Profile, info: PodInfo): number | undefined {
    const name = this.cluster.nomination(info.key);
    const node = name === undefined ? undefined : this.cluster.nodes.find(name);
    if (node === undefined) return undefined;
    const prepared = new PreparedPod(profile, this.cluster, info);
    return (prepared.preFilter() ?? prepared.judge(node)) ? undefined : node;
  }

  #placeOnNamed(profile: Profile, info: PodInfo, named: ReadonlySet<string>): Placement {
    const prepared = new PreparedPod(profile, this.cluster, info);
    const preFilter = prepared.preFilter();
    const { nodes } = this.cluster;
    if (preFilter) return { fits: false, diagnosis: { nodeCount: nodes.count, preFilter, refusals: new Map() } };
    const known = [...named].flatMap((name) => nodes.find(name) ?? []);
    const refusals = new Map<Refusal, number>([[NOT_NAMED, nodes.count - known.length]]);
    const candidates: number[] = [];
    for (const node of known) {
      const refusal = prepared.judge(node);
      if (refusal) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
      else candidates.push(node);
    }
    if (candidates.length === 0) return { fits: false, diagnosis: { nodeCount: nodes.count, refusals } };
    if (candidates.length === 1) return { fits: true, node: candidates[0]! };
    return { fits: true, node: this.#bestOf(this.classOf(profile, info), prepared, Int32Array.from(candidates)) };
  }

  #hasCandidateScores(profile: Profile, prepared: PreparedPod): boolean {
    return profile.scorers.some(
      ({ plugin }) => plugin.scoreCandidates?.(prepared.context, NO_CANDIDATES) !== undefined,
    );
  }

  #candidates(
    profile: Profile,
    { refusals }: PodClass,
    prepared: PreparedPod,
    rules: readonly DomainRule[],
  ): Int32Array {
    const { size, count } = this.cluster.nodes;
    const wanted = sampleSize(profile.percentageOfNodesToScore, count);
    const found = new Int32Array(size);
    let length = 0;
    const start = wanted < count ? this.#sampleStart % size : 0;
    let seen = 0;
    for (; seen < size && length < wanted; seen++) {
      const node = start + seen < size ? start + seen : start + seen - size;
      if (refusals[node] !== undefined) continue;
      if (rules.length > 0 && judgeRules(rules, node) !== undefined) continue;
      found[length++] = node;
    }
    this.#sampleStart = start + seen;
    const candidates = found.subarray(0, length);
    return rules.length === 0 || this.cluster.nominatedNodes.length === 0
      ? candidates
      : candidates.filter((node) => this.#judgeRivals(prepared, node) === undefined);
  }

  /** Rules by domain must hold also if the pods nominated to the node come to it. */
  #judgeRivals(prepared: PreparedPod, node: number): Refusal | undefined {
    const rivals = prepared.rivals(node);
    return rivals.length === 0
      ? undefined
      : this.cluster.trial(node, rivals, [], () => judgeRules(prepared.rules(), node));
  }

  #bestOf(podClass: PodClass, prepared: PreparedPod, candidates: Int32Array): number {
    const totals = totalScores(podClass, prepared, candidates);
    let [best, ties] = [0, 1];
    for (let index = 1; index < candidates.length; index++) {
      if (totals[index]! > totals[best]!) [best, ties] = [index, 1];
      else if (totals[index] === totals[best] && this.rng.next() * ++ties < 1) best = index;
    }
    return candidates[best]!;
  }

  #nowhere({ refusals }: PodClass, prepared: PreparedPod, rules: readonly DomainRule[]): Placement {
    const counts = new Map<Refusal, number>();
    const { nodes } = this.cluster;
    for (let node = 0; node < nodes.size; node++) {
      if (!nodes.alive[node]) continue;
      const refusal = refusals[node] ?? judgeRules(rules, node) ?? this.#judgeRivals(prepared, node);
      if (refusal) counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
    }
    return { fits: false, diagnosis: { nodeCount: nodes.count, refusals: counts } };
  }
}

const NO_CANDIDATES = new Int32Array(0);

/** The weighted sums of all scores, in the order of the candidates. */
export function totalScores(podClass: PodClass, prepared: PreparedPod, candidates: Int32Array): Float64Array {
  const totals = Float64Array.from(candidates, (node) => podClass.base[node]!);
  addRelativeScores(podClass.relatives, candidates, totals);
  for (const { plugin, weight } of prepared.profile.scorers) {
    const scorer = plugin.scoreCandidates?.(prepared.context, candidates);
    if (!scorer) continue;
    const raw = Float64Array.from(candidates, (node) => scorer.raw(node));
    scorer.normalize(raw, candidates);
    for (let index = 0; index < totals.length; index++) totals[index]! += weight * raw[index]!;
  }
  return totals;
}
