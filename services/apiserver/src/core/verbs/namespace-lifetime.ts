import type { KubeObject } from "@flotilla/api";
import type { Namespace } from "@flotilla/api/types/core/v1.js";
import type { Resource } from "../registry/resource.js";

/**
 * A Namespace is kept by `spec.finalizers` besides those of its metadata: it goes when its content is gone.
 * Source: kubernetes `registry/core/namespace/storage`.
 */
export function isHeld(resource: Resource, object: KubeObject): boolean {
  if ((object.metadata?.finalizers?.length ?? 0) > 0) return true;
  return isNamespace(resource) && ((object as Namespace).spec?.finalizers?.length ?? 0) > 0;
}

/** Shows people and controllers that a Namespace is on its way out. Changes `object`. */
export function markTerminating(resource: Resource, object: KubeObject): void {
  if (isNamespace(resource)) (object as Namespace).status = { ...(object as Namespace).status, phase: "Terminating" };
}

export function isNamespace({ group, resource }: Resource): boolean {
  return group === "" && resource === "namespaces";
}
