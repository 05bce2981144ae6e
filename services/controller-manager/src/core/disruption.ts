import { formatTime, isPercentage, scaledValue, withCondition } from "@flotilla/api";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from "@flotilla/api/types/policy/v1.js";
import { isDeleting, isReady } from "./pods.js";
import { millisOf } from "./time.js";

/** A pod whose eviction was allowed has to start its deletion within so long; then it counts as healthy again. */
const DELETION_TIMEOUT_MS = 120_000;

export interface DisruptionView {
  readonly budget: PodDisruptionBudget;
  /** Selected by the budget. */
  readonly pods: readonly Pod[];
  /** Replicas that the pods' controllers want, all together; an error when they cannot be found out. */
  readonly wantedReplicas: number | { readonly unknown: string };
  readonly now: number;
}

export interface DisruptionPlan {
  readonly status: PodDisruptionBudgetStatus;
  /** When the next allowed eviction that nobody carried out stops counting. */
  readonly requeueAfterMs?: number | undefined;
}

/** How many pods may be evicted now. When that cannot be known: none. */
export function planDisruption(view: DisruptionView): DisruptionPlan {
  const { budget, pods, now } = view;
  const disruptedPods = pendingDisruptions(view);
  const currentHealthy = pods.filter(
    (pod) => isReady(pod) && !isDeleting(pod) && disruptedPods[pod.metadata?.name ?? ""] === undefined,
  ).length;
  const expectation = expected(view);
  const observedGeneration = budget.metadata?.generation ?? 0;
  if ("unknown" in expectation) {
    const conditions = withCondition(
      budget.status?.conditions,
      {
        type: "DisruptionAllowed",
        status: "False",
        reason: "SyncFailed",
        message: expectation.unknown,
        observedGeneration,
        lastTransitionTime: formatTime(now),
      },
      formatTime(now),
    );
    return {
      status: {
        currentHealthy,
        desiredHealthy: 0,
        expectedPods: 0,
        ...budget.status,
        disruptionsAllowed: 0,
        observedGeneration,
        conditions,
      },
    };
  }
  const { expectedPods, desiredHealthy } = expectation;
  const allowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const condition =
    allowed > 0 ? { status: "True", reason: "SufficientPods" } : { status: "False", reason: "InsufficientPods" };
  const conditions = withCondition(
    budget.status?.conditions,
    { type: "DisruptionAllowed", ...condition, message: "", observedGeneration, lastTransitionTime: formatTime(now) },
    formatTime(now),
  );
  const status = {
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed: allowed,
    observedGeneration,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    conditions,
  };
  const waits = Object.values(disruptedPods).map((time) => (millisOf(time) ?? now) + DELETION_TIMEOUT_MS - now);
  return { status, requeueAfterMs: waits.length > 0 ? Math.max(0, Math.min(...waits)) : undefined };
}

function expected({
  budget,
  pods,
  wantedReplicas,
}: DisruptionView): { expectedPods: number; desiredHealthy: number } | { unknown: string } {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  if (maxUnavailable === undefined && !(minAvailable !== undefined && isPercentage(minAvailable))) {
    return { expectedPods: pods.length, desiredHealthy: Number(minAvailable ?? 1) };
  }
  if (typeof wantedReplicas !== "number") return wantedReplicas;
  if (maxUnavailable === undefined)
    return { expectedPods: wantedReplicas, desiredHealthy: scaledValue(minAvailable ?? 0, wantedReplicas, "up") };
  return {
    expectedPods: wantedReplicas,
    desiredHealthy: Math.max(0, wantedReplicas - scaledValue(maxUnavailable, wantedReplicas, "up")),
  };
}

/** Evictions that were allowed and whose pods are still there, as they were. */
function pendingDisruptions({ budget, pods, now }: DisruptionView): Record<string, string> {
  const byName = new Map(pods.map((pod) => [pod.metadata?.name, pod]));
  return Object.fromEntries(
    Object.entries(budget.status?.disruptedPods ?? {}).filter(([name, time]) => {
      const pod = byName.get(name);
      return pod !== undefined && !isDeleting(pod) && (millisOf(time) ?? 0) + DELETION_TIMEOUT_MS > now;
    }),
  );
}
