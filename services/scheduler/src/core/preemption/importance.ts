import type { PodInfo } from "../pod-info.js";

/** When a pod started, as milliseconds; a pod that has not is the youngest. */
export function startedAt({ pod }: PodInfo): number {
  const startTime = pod.status?.startTime;
  return startTime === undefined ? Infinity : Date.parse(startTime);
}

/** The more important pod first: higher priority, then older. Source: kube-scheduler `util.MoreImportantPod`. */
export function byImportance(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  const [startedA, startedB] = [startedAt(a), startedAt(b)];
  if (startedA !== startedB) return startedA < startedB ? -1 : 1;
  // Upstream leaves the order of equals to chance; a decision that can be repeated is worth more.
  return a.key < b.key ? -1 : 1;
}
