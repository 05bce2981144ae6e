import type { Cluster } from "../cluster/cluster.js";
import type { DomainSum } from "../cluster/pod-counter.js";
import type { PodInfo } from "../pod-info.js";
import { allOf, type PodSelection, type PodTerm, selects } from "../pod-term.js";
import type { ClusterEvent } from "../queue/cluster-event.js";
import {
  type CandidateScore,
  type DomainRule,
  type Plugin,
  type PodContext,
  type Refusal,
  SCORE_MAX,
} from "./plugin.js";

const NAME = "InterPodAffinity";
const NO_AFFINITY: Refusal = { plugin: NAME, reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true };
const OWN_ANTI_AFFINITY: Refusal = {
  plugin: NAME,
  reasons: ["node(s) didn't match pod anti-affinity rules"],
  unresolvable: false,
};
const THEIR_ANTI_AFFINITY: Refusal = {
  plugin: NAME,
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
};

const COUNTS_ALL = { skipsTerminating: false };

/** Source: kube-scheduler plugin InterPodAffinity. Its order: own affinity, own anti-affinity, that of the others. */
export const interPodAffinity: Plugin = {
  name: NAME,
  filterDomains: ({ info, cluster }) => [
    ...affinityRules(info, cluster),
    ...info.affinity.antiRequired.map(({ selection, topologyKey }): DomainRule => {
      const sum = cluster.index.counter(selection, topologyKey, COUNTS_ALL).counts;
      return { sum, min: 0, max: 0, refusal: OWN_ANTI_AFFINITY, missing: undefined };
    }),
    ...Array.from(cluster.index.about(info, "antiRequired"), ({ sum }): DomainRule => {
      return { sum, min: 0, max: 0, refusal: THEIR_ANTI_AFFINITY, missing: undefined };
    }),
  ],
  scoreCandidates: (context, candidates) => {
    const parts = weightedSums(context).filter(({ sum }) => sum.occupied > 0);
    return parts.length === 0 ? undefined : candidateScore(parts, candidates);
  },
  mayHelp: (event, { info, cluster }) => mayHelp(event, info, cluster),
};

/**
 * Every term needs a pod in the node's domain, and only pods that match all terms count. The first of a group that has
 * affinity to itself may go anywhere.
 */
function affinityRules(info: PodInfo, cluster: Cluster): DomainRule[] {
  const { required } = info.affinity;
  if (required.length === 0) return [];
  const selection = allOf(required.map((term) => term.selection));
  const sums = required.map(({ topologyKey }) => cluster.index.counter(selection, topologyKey, COUNTS_ALL).counts);
  const isFirst = sums.every(({ occupied }) => occupied === 0) && isSelectedBy(selection, info, cluster);
  return sums.map((sum) => ({ sum, min: isFirst ? 0 : 1, max: Infinity, refusal: NO_AFFINITY, missing: NO_AFFINITY }));
}

interface WeightedSum {
  readonly sum: DomainSum;
  readonly weight: number;
}

/** What draws the pod to domains, and what pushes it away. */
function weightedSums({ info, cluster, args }: PodContext): WeightedSum[] {
  const { preferred, antiPreferred } = info.affinity;
  const { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods } = args.interPodAffinity;
  const ownSum = ({ selection, topologyKey }: PodTerm): DomainSum =>
    cluster.index.counter(selection, topologyKey, COUNTS_ALL).counts;
  const own = [
    ...preferred.map((term) => ({ sum: ownSum(term), weight: term.weight })),
    ...antiPreferred.map((term) => ({ sum: ownSum(term), weight: -term.weight })),
  ];
  if (own.length === 0 && ignorePreferredTermsOfExistingPods) return [];
  const theirs = Array.from(cluster.index.about(info, "preferred"), ({ sum }) => ({ sum, weight: 1 }));
  if (hardPodAffinityWeight === 0) return [...own, ...theirs];
  const hard = cluster.index.about(info, "required");
  return [...own, ...theirs, ...Array.from(hard, ({ sum }) => ({ sum, weight: hardPodAffinityWeight }))];
}

function candidateScore(parts: readonly WeightedSum[], candidates: Int32Array): CandidateScore {
  return {
    addTo: (raw) => {
      for (const { sum, weight } of parts) {
        const { domainOf } = sum.topology;
        const sums = sum.byDomain();
        for (let index = 0; index < candidates.length; index++) {
          const domain = domainOf[candidates[index]!]!;
          if (domain >= 0) raw[index]! += weight * sums[domain]!;
        }
      }
    },
    normalize,
  };
}

function normalize(raw: Float64Array): void {
  let [min, max] = [Infinity, -Infinity];
  for (let index = 0; index < raw.length; index++) {
    const score = raw[index]!;
    if (score < min) min = score;
    if (score > max) max = score;
  }
  const range = max - min;
  if (range === 0) return void raw.fill(0);
  for (let index = 0; index < raw.length; index++) raw[index] = Math.trunc(SCORE_MAX * ((raw[index]! - min) / range));
}

function isSelectedBy(selection: PodSelection, { namespace, labels }: PodInfo, cluster: Cluster): boolean {
  return selects(selection, namespace, labels, (name) => cluster.namespaceLabels(name));
}

function mayHelp(event: ClusterEvent, info: PodInfo, cluster: Cluster): boolean {
  const { required, antiRequired } = info.affinity;
  const keysApart = (other: PodInfo): boolean =>
    antiRequired.some(({ selection }) => isSelectedBy(selection, other, cluster)) ||
    other.affinity.antiRequired.some(({ selection }) => isSelectedBy(selection, info, cluster));
  const draws = (other: PodInfo): boolean => required.some(({ selection }) => isSelectedBy(selection, other, cluster));
  switch (event.kind) {
    case "node-added":
      return true;
    case "node-updated":
      return JSON.stringify(event.old.metadata?.labels) !== JSON.stringify(event.node.metadata?.labels);
    case "pod-placed":
      return draws(event.info);
    case "pod-gone":
      // The first of a group that has affinity to itself waits for the last of an older group to go.
      return keysApart(event.info) || draws(event.info);
    case "placed-pod-updated":
      return event.old.labelKey !== event.info.labelKey && (draws(event.info) || keysApart(event.old));
    default:
      return event.resource === "namespaces";
  }
}
