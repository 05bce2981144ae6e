import type { Deployment, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import { isActiveReplicaSet, totalAvailable, totalReplicas, type ReplicaSets } from "./replica-sets.js";
import { isRolling, maxSurge, maxUnavailable, replicasOf } from "./strategy.js";

/** A ReplicaSet's number of replicas after a step. */
export interface Scaling {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

/** How many replicas the newest ReplicaSet may have now. */
export function newestReplicas(deployment: Deployment, newest: number, total: number): number {
  const desired = replicasOf(deployment);
  if (!isRolling(deployment)) return desired;
  const room = desired + maxSurge(deployment) - total;
  return room <= 0 ? newest : newest + Math.min(room, desired - newest);
}

/** The step of the newest ReplicaSet: up as far as the surge allows, or down to what is desired. */
export function scaleNewest(deployment: Deployment, { newest, all }: ReplicaSets): Scaling[] {
  if (!newest) return [];
  const [current, desired] = [replicasOf(newest), replicasOf(deployment)];
  if (current === desired) return [];
  const replicas = current > desired ? desired : newestReplicas(deployment, current, totalReplicas(all));
  return replicas === current ? [] : [{ replicaSet: newest, replicas }];
}

/**
 * The step of the old ReplicaSets: down as far as enough pods stay available. Pods that are not available anyway go
 * first, so that a rollout gets out of a broken state.
 */
export function scaleOldDown(deployment: Deployment, { newest, old, all }: ReplicaSets): Scaling[] {
  const minAvailable = replicasOf(deployment) - maxUnavailable(deployment);
  const newestUnavailable = newest ? replicasOf(newest) - (newest.status?.availableReplicas ?? 0) : 0;
  const removable = totalReplicas(all) - minAvailable - newestUnavailable;
  if (removable <= 0 || totalReplicas(old) === 0) return [];
  const sizes = new Map(old.map((replicaSet) => [replicaSet, replicasOf(replicaSet)]));
  takeFrom(sizes, removable, (replicaSet, size) => size - Math.min(size, replicaSet.status?.availableReplicas ?? 0));
  takeFrom(sizes, totalAvailable(all) - minAvailable, (_replicaSet, size) => size);
  return changedOnly(sizes);
}

/** Takes up to `budget` replicas away, oldest first, from each at most what `from` allows. */
function takeFrom(
  sizes: Map<ReplicaSet, number>,
  budget: number,
  from: (replicaSet: ReplicaSet, size: number) => number,
): void {
  let left = budget;
  for (const [replicaSet, size] of sizes) {
    if (left <= 0) return;
    const taken = Math.min(left, from(replicaSet, size));
    sizes.set(replicaSet, size - taken);
    left -= taken;
  }
}

/** For Recreate: every old ReplicaSet goes down before anything new comes up. */
export function scaleOldToZero({ old }: ReplicaSets): Scaling[] {
  return old.filter(isActiveReplicaSet).map((replicaSet) => ({ replicaSet, replicas: 0 }));
}

function changedOnly(sizes: ReadonlyMap<ReplicaSet, number>): Scaling[] {
  return [...sizes]
    .filter(([replicaSet, replicas]) => replicas !== replicasOf(replicaSet))
    .map(([replicaSet, replicas]) => ({ replicaSet, replicas }));
}
