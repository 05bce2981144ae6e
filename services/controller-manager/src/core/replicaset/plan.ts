import { formatTime, withCondition, withoutCondition } from "@flotilla/api";
import { matcherOfLabels } from "@flotilla/api/selectors/label.js";
import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from "@flotilla/api/types/apps/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isActive, isDeleting, isReady, isTerminal, untilAvailableMs } from "../pods.js";
import { rankForDeletion } from "./rank-for-deletion.js";

/** Creations and deletions in one go; the rest follows when these were seen. */
const BURST = 500;

export interface ReplicaSetView {
  readonly replicaSet: ReplicaSet;
  /** All that it owns, whatever their state. */
  readonly pods: readonly Pod[];
  /** Pods of all ReplicaSets of the same owner. */
  readonly related: readonly Pod[];
  readonly now: number;
  /** False while earlier creations and deletions have not been seen: then only the status is looked at. */
  readonly caughtUp: boolean;
}

export interface ReplicaSetPlan {
  readonly create: number;
  readonly delete: readonly Pod[];
}

/** How many pods to make, or which to delete. */
export function planReplicas({ replicaSet, pods, related, now, caughtUp }: ReplicaSetView): ReplicaSetPlan {
  const nothing = { create: 0, delete: [] };
  if (!caughtUp || replicaSet.metadata?.deletionTimestamp) return nothing;
  const active = pods.filter(isActive);
  const missing = (replicaSet.spec?.replicas ?? 1) - active.length;
  if (missing > 0) return { create: Math.min(missing, BURST), delete: [] };
  if (missing === 0) return nothing;
  return { create: 0, delete: rankForDeletion(active, related, now).slice(0, Math.min(-missing, BURST)) };
}

/** Why pods could not be created or deleted. */
export interface ManageFailure {
  readonly reason: "FailedCreate" | "FailedDelete";
  readonly message: string;
}

/** The status that the pods call for. */
export function replicaSetStatus(
  { replicaSet, pods, now }: Pick<ReplicaSetView, "replicaSet" | "pods" | "now">,
  failure: ManageFailure | undefined,
): ReplicaSetStatus {
  const { spec, status, metadata } = replicaSet;
  const active = pods.filter(isActive);
  const ofTemplate = matcherOfLabels(spec?.template?.metadata?.labels ?? {});
  const minReadySeconds = spec?.minReadySeconds ?? 0;
  const conditions = failureConditions(status?.conditions, failure, now);
  return {
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => ofTemplate.matches(pod.metadata?.labels)).length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: active.filter((pod) => untilAvailableMs(pod, minReadySeconds, now) === 0).length,
    terminatingReplicas: pods.filter((pod) => isDeleting(pod) && !isTerminal(pod)).length,
    observedGeneration: metadata?.generation ?? 0,
    ...(conditions.length > 0 && { conditions }),
  };
}

/** When the next ready pod becomes available: nothing else will tell. */
export function nextAvailabilityMs({
  replicaSet,
  pods,
  now,
}: Pick<ReplicaSetView, "replicaSet" | "pods" | "now">): number | undefined {
  const minReadySeconds = replicaSet.spec?.minReadySeconds ?? 0;
  const waits = pods.filter(isActive).map((pod) => untilAvailableMs(pod, minReadySeconds, now) ?? 0);
  const pending = waits.filter((wait) => wait > 0);
  return pending.length > 0 ? Math.min(...pending) : undefined;
}

function failureConditions(
  conditions: readonly ReplicaSetCondition[] | undefined,
  failure: ManageFailure | undefined,
  now: number,
): ReplicaSetCondition[] {
  if (!failure) return withoutCondition(conditions, "ReplicaFailure");
  return withCondition(conditions, { type: "ReplicaFailure", status: "True", ...failure }, formatTime(now));
}
