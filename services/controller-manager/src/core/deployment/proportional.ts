import type { Deployment, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import { DESIRED_REPLICAS, MAX_REPLICAS } from "./annotations.js";
import { byAge, isActiveReplicaSet, totalReplicas, type ReplicaSets } from "./replica-sets.js";
import type { Scaling } from "./rolling.js";
import { isRolling, maxSurge, replicasOf } from "./strategy.js";

/** Whether the deployment's replicas changed since its ReplicaSets were last scaled. */
export function isScaling(deployment: Deployment, { all }: ReplicaSets): boolean {
  return all.filter(isActiveReplicaSet).some((replicaSet) => {
    const desired = replicaSet.metadata?.annotations?.[DESIRED_REPLICAS];
    return desired !== undefined && Number(desired) !== replicasOf(deployment);
  });
}

/** The step that follows from another number of replicas alone, without any rollout. */
export function scaleWithoutRollout(deployment: Deployment, sets: ReplicaSets): Scaling[] {
  const single = activeOrLatest(sets);
  if (single)
    return replicasOf(single) === replicasOf(deployment)
      ? []
      : [{ replicaSet: single, replicas: replicasOf(deployment) }];
  if (isSaturated(deployment, sets.newest))
    return sets.old.filter(isActiveReplicaSet).map((replicaSet) => ({ replicaSet, replicas: 0 }));
  return isRolling(deployment) ? scaleProportionally(deployment, sets) : [];
}

/** The only ReplicaSet that counts: undefined when several are active, as in the middle of a rollout. */
function activeOrLatest({ newest, old, all }: ReplicaSets): ReplicaSet | undefined {
  const active = all.filter(isActiveReplicaSet);
  if (active.length === 0) return newest ?? old.at(-1);
  return active.length === 1 ? active[0] : undefined;
}

/** The newest ReplicaSet has all replicas that there should be, and they are available. */
function isSaturated(deployment: Deployment, newest: ReplicaSet | undefined): boolean {
  if (!newest) return false;
  const desired = replicasOf(deployment);
  const scaledFor = Number(newest.metadata?.annotations?.[DESIRED_REPLICAS]);
  return replicasOf(newest) === desired && scaledFor === desired && newest.status?.availableReplicas === desired;
}

/**
 * In the middle of a rollout each active ReplicaSet takes its share of the change, by its size; what rounding leaves
 * goes to the largest. The newest come first when growing and the oldest when shrinking, among those of one size.
 */
function scaleProportionally(deployment: Deployment, { all }: ReplicaSets): Scaling[] {
  const active = all.filter(isActiveReplicaSet);
  const desired = replicasOf(deployment);
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0;
  const toAdd = allowed - totalReplicas(active);
  const ordered = [...active].sort((a, b) => replicasOf(b) - replicasOf(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)));
  let added = 0;
  const sizes = ordered.map((replicaSet) => {
    const share = toAdd === 0 ? 0 : shareOf(replicaSet, deployment, toAdd, added);
    added += share;
    return { replicaSet, replicas: replicasOf(replicaSet) + share };
  });
  const [largest] = sizes;
  if (largest && toAdd !== 0) largest.replicas = Math.max(0, largest.replicas + toAdd - added);
  // Also those that keep their size: their annotations have to follow.
  return sizes;
}

function shareOf(replicaSet: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  const left = toAdd - added;
  if (left === 0) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

function fractionOf(replicaSet: ReplicaSet, deployment: Deployment): number {
  const size = replicasOf(replicaSet);
  const desired = replicasOf(deployment);
  if (desired === 0) return -size;
  const before = Number(replicaSet.metadata?.annotations?.[MAX_REPLICAS]) || deployment.status?.replicas || size;
  return Math.round((size * (desired + maxSurge(deployment))) / before) - size;
}
