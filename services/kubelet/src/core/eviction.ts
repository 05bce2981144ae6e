import type { Pod } from "@flotilla/api/types/core/v1.js";
import { value } from "./amounts.js";

/** What the machine has left. */
export interface NodeSignals {
  readonly memoryAvailableBytes: number;
  readonly diskAvailableBytes: number;
  readonly diskTotalBytes: number;
  readonly inodesFree: number;
  readonly inodesTotal: number;
}

export type Pressure = "MemoryPressure" | "DiskPressure";

/** Source: kubelet `evictionHard` defaults. */
export const MEMORY_AVAILABLE_MIN_BYTES = 100 * 1024 * 1024;
const DISK_AVAILABLE_MIN_FRACTION = 0.1;
const INODES_FREE_MIN_FRACTION = 0.05;
/** How long a pressure is reported after it was seen last. Source: kubelet `evictionPressureTransitionPeriod`. */
export const PRESSURE_TRANSITION_MS = 300_000;

/** Which limits are broken now. */
export function pressures(signals: NodeSignals): Set<Pressure> {
  const found = new Set<Pressure>();
  if (signals.memoryAvailableBytes < MEMORY_AVAILABLE_MIN_BYTES) found.add("MemoryPressure");
  const fewBytes = signals.diskAvailableBytes < signals.diskTotalBytes * DISK_AVAILABLE_MIN_FRACTION;
  // Some file systems count no inodes: their total is 0.
  const fewInodes = signals.inodesFree < signals.inodesTotal * INODES_FREE_MIN_FRACTION;
  if (fewBytes || fewInodes) found.add("DiskPressure");
  return found;
}

/** What a pod uses of the resource that runs short, in bytes. */
export interface PodUse {
  readonly pod: Pod;
  readonly usedBytes: number;
}

/** Pods in the order in which they go: over their request first, then by priority, then by how far they are over. */
export function evictionOrder(uses: readonly PodUse[], resource: "memory" | "ephemeral-storage"): Pod[] {
  const ranked = uses
    .filter(({ pod }) => !isCritical(pod))
    .map(({ pod, usedBytes }) => ({
      pod,
      over: usedBytes - requested(pod, resource),
      priority: pod.spec?.priority ?? 0,
    }))
    .sort((a, b) => Number(b.over > 0) - Number(a.over > 0) || a.priority - b.priority || b.over - a.over);
  return ranked.map(({ pod }) => pod);
}

/** Pods without which the node or the cluster does not work. Source: kubelet `types.IsCriticalPod`. */
function isCritical(pod: Pod): boolean {
  const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;
  return (pod.spec?.priority ?? 0) >= SYSTEM_CRITICAL_PRIORITY;
}

function requested(pod: Pod, resource: string): number {
  return (pod.spec?.containers ?? []).reduce(
    (sum, container) => sum + value(container.resources?.requests?.[resource] ?? "0"),
    0,
  );
}
