import { findCondition, formatTime } from "@flotilla/api";
import type { Node, Taint } from "@flotilla/api/types/core/v1.js";
import { readyStatus } from "./health.js";

export const NOT_READY = "node.kubernetes.io/not-ready";
export const UNREACHABLE = "node.kubernetes.io/unreachable";

/** Which status of which condition keeps new pods away, and the taint that does. */
const NO_SCHEDULE: readonly { type: string; status: string; key: string }[] = [
  { type: "Ready", status: "False", key: NOT_READY },
  { type: "Ready", status: "Unknown", key: UNREACHABLE },
  { type: "MemoryPressure", status: "True", key: "node.kubernetes.io/memory-pressure" },
  { type: "DiskPressure", status: "True", key: "node.kubernetes.io/disk-pressure" },
  { type: "PIDPressure", status: "True", key: "node.kubernetes.io/pid-pressure" },
  { type: "NetworkUnavailable", status: "True", key: "node.kubernetes.io/network-unavailable" },
];
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
const NO_SCHEDULE_KEYS = new Set([...NO_SCHEDULE.map(({ key }) => key), UNSCHEDULABLE]);

/** The node's taints with those NoSchedule ones that its conditions call for; undefined when they are right. */
export function withConditionTaints(node: Node, nowMs: number): Taint[] | undefined {
  const conditions = node.status?.conditions;
  const keys = NO_SCHEDULE.filter(({ type, status }) => findCondition(conditions, type)?.status === status).map(
    ({ key }) => key,
  );
  if (node.spec?.unschedulable) keys.push(UNSCHEDULABLE);
  return replaceTaints(
    node,
    (taint) => taint.effect === "NoSchedule" && NO_SCHEDULE_KEYS.has(taint.key),
    keys,
    "NoSchedule",
    nowMs,
  );
}

/** The taint that evicts pods from a node in this state: none while it is ready. */
export function evictionKey(node: Node): string | undefined {
  const ready = readyStatus(node);
  return ready === "True" ? undefined : ready === "False" ? NOT_READY : UNREACHABLE;
}

/** The node's taints with this eviction taint, or none; undefined when they are right. */
export function withEvictionTaint(node: Node, key: string | undefined, nowMs: number): Taint[] | undefined {
  return replaceTaints(
    node,
    (taint) => taint.effect === "NoExecute" && (taint.key === NOT_READY || taint.key === UNREACHABLE),
    key ? [key] : [],
    "NoExecute",
    nowMs,
  );
}

export function hasEvictionTaint(node: Node): boolean {
  return (
    node.spec?.taints?.some(
      (taint) => taint.effect === "NoExecute" && (taint.key === NOT_READY || taint.key === UNREACHABLE),
    ) ?? false
  );
}

function replaceTaints(
  node: Node,
  isManaged: (taint: Taint) => boolean,
  keys: readonly string[],
  effect: string,
  nowMs: number,
): Taint[] | undefined {
  const taints = node.spec?.taints ?? [];
  const stale = taints.filter((taint) => isManaged(taint) && !keys.includes(taint.key));
  const missing = keys.filter((key) => !taints.some((taint) => isManaged(taint) && taint.key === key));
  if (stale.length === 0 && missing.length === 0) return undefined;
  return [
    ...taints.filter((taint) => !stale.includes(taint)),
    ...missing.map((key) => ({ key, effect, timeAdded: formatTime(nowMs) })),
  ];
}
