import { findCondition, formatTime } from "@flotilla/api";
import type { Node, NodeCondition } from "@flotilla/api/types/core/v1.js";

/** When a sign of life of a node was last seen, by this process's own monotonic clock: node clocks may be wrong. */
export interface NodeHealth {
  readonly heartbeat: string | undefined;
  readonly renewTime: string | undefined;
  readonly seenAtMs: number;
}

export interface NodeView {
  readonly node: Node;
  /** `spec.renewTime` of the node's Lease in kube-node-lease. */
  readonly renewTime: string | undefined;
  readonly known: NodeHealth | undefined;
}

export interface HealthRules {
  readonly graceMs: number;
  /** For a node that has not posted a status yet. */
  readonly startupGraceMs: number;
}

/** Conditions that only the kubelet can know: without it they are unknown. */
const KUBELET_CONDITIONS = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

/** Notes signs of life: a renewed Lease, or a status with a newer heartbeat. */
export function observe({ node, renewTime, known }: NodeView, nowMs: number): NodeHealth {
  const heartbeat = findCondition(node.status?.conditions, "Ready")?.lastHeartbeatTime;
  if (known && known.heartbeat === heartbeat && known.renewTime === renewTime) return known;
  return { heartbeat, renewTime, seenAtMs: nowMs };
}

/** The node's conditions when it was not heard of for too long; undefined when there is nothing to change. */
export function unknownConditions(
  node: Node,
  health: NodeHealth,
  rules: HealthRules,
  nowMs: number,
  wallMs: number,
): NodeCondition[] | undefined {
  const graceMs =
    health.heartbeat === undefined && health.renewTime === undefined ? rules.startupGraceMs : rules.graceMs;
  if (nowMs - health.seenAtMs <= graceMs) return undefined;
  const conditions = [...(node.status?.conditions ?? [])];
  let changed = false;
  for (const type of KUBELET_CONDITIONS) {
    const index = conditions.findIndex((condition) => condition.type === type);
    const current = conditions[index];
    if (current?.status === "Unknown") continue;
    changed = true;
    const next = unknownCondition(type, current, wallMs);
    if (current) conditions[index] = next;
    else conditions.push(next);
  }
  return changed ? conditions : undefined;
}

function unknownCondition(type: string, current: NodeCondition | undefined, wallMs: number): NodeCondition {
  const lastTransitionTime = formatTime(wallMs);
  if (!current)
    return {
      type,
      status: "Unknown",
      reason: "NodeStatusNeverUpdated",
      message: "Kubelet never posted node status.",
      lastTransitionTime,
    };
  return {
    ...current,
    status: "Unknown",
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
    lastTransitionTime,
  };
}

export function readyStatus(node: Node): "True" | "False" | "Unknown" {
  const status = findCondition(node.status?.conditions, "Ready")?.status;
  return status === "True" || status === "False" ? status : "Unknown";
}
