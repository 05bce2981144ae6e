import type { Pod, PodCondition } from "@flotilla/api/types/core/v1.js";
import { millisOf } from "./time.js";

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return podCondition(pod, "Ready")?.status === "True";
}

/** It ended, and will not run again. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

export function isDeleting(pod: Pod): boolean {
  return pod.metadata?.deletionTimestamp !== undefined;
}

/** Runs or may yet run: what counts as a replica. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && !isDeleting(pod);
}

/** Milliseconds until the pod is available: ready for `minReadySeconds` without a break. Undefined when it is not ready. */
export function untilAvailableMs(pod: Pod, minReadySeconds: number, now: number): number | undefined {
  if (!isReady(pod)) return undefined;
  if (minReadySeconds === 0) return 0;
  const readySince = millisOf(podCondition(pod, "Ready")?.lastTransitionTime);
  if (readySince === undefined) return undefined;
  return Math.max(0, readySince + minReadySeconds * 1000 - now);
}

export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  return untilAvailableMs(pod, minReadySeconds, now) === 0;
}
