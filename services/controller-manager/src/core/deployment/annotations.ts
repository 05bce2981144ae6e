import type { Deployment, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import { maxSurge, replicasOf } from "./strategy.js";

export const REVISION = "deployment.kubernetes.io/revision";
const REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
/** The deployment's replicas, and the most that it may have, when the ReplicaSet was last scaled: scaling is proportional to them. */
export const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
export const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

/** Belong to one of the two objects alone. */
const NOT_COPIED = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  "deprecated.deployment.rollback.to",
]);
/** The history of revisions is cut from its old end. */
const HISTORY_CHARACTERS_MAX = 2000;

export function revisionOf(object: { metadata?: { annotations?: Record<string, string> } }): number {
  return Number(object.metadata?.annotations?.[REVISION] ?? "0") || 0;
}

export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return Math.max(0, ...replicaSets.map(revisionOf));
}

/** The annotations that a deployment's newest ReplicaSet should have. */
export function newestAnnotations(
  deployment: Deployment,
  replicaSet: ReplicaSet | undefined,
  revision: number,
): Record<string, string> {
  const annotations = { ...replicaSet?.metadata?.annotations };
  for (const [key, value] of Object.entries(deployment.metadata?.annotations ?? {})) {
    if (!NOT_COPIED.has(key)) annotations[key] = value;
  }
  const old = annotations[REVISION];
  if ((Number(old) || 0) < revision) {
    annotations[REVISION] = String(revision);
    if (old) annotations[REVISION_HISTORY] = withHistory(annotations[REVISION_HISTORY], old);
  }
  return annotations;
}

/** The annotations that scaling leaves behind. */
export function scaleAnnotations(deployment: Deployment): Record<string, string> {
  const desired = replicasOf(deployment);
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(desired + maxSurge(deployment)) };
}

function withHistory(history: string | undefined, revision: string): string {
  const entries = [...(history ? history.split(",") : []), revision];
  while (entries.length > 1 && entries.join(",").length > HISTORY_CHARACTERS_MAX) entries.shift();
  return entries.join(",");
}
