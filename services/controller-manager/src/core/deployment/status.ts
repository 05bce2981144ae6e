import { findCondition, formatTime, withoutCondition } from "@flotilla/api";
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import { millisOf } from "../time.js";
import { totalAvailable, totalReplicas, type ReplicaSets } from "./replica-sets.js";
import { maxUnavailable, replicasOf } from "./strategy.js";

const PROGRESSING = "Progressing";
/** As good as none: clients write the largest int32 for "no deadline". */
const NO_DEADLINE_SECONDS = 2 ** 31 - 1;

/** Something that a plan does and that is told in the Progressing condition. */
export type Progress = { readonly reason: "NewReplicaSetCreated" | "FoundNewReplicaSet"; readonly replicaSet: string };

/** The status that the ReplicaSets call for; `rollout` is false when only counts may change (paused, scaling, deleting). */
export function deploymentStatus(
  deployment: Deployment,
  sets: ReplicaSets,
  now: number,
  rollout: boolean,
  progress?: Progress,
): DeploymentStatus {
  const counts = countReplicas(deployment, sets);
  let conditions = withAvailable(deployment, counts, now);
  conditions = withPaused(deployment, conditions, now);
  if (progress && hasDeadline(deployment)) conditions = withProgress(conditions, progress, now);
  if (rollout) conditions = withRollout(deployment, sets, counts, conditions, now);
  return { ...counts, conditions };
}

type Counts = Omit<DeploymentStatus, "conditions">;

function countReplicas(deployment: Deployment, { newest, all }: ReplicaSets): Counts {
  const sum = (field: (replicaSet: ReplicaSet) => number | undefined, of: readonly ReplicaSet[] = all): number =>
    of.reduce((total, replicaSet) => total + (field(replicaSet) ?? 0), 0);
  const available = totalAvailable(all);
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata?.generation ?? 0,
    replicas: sum((replicaSet) => replicaSet.status?.replicas),
    updatedReplicas: newest?.status?.replicas ?? 0,
    readyReplicas: sum((replicaSet) => replicaSet.status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, totalReplicas(all) - available),
    terminatingReplicas: sum((replicaSet) => replicaSet.status?.terminatingReplicas),
    ...(collisionCount !== undefined && { collisionCount }),
  };
}

function withAvailable(deployment: Deployment, counts: Counts, now: number): DeploymentCondition[] {
  const enough = (counts.availableReplicas ?? 0) >= replicasOf(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? { status: "True", reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability." }
    : {
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
  return withDeploymentCondition(deployment.status?.conditions, { type: "Available", ...condition }, now);
}

/** A pause must not count against the deadline: pausing and resuming are both marked. */
function withPaused(deployment: Deployment, conditions: DeploymentCondition[], now: number): DeploymentCondition[] {
  const progressing = findCondition(conditions, PROGRESSING);
  if (!hasDeadline(deployment) || progressing?.reason === "ProgressDeadlineExceeded") return conditions;
  const marked = progressing?.reason === "DeploymentPaused";
  if (deployment.spec?.paused && !marked) {
    return withDeploymentCondition(
      conditions,
      { type: PROGRESSING, status: "Unknown", reason: "DeploymentPaused", message: "Deployment is paused" },
      now,
    );
  }
  if (!deployment.spec?.paused && marked) {
    return withDeploymentCondition(
      conditions,
      { type: PROGRESSING, status: "Unknown", reason: "DeploymentResumed", message: "Deployment is resumed" },
      now,
    );
  }
  return conditions;
}

function withProgress(
  conditions: DeploymentCondition[],
  { reason, replicaSet }: Progress,
  now: number,
): DeploymentCondition[] {
  const verb = reason === "NewReplicaSetCreated" ? "Created" : "Found";
  return withDeploymentCondition(
    conditions,
    { type: PROGRESSING, status: "True", reason, message: `${verb} new replica set "${replicaSet}"` },
    now,
  );
}

function withRollout(
  deployment: Deployment,
  sets: ReplicaSets,
  counts: Counts,
  conditions: DeploymentCondition[],
  now: number,
): DeploymentCondition[] {
  const failure = [sets.newest, ...sets.old].flatMap(
    (replicaSet) => findCondition(replicaSet?.status?.conditions, "ReplicaFailure") ?? [],
  )[0];
  const withFailure = failure
    ? withDeploymentCondition(
        conditions,
        {
          type: "ReplicaFailure",
          status: failure.status,
          reason: failure.reason ?? "",
          message: failure.message ?? "",
        },
        now,
      )
    : withoutCondition(conditions, "ReplicaFailure");
  if (!hasDeadline(deployment)) return withoutCondition(withFailure, PROGRESSING);
  return withProgressing(deployment, sets, counts, withFailure, now);
}

function withProgressing(
  deployment: Deployment,
  { newest }: ReplicaSets,
  counts: Counts,
  conditions: DeploymentCondition[],
  now: number,
): DeploymentCondition[] {
  const current = findCondition(conditions, PROGRESSING);
  // It completed before, and the new pods are all that there is: pods that die now do not undo the rollout.
  if (counts.replicas === counts.updatedReplicas && current?.reason === "NewReplicaSetAvailable") return conditions;
  const subject = newest ? `ReplicaSet "${newest.metadata?.name}"` : `Deployment "${deployment.metadata?.name}"`;
  if (isComplete(deployment, counts)) {
    return withDeploymentCondition(
      conditions,
      {
        type: PROGRESSING,
        status: "True",
        reason: "NewReplicaSetAvailable",
        message: `${subject} has successfully progressed.`,
      },
      now,
    );
  }
  if (progressed(deployment.status ?? {}, counts)) {
    const condition = {
      type: PROGRESSING,
      status: "True",
      reason: "ReplicaSetUpdated",
      message: `${subject} is progressing.`,
    };
    // Replaced even when equal: the deadline counts from the last progress.
    const since = current?.status === "True" ? current.lastTransitionTime : undefined;
    return [
      ...withoutCondition(conditions, PROGRESSING),
      { ...condition, lastUpdateTime: formatTime(now), lastTransitionTime: since ?? formatTime(now) },
    ];
  }
  if (hasTimedOut(deployment, current, now)) {
    return withDeploymentCondition(
      conditions,
      {
        type: PROGRESSING,
        status: "False",
        reason: "ProgressDeadlineExceeded",
        message: `${subject} has timed out progressing.`,
      },
      now,
    );
  }
  return conditions;
}

/** The status after the newest ReplicaSet could not be created. */
export function creationFailed(deployment: Deployment, message: string, now: number): DeploymentStatus {
  const condition = { type: PROGRESSING, status: "False", reason: "ReplicaSetCreateError", message };
  return { ...deployment.status, conditions: withDeploymentCondition(deployment.status?.conditions, condition, now) };
}

/** Every pod is of the newest template, is available, and there are no others. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = replicasOf(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

function progressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Deployment, progressing: DeploymentCondition | undefined, now: number): boolean {
  if (!progressing || progressing.reason === "NewReplicaSetAvailable") return false;
  if (progressing.reason === "ProgressDeadlineExceeded") return true;
  return (deadlineMs(deployment, progressing) ?? Infinity) < now;
}

function hasDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec?.progressDeadlineSeconds;
  return seconds !== undefined && seconds !== NO_DEADLINE_SECONDS;
}

function deadlineMs(deployment: Deployment, progressing: DeploymentCondition): number | undefined {
  const from = millisOf(progressing.lastUpdateTime ?? progressing.lastTransitionTime);
  return from === undefined ? undefined : from + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000;
}

/** When to look again for a missed deadline; undefined when none runs. */
export function untilDeadlineMs(deployment: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const progressing = findCondition(status.conditions, PROGRESSING);
  if (!hasDeadline(deployment) || !progressing || isComplete(deployment, status) || deployment.spec?.paused)
    return undefined;
  if (progressing.reason === "NewReplicaSetAvailable" || progressing.reason === "ProgressDeadlineExceeded")
    return undefined;
  const deadline = deadlineMs(deployment, progressing);
  // A second more: timestamps have whole seconds.
  return deadline === undefined ? undefined : Math.max(0, deadline - now) + 1000;
}

/** As `withCondition`, with the time of the last update that deployments keep; a new message alone changes nothing. */
function withDeploymentCondition(
  conditions: readonly DeploymentCondition[] | undefined,
  condition: DeploymentCondition,
  now: number,
): DeploymentCondition[] {
  const current = findCondition(conditions, condition.type);
  if (current && current.status === condition.status && current.reason === condition.reason)
    return [...(conditions ?? [])];
  const lastTransitionTime = current?.status === condition.status ? current.lastTransitionTime : undefined;
  const next = {
    ...condition,
    lastUpdateTime: formatTime(now),
    lastTransitionTime: lastTransitionTime ?? formatTime(now),
  };
  return [...withoutCondition(conditions, condition.type), next];
}
