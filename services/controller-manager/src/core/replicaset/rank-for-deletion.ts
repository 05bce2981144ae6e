import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isActive, isReady, podCondition } from "../pods.js";
import { millisOf } from "../time.js";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const PHASE_ORDER: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 };

/** One reason to prefer one pod over another: negative when `a` should go first. */
type Criterion = (a: Pod, b: Pod) => number;

/**
 * The pods in the order in which they should be deleted when there are too many. `related` are the pods of the same
 * owner's owner: of pods that share a node with many of them, some go first, so that replicas stay spread.
 * Order of the criteria: Kubernetes, "Scaling a ReplicaSet".
 */
export function rankForDeletion(pods: readonly Pod[], related: readonly Pod[], now: number): Pod[] {
  const onNode = new Map<string, number>();
  for (const pod of related) {
    if (pod.spec?.nodeName && isActive(pod)) onNode.set(pod.spec.nodeName, (onNode.get(pod.spec.nodeName) ?? 0) + 1);
  }
  const crowd = (pod: Pod): number => onNode.get(pod.spec?.nodeName ?? "") ?? 0;
  const criteria: Criterion[] = [
    (a, b) => Number(Boolean(a.spec?.nodeName)) - Number(Boolean(b.spec?.nodeName)),
    (a, b) => phaseOrder(a) - phaseOrder(b),
    (a, b) => Number(isReady(a)) - Number(isReady(b)),
    (a, b) => deletionCost(a) - deletionCost(b),
    (a, b) => crowd(b) - crowd(a),
    (a, b) => ageBucket(readySince(a), now) - ageBucket(readySince(b), now),
    (a, b) => restarts(b) - restarts(a),
    (a, b) =>
      ageBucket(millisOf(a.metadata?.creationTimestamp), now) - ageBucket(millisOf(b.metadata?.creationTimestamp), now),
    // Equal in all that matters: any stable order will do.
    (a, b) => ((a.metadata?.uid ?? "") < (b.metadata?.uid ?? "") ? -1 : 1),
  ];
  return [...pods].sort((a, b) => criteria.map((criterion) => criterion(a, b)).find((order) => order !== 0) ?? 0);
}

function phaseOrder(pod: Pod): number {
  return PHASE_ORDER[pod.status?.phase ?? "Pending"] ?? 0;
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata?.annotations?.[DELETION_COST] ?? "0");
  return Number.isInteger(cost) ? cost : 0;
}

function readySince(pod: Pod): number | undefined {
  return isReady(pod) ? millisOf(podCondition(pod, "Ready")?.lastTransitionTime) : undefined;
}

/** Ages are compared by powers of two, so that the choice among pods of about one age is not always the youngest. */
function ageBucket(since: number | undefined, now: number): number {
  return since === undefined ? -1 : Math.floor(Math.log2(Math.max(1, now - since)));
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount));
}
