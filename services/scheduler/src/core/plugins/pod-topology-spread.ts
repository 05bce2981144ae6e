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
  const sums = constraints.map(({ selection, topologyKey, mask }) => {
    // On a node of its own, pods count whether or not the node counts for others.
    const options = topologyKey === HOSTNAME ? LIVE : { ...LIVE, mask };
    return cluster.index.counter(selection, topologyKey, options).counts;
  });
  const ignored = needsAllTopologies ? outsideOf(sums, candidates) : new Uint8Array(candidates.length);
  const scored = constraints.map(({ topologyKey, maxSkew }, index): ScoredConstraint => {
    const size = countDomains(sums[index]!, topologyKey === HOSTNAME, ignored, candidates);
    return { sum: sums[index]!, maxSkew, weight: Math.log(size + 2) };
  });
  return { addTo: (raw) => fill(raw, scored, candidates, ignored), normalize: (raw) => normalize(raw, ignored) };
}

/** 1 for candidates that lack one of the topologies. */
function outsideOf(sums: readonly DomainSum[], candidates: Int32Array): Uint8Array {
  const outside = new Uint8Array(candidates.length);
  for (const { topology } of sums) {
    for (let index = 0; index < candidates.length; index++) {
      if (topology.domainOf[candidates[index]!]! < 0) outside[index] = 1;
    }
  }
  return outside;
}

function countDomains(
  { topology }: DomainSum,
  isHostname: boolean,
  ignored: Uint8Array,
  candidates: Int32Array,
): number {
  const seen = new Uint8Array(topology.size);
  let [nodes, domains] = [0, 0];
  for (let index = 0; index < candidates.length; index++) {
    if (ignored[index] === 1) continue;
    nodes++;
    const domain = topology.domainOf[candidates[index]!]!;
    if (domain < 0 || seen[domain] === 1) continue;
    seen[domain] = 1;
    domains++;
  }
  return isHostname ? nodes : domains;
}

function fill(
  raw: Float64Array,
  constraints: readonly ScoredConstraint[],
  candidates: Int32Array,
  ignored: Uint8Array,
): void {
  for (const { sum, maxSkew, weight } of constraints) {
    const { domainOf } = sum.topology;
    const sums = sum.byDomain();
    for (let index = 0; index < candidates.length; index++) {
      const domain = domainOf[candidates[index]!]!;
      if (domain >= 0) raw[index]! += sums[domain]! * weight + (maxSkew - 1);
    }
  }
  for (let index = 0; index < raw.length; index++) raw[index] = ignored[index] === 1 ? 0 : Math.round(raw[index]!);
}

/** The lower the raw score the better; nodes that lack a topology get nothing. */
function normalize(raw: Float64Array, ignored: Uint8Array): void {
  let [min, max] = [Infinity, 0];
  for (let index = 0; index < raw.length; index++) {
    if (ignored[index] === 1) continue;
    const score = raw[index]!;
    if (score < min) min = score;
    if (score > max) max = score;
  }
  for (let index = 0; index < raw.length; index++) {
    if (ignored[index] === 1) raw[index] = 0;
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
