import type { LabelSelector } from "@flotilla/api/selectors/label-selector.js";
import type { TopologySpreadConstraint } from "@flotilla/api/types/core/v1.js";
import type { Cluster } from "../cluster/cluster.js";
import type { NodeMask } from "../cluster/pod-counter.js";
import { isSelected } from "../node-selection.js";
import type { PodInfo } from "../pod-info.js";
import { allOf, podSelection, type PodSelection, withLabelKeys } from "../pod-term.js";
import { untoleratedTaint } from "../tolerations.js";
import type { PodContext } from "./plugin.js";

export const HOSTNAME = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";

export type WhenUnsatisfiable = "DoNotSchedule" | "ScheduleAnyway";

/** A constraint, ready to be counted. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selection: PodSelection;
  /** Nodes whose pods count. */
  readonly mask: NodeMask;
}

export interface SpreadConstraints {
  readonly constraints: readonly SpreadConstraint[];
  /** Nodes that lack one of the topologies are left out. */
  readonly needsAllTopologies: boolean;
}

/** What a pod gets that says nothing itself. Source: `podtopologyspread/plugin.go` systemDefaultConstraints. */
const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, whenUnsatisfiable: "ScheduleAnyway", maxSkew: 3 },
  { topologyKey: ZONE, whenUnsatisfiable: "ScheduleAnyway", maxSkew: 5 },
];

/** The constraints of a kind that hold for a pod: its own, else the profile's over the pods of its group. */
export function spreadConstraints(context: PodContext, when: WhenUnsatisfiable): SpreadConstraints {
  const { info, cluster, args } = context;
  if (info.spread.length > 0) return prepared(context, info.spread.filter(isOf(when)), undefined, true);
  const isSystem = args.podTopologySpread.defaultingType === "System";
  const defaults = (isSystem ? SYSTEM_DEFAULTS : args.podTopologySpread.defaultConstraints).filter(isOf(when));
  const group = defaults.length === 0 ? undefined : groupOf(info, cluster);
  if (!group) return { constraints: [], needsAllTopologies: false };
  return prepared(context, defaults, group, !isSystem);
}

function isOf(when: WhenUnsatisfiable): (constraint: TopologySpreadConstraint) => boolean {
  return ({ whenUnsatisfiable }) => whenUnsatisfiable === when;
}

function prepared(
  { info, cluster }: PodContext,
  wanted: readonly TopologySpreadConstraint[],
  group: PodSelection | undefined,
  needsAllTopologies: boolean,
): SpreadConstraints {
  const keys = needsAllTopologies ? wanted.map(({ topologyKey }) => topologyKey) : [];
  const constraints = wanted.map((constraint) => ({
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    selection: group ?? ownSelection(constraint, info),
    mask: countedNodes(constraint, keys, info, cluster),
  }));
  return { constraints, needsAllTopologies };
}

/** The pods that a pod's own constraint counts. */
export function ownSelection(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  { namespace, labels }: PodInfo,
): PodSelection {
  return podSelection([namespace], undefined, withLabelKeys(labelSelector, matchLabelKeys, [], labels));
}

/** By default nodes that the pod's node affinity excludes do not count, and tainted ones do. */
function countedNodes(
  { nodeAffinityPolicy = "Honor", nodeTaintsPolicy = "Ignore" }: TopologySpreadConstraint,
  keys: readonly string[],
  { nodeSelection, tolerations }: PodInfo,
  { masks, nodes }: Cluster,
): NodeMask {
  const { selector, terms } = nodeSelection;
  const byAffinity = nodeAffinityPolicy === "Honor" && (selector !== undefined || terms !== undefined);
  const byTaints = nodeTaintsPolicy === "Honor";
  const key = JSON.stringify([keys, byAffinity && [selector, terms], byTaints && tolerations]);
  return masks.get(key, (node) => {
    const labels = nodes.labels[node]!;
    if (!keys.every((topologyKey) => labels[topologyKey] !== undefined)) return false;
    if (byTaints && untoleratedTaint(nodes.taints[node]!, tolerations)) return false;
    return !byAffinity || isSelected({ name: nodes.name(node), labels }, nodeSelection);
  });
}

/**
 * The pods of the Services and of the controller that a pod belongs to; undefined when it belongs to none. Source:
 * `plugins/helper/spread.go` DefaultSelector.
 */
function groupOf({ pod, namespace, labels }: PodInfo, { others }: Cluster): PodSelection | undefined {
  const matchLabels: Record<string, string> = {};
  for (const { spec } of others.services.inNamespace(namespace)) {
    const selector = spec?.selector ?? {};
    const pairs = Object.entries(selector);
    if (pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value)) Object.assign(matchLabels, selector);
  }
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller);
  const key = `${namespace}/${owner?.name}`;
  let ofController: LabelSelector | undefined;
  if (owner?.kind === "ReplicationController")
    Object.assign(matchLabels, others.replicationControllers.get(key)?.spec?.selector);
  if (owner?.kind === "ReplicaSet") ofController = others.replicaSets.get(key)?.spec?.selector;
  if (owner?.kind === "StatefulSet") ofController = others.statefulSets.get(key)?.spec?.selector;
  const selectors = [
    ...(Object.keys(matchLabels).length > 0 ? [{ matchLabels }] : []),
    ...(ofController ? [ofController] : []),
  ];
  if (selectors.length === 0) return undefined;
  return allOf(selectors.map((selector) => podSelection([namespace], undefined, selector)));
}
