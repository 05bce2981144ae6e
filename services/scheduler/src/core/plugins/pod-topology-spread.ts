import type { Cluster } from "../cluster/cluster.js";
import type { DomainSum } from "../cluster/pod-counter.js";
import type { PodInfo } from "../pod-info.js";
import { selects } from "../pod-term.js";
import type { ClusterEvent } from "../queue/cluster-event.js";
import {
  type CandidateScore,
  type DomainRule,
  type Plugin,
  type PodContext,
  type Refusal,
  SCORE_MAX,
} from "./plugin.js";
import { HOSTNAME, ownSelection, type SpreadConstraint, spreadConstraints } from "./spread-constraints.js";

const NAME = "PodTopologySpread";
const REASON = "node(s) didn't match pod topology spread constraints";
const SKEWED: Refusal = { plugin: NAME, reasons: [REASON], unresolvable: false };
const MISSING: Refusal = { plugin: NAME, reasons: [`${REASON} (missing required label)`], unresolvable: true };

/** Pods that are being deleted make room: they do not count. */
const LIVE = { skipsTerminating: true };

/** Source: kube-scheduler plugin PodTopologySpread. */
export const podTopologySpread: Plugin = {
  name: NAME,
  filterDomains: (context) => {
    const { constraints } = spreadConstraints(context, "DoNotSchedule");
    return constraints.map((constraint) => ruleOf(constraint, context));
  },
  scoreCandidates: (context, candidates) => {
    const { constraints, needsAllTopologies } = spreadConstraints(context, "ScheduleAnyway");
    if (constraints.length === 0) return undefined;
    return candidateScore(constraints, needsAllTopologies, context.cluster, candidates);
  },
  mayHelp: (event, { info, cluster }) => mayHelp(event, info, cluster),
};

/** At most `maxSkew` more pods than the emptiest domain has, with this one. */
function ruleOf(
  { selection, topologyKey, mask, minDomains, maxSkew }: SpreadConstraint,
  { info, cluster }: PodContext,
): DomainRule {
  const sum = cluster.index.counter(selection, topologyKey, { ...LIVE, mask }).counts;
  const domains = cluster.domainsOf(mask, topologyKey);
  let fewest = Infinity;
  for (const domain of domains) if (sum.at(domain) < fewest) fewest = sum.at(domain);
  if (domains.length < minDomains) fewest = 0;
  const own = selects(selection, info.namespace, info.labels, (name) => cluster.namespaceLabels(name)) ? 1 : 0;
  return { sum, min: 0, max: fewest + maxSkew - own, refusal: SKEWED, missing: MISSING };
}

interface ScoredConstraint {
  readonly sum: DomainSum;
  readonly maxSkew: number;
  /** Few domains differ much in their counts: they weigh less. */
  readonly weight: number;
}

function candidateScore(
  constraints: readonly SpreadConstraint[],
  needsAllTopologies: boolean,
  cluster: Cluster,
  candidates: Int32Array,
): CandidateScore {
  const sums = constraints.map(
    ({ selection, topologyKey, mask }) =>
      // On a node of its own, pods count whether or not the node counts for others.
      cluster.index.counter(selection, topologyKey, topologyKey === HOSTNAME ? LIVE : { ...LIVE, mask }).counts,
  );
  const isIgnored = (node: number): boolean =>
    needsAllTopologies && sums.some(({ topology }) => topology.domainOf[node]! < 0);
  const scored = constraints.map(({ topologyKey, maxSkew }, index): ScoredConstraint => {
    const size = countDomains(sums[index]!, topologyKey === HOSTNAME, isIgnored, candidates);
    return { sum: sums[index]!, maxSkew, weight: Math.log(size + 2) };
  });
  return {
    raw: (node) => (isIgnored(node) ? 0 : rawScore(scored, node)),
    normalize: (raw) => normalize(raw, candidates, isIgnored),
  };
}

function countDomains(
  { topology }: DomainSum,
  isHostname: boolean,
  isIgnored: (node: number) => boolean,
  candidates: Int32Array,
): number {
  const seen = new Uint8Array(topology.size);
  let [nodes, domains] = [0, 0];
  for (const node of candidates) {
    if (isIgnored(node)) continue;
    nodes++;
    const domain = topology.domainOf[node]!;
    if (domain < 0 || seen[domain] === 1) continue;
    seen[domain] = 1;
    domains++;
  }
  return isHostname ? nodes : domains;
}

function rawScore(constraints: readonly ScoredConstraint[], node: number): number {
  let score = 0;
  for (const { sum, maxSkew, weight } of constraints) {
    const domain = sum.topology.domainOf[node]!;
    if (domain >= 0) score += sum.at(domain) * weight + (maxSkew - 1);
  }
  return Math.round(score);
}

/** The lower the raw score the better; nodes that lack a topology get nothing. */
function normalize(raw: Float64Array, candidates: Int32Array, isIgnored: (node: number) => boolean): void {
  let [min, max] = [Infinity, 0];
  for (let index = 0; index < raw.length; index++) {
    if (isIgnored(candidates[index]!)) continue;
    min = Math.min(min, raw[index]!);
    max = Math.max(max, raw[index]!);
  }
  for (let index = 0; index < raw.length; index++) {
    if (isIgnored(candidates[index]!)) raw[index] = 0;
    else raw[index] = max === 0 ? SCORE_MAX : Math.trunc((SCORE_MAX * (max + min - raw[index]!)) / max);
  }
}

function mayHelp(event: ClusterEvent, info: PodInfo, cluster: Cluster): boolean {
  switch (event.kind) {
    case "node-added":
      return true;
    case "node-updated":
      return (
        JSON.stringify([event.old.metadata?.labels, event.old.spec]) !==
        JSON.stringify([event.node.metadata?.labels, event.node.spec])
      );
    case "pod-placed":
    case "pod-gone":
      return event.info.namespace === info.namespace && isCounted(event.info, info, cluster);
    case "placed-pod-updated":
      return (
        event.info.namespace === info.namespace &&
        (isCounted(event.info, info, cluster) || isCounted(event.old, info, cluster))
      );
    default:
      return event.resource === "services";
  }
}

/** Default constraints only score, as long as the profile does not say otherwise: then any pod may count. */
function isCounted(other: PodInfo, info: PodInfo, cluster: Cluster): boolean {
  if (info.spread.length === 0) return true;
  return info.spread.some((constraint) =>
    selects(ownSelection(constraint, info), other.namespace, other.labels, (name) => cluster.namespaceLabels(name)),
  );
}
