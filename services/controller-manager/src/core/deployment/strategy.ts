import { scaledValue } from "@flotilla/api";
import type { Deployment } from "@flotilla/api/types/apps/v1.js";

const DEFAULT_SHARE = "25%";

export function replicasOf(object: { spec?: { replicas?: number } }): number {
  return object.spec?.replicas ?? 1;
}

export function isRolling(deployment: Deployment): boolean {
  return (deployment.spec?.strategy?.type ?? "RollingUpdate") === "RollingUpdate";
}

/** How many pods there may be beyond the desired number, rounded up. */
export function maxSurge(deployment: Deployment): number {
  return isRolling(deployment) ? limits(deployment).surge : 0;
}

/** How many pods may be missing, rounded down, never more than there should be. */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = replicasOf(deployment);
  return isRolling(deployment) ? Math.min(limits(deployment).unavailable, replicas) : 0;
}

/** With both at zero no step could ever be made: then one pod may be missing. */
function limits(deployment: Deployment): { surge: number; unavailable: number } {
  const rolling = deployment.spec?.strategy?.rollingUpdate;
  const replicas = replicasOf(deployment);
  const surge = scaledValue(rolling?.maxSurge ?? DEFAULT_SHARE, replicas, "up");
  const unavailable = scaledValue(rolling?.maxUnavailable ?? DEFAULT_SHARE, replicas, "down");
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}
