import type { KubeObject } from "../object.js";

/** Whether the object waits for its finalizers, or its grace period, to be removed. */
export function isBeingDeleted(object: KubeObject): boolean {
  const timestamp = object.metadata?.deletionTimestamp;
  return timestamp !== undefined && timestamp !== null;
}

export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata?.finalizers?.includes(finalizer) === true;
}

/** The finalizers with one added; the same list if it is there. */
export function withFinalizer(finalizers: readonly string[] | undefined, finalizer: string): readonly string[] {
  const present = finalizers ?? [];
  return present.includes(finalizer) ? present : [...present, finalizer];
}

export function withoutFinalizer(finalizers: readonly string[] | undefined, finalizer: string): string[] {
  return (finalizers ?? []).filter((present) => present !== finalizer);
}
