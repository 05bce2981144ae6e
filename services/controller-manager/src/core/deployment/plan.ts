import { semanticEqual } from "@flotilla/api";
import type { Deployment, DeploymentStatus, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isTerminal } from "../pods.js";
import { maxRevision, newestAnnotations, REVISION, revisionOf, scaleAnnotations } from "./annotations.js";
import { isScaling, scaleWithoutRollout } from "./proportional.js";
import { newReplicaSet, sortReplicaSets, totalReplicas, type ReplicaSets } from "./replica-sets.js";
import { newestReplicas, scaleNewest, scaleOldDown, scaleOldToZero, type Scaling } from "./rolling.js";
import { deploymentStatus, isComplete, untilDeadlineMs, type Progress } from "./status.js";
import { isRolling, replicasOf } from "./strategy.js";

const DEFAULT_HISTORY_LIMIT = 10;

export interface DeploymentView {
  readonly deployment: Deployment;
  /** All that it owns. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Pods of these ReplicaSets by the uid of their ReplicaSet; only Recreate looks at them. */
  readonly podsOf: (replicaSetUid: string) => readonly Pod[];
  readonly now: number;
}

/** One step of a deployment. The next one follows when this one was seen. */
export interface DeploymentPlan {
  readonly create?: ReplicaSet;
  readonly scale: readonly Scaling[];
  /** ReplicaSets in the form that they should have, apart from their scale. */
  readonly update: readonly ReplicaSet[];
  readonly delete: readonly ReplicaSet[];
  /** Annotations to set on the deployment. */
  readonly annotate: Record<string, string>;
  readonly status: DeploymentStatus;
  readonly requeueAfterMs?: number | undefined;
}

/** Decides the next step of a deployment. */
export function planDeployment(view: DeploymentView): DeploymentPlan {
  const { deployment, replicaSets, now } = view;
  const sets = sortReplicaSets(deployment, replicaSets);
  if (deployment.metadata?.deletionTimestamp) return idle(deploymentStatus(deployment, sets, now, false));
  const newest = adjustedNewest(deployment, sets);
  if (deployment.spec?.paused || isScaling(deployment, sets)) return scalingStep(view, sets, newest);
  return isRolling(deployment) ? rollingStep(view, sets, newest) : recreateStep(view, sets, newest);
}

/** Annotations of a ReplicaSet as they are after it was scaled for this deployment. */
export function scaled({ replicaSet, replicas }: Scaling, deployment: Deployment): ReplicaSet {
  const annotations = { ...replicaSet.metadata?.annotations, ...scaleAnnotations(deployment) };
  return { ...replicaSet, metadata: { ...replicaSet.metadata, annotations }, spec: { ...replicaSet.spec!, replicas } };
}

function idle(status: DeploymentStatus): DeploymentPlan {
  return { scale: [], update: [], delete: [], annotate: {}, status };
}

function scalingStep({ deployment, now }: DeploymentView, sets: ReplicaSets, newest: Adjusted): DeploymentPlan {
  const scale = scaleWithoutRollout(deployment, sets);
  const plan = { ...idle(deploymentStatus(deployment, afterScaling(sets, scale), now, false)), ...newest, scale };
  return deployment.spec?.paused && scale.length === 0 ? { ...plan, delete: surplusHistory(deployment, sets) } : plan;
}

function rollingStep(view: DeploymentView, sets: ReplicaSets, newest: Adjusted): DeploymentPlan {
  const { deployment } = view;
  if (!sets.newest) return creation(view, sets, newestReplicas(deployment, 0, totalReplicas(sets.old)));
  const up = scaleNewest(deployment, sets);
  return rolloutStep(view, sets, newest, up.length > 0 ? up : scaleOldDown(deployment, sets));
}

function recreateStep(view: DeploymentView, sets: ReplicaSets, newest: Adjusted): DeploymentPlan {
  const { deployment } = view;
  const down = scaleOldToZero(sets);
  if (down.length > 0) return rolloutStep(view, sets, newest, down);
  // Also pods that are ending keep what is new from starting.
  const oldRuns = sets.old.some((replicaSet) =>
    view.podsOf(replicaSet.metadata?.uid ?? "").some((pod) => !isTerminal(pod)),
  );
  if (oldRuns) return rolloutStep(view, sets, newest, []);
  if (!sets.newest) return creation(view, sets, replicasOf(deployment));
  return rolloutStep(view, sets, newest, scaleNewest(deployment, sets));
}

function creation({ deployment, now }: DeploymentView, sets: ReplicaSets, replicas: number): DeploymentPlan {
  const create = newReplicaSet(deployment, sets.old, replicas);
  const progress: Progress = { reason: "NewReplicaSetCreated", replicaSet: create.metadata?.name ?? "" };
  return {
    ...idle(deploymentStatus(deployment, sets, now, false, progress)),
    create,
    annotate: { [REVISION]: String(revisionOf(create)) },
  };
}

function rolloutStep(
  { deployment, now }: DeploymentView,
  sets: ReplicaSets,
  newest: Adjusted,
  scale: Scaling[],
): DeploymentPlan {
  // A ReplicaSet of a former rollout that is in use again has to be told of: without the condition no deadline would run.
  const found =
    sets.newest &&
    !deployment.status?.conditions?.some(({ type }) => type === "Progressing") &&
    deployment.spec?.progressDeadlineSeconds !== undefined;
  const progress: Progress | undefined = found
    ? { reason: "FoundNewReplicaSet", replicaSet: sets.newest?.metadata?.name ?? "" }
    : undefined;
  const status = deploymentStatus(deployment, afterScaling(sets, scale), now, true, progress);
  const done = scale.length === 0 && isComplete(deployment, deployment.status ?? {});
  return {
    ...idle(status),
    ...newest,
    scale,
    delete: done ? surplusHistory(deployment, sets) : [],
    requeueAfterMs: untilDeadlineMs(deployment, status, now),
  };
}

/** What the newest ReplicaSet and the deployment have to be told about each other. */
type Adjusted = Pick<DeploymentPlan, "update" | "annotate">;

function adjustedNewest(deployment: Deployment, { newest, old }: ReplicaSets): Adjusted {
  if (!newest) return { update: [], annotate: {} };
  const annotations = newestAnnotations(deployment, newest, maxRevision(old) + 1);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  const changed =
    !semanticEqual(annotations, newest.metadata?.annotations) ||
    minReadySeconds !== (newest.spec?.minReadySeconds ?? 0);
  const adjusted: ReplicaSet = {
    ...newest,
    metadata: { ...newest.metadata, annotations },
    spec: { ...newest.spec!, minReadySeconds },
  };
  const revision = annotations[REVISION] ?? "0";
  const told = deployment.metadata?.annotations?.[REVISION] === revision;
  return { update: changed ? [adjusted] : [], annotate: told ? {} : { [REVISION]: revision } };
}

function afterScaling({ newest, old, all }: ReplicaSets, scale: readonly Scaling[]): ReplicaSets {
  const sizes = new Map(scale.map(({ replicaSet, replicas }) => [replicaSet, replicas]));
  const after = (replicaSet: ReplicaSet): ReplicaSet => {
    const replicas = sizes.get(replicaSet);
    return replicas === undefined ? replicaSet : { ...replicaSet, spec: { ...replicaSet.spec!, replicas } };
  };
  return { newest: newest && after(newest), old: old.map(after), all: all.map(after) };
}

/** Old ReplicaSets beyond the history limit, oldest revision first. One that still has pods, or is not up to date, stays. */
function surplusHistory(deployment: Deployment, { old }: ReplicaSets): ReplicaSet[] {
  const kept = old.filter((replicaSet) => !replicaSet.metadata?.deletionTimestamp);
  const surplus = kept.length - (deployment.spec?.revisionHistoryLimit ?? DEFAULT_HISTORY_LIMIT);
  if (surplus <= 0) return [];
  return [...kept]
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, surplus)
    .filter(
      ({ metadata, spec, status }) =>
        (spec?.replicas ?? 0) === 0 &&
        (status?.replicas ?? 0) === 0 &&
        (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
    );
}
