import { parseQuantity, quantityMilliValue } from "@flotilla/api";
import type { Node, Pod } from "@flotilla/api/types/core/v1.js";

/** What a node draws, in watts, as its owner measured it. */
const IDLE_WATTS = "energy.flotilla.dev/idle-watts";
const FULL_WATTS = "energy.flotilla.dev/full-watts";
/** Assumed of nodes that say nothing. */
const DEFAULT_WATTS = { idle: 100, full: 300 };

const ENDED = new Set(["Succeeded", "Failed"]);

/**
 * The node on which the pod costs the least more power. A node without pods could sleep: waking it costs what it draws
 * when idle. So pods gather on few, frugal nodes, where kube-scheduler would spread them. Undefined when none has room.
 */
export function cheapestNode(pod: Pod, nodes: readonly Node[], pods: readonly Pod[]): Node | undefined {
  const busy = pods.filter(({ spec, status }) => spec?.nodeName && !ENDED.has(status?.phase ?? ""));
  let best: { node: Node; watts: number } | undefined;
  for (const node of nodes) {
    const there = busy.filter(({ spec }) => spec?.nodeName === node.metadata?.name);
    if (!isOpen(node) || !hasRoom(pod, node, there)) continue;
    const watts = addedWatts(pod, node, there.length === 0);
    if (best === undefined || watts < best.watts) best = { node, watts };
  }
  return best?.node;
}

export function addedWatts(pod: Pod, node: Node, isAsleep: boolean): number {
  const { annotations = {} } = node.metadata ?? {};
  const idle = Number(annotations[IDLE_WATTS] ?? DEFAULT_WATTS.idle);
  const full = Number(annotations[FULL_WATTS] ?? DEFAULT_WATTS.full);
  const share = requested(pod, "cpu") / amount(node.status?.allocatable?.["cpu"]);
  return (isAsleep ? idle : 0) + (full - idle) * share;
}

function isOpen({ spec }: Node): boolean {
  return !spec?.unschedulable && !spec?.taints?.some(({ effect }) => effect !== "PreferNoSchedule");
}

function hasRoom(pod: Pod, node: Node, there: readonly Pod[]): boolean {
  const allocatable = node.status?.allocatable ?? {};
  if ((there.length + 1) * 1000 > amount(allocatable["pods"])) return false;
  return ["cpu", "memory"].every((resource) => {
    const used = there.reduce((sum, other) => sum + requested(other, resource), 0);
    return used + requested(pod, resource) <= amount(allocatable[resource]);
  });
}

function requested({ spec }: Pod, resource: string): number {
  return (spec?.containers ?? []).reduce((sum, { resources }) => sum + amount(resources?.requests?.[resource]), 0);
}

/** In thousandths. */
function amount(quantity: string | undefined): number {
  return quantity === undefined ? 0 : quantityMilliValue(parseQuantity(quantity));
}
