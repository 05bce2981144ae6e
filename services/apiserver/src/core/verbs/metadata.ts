import type { KubeObject, ObjectMeta } from "@flotilla/api";
import { conflict } from "@flotilla/api/status.js";
import { FINALIZER_FOREGROUND, FINALIZER_ORPHAN } from "@flotilla/api/validation/object-meta.js";
import type { Rng } from "@flotilla/service";
import { groupResource, type Resource } from "../registry/resource.js";
import { firstGeneration } from "./generation.js";
import { isHeld } from "./namespace-lifetime.js";

/** Sets what the server owns in the metadata of a new object. Changes `object`. Source: apiserver `rest.BeforeCreate`. */
export function stampNewObject(object: KubeObject, resource: Resource, namespace: string, now: string, rng: Rng): void {
  const meta: ObjectMeta = (object.metadata ??= {});
  delete meta.deletionTimestamp;
  delete meta.deletionGracePeriodSeconds;
  delete meta.selfLink;
  delete meta.resourceVersion;
  if (resource.namespaced) meta.namespace = namespace;
  else delete meta.namespace;
  meta.uid = rng.uuid();
  meta.creationTimestamp = now;
  const generation = firstGeneration(resource);
  if (generation === undefined) delete meta.generation;
  else meta.generation = generation;
}

/**
 * Restores what no update may change, without a word, since clients send back what they read. Changes `object`.
 * Source: apiserver `rest.BeforeUpdate`.
 */
export function keepServerFields(object: KubeObject, old: KubeObject): void {
  const meta: ObjectMeta = (object.metadata ??= {});
  const before = old.metadata ?? {};
  delete meta.selfLink;
  copyField(meta, before, "generation");
  copyField(meta, before, "creationTimestamp");
  copyField(meta, before, "deletionTimestamp");
  copyField(meta, before, "deletionGracePeriodSeconds");
  meta.uid ??= before.uid ?? "";
  if (before.generateName !== undefined) meta.generateName ??= before.generateName;
}

function copyField<K extends keyof ObjectMeta>(to: ObjectMeta, from: ObjectMeta, field: K): void {
  if (from[field] === undefined) delete to[field];
  else to[field] = from[field];
}

/** Throws Conflict when the object is not the one that the caller means. */
export function checkPreconditions(
  resource: Resource,
  old: KubeObject,
  wanted: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined },
): void {
  const { name = "", uid, resourceVersion } = old.metadata ?? {};
  if (wanted.uid !== undefined && wanted.uid !== uid) {
    throw conflict(
      groupResource(resource),
      name,
      `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`,
    );
  }
  if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(groupResource(resource), name, why);
  }
}

/** True when nothing keeps an object that is being deleted. */
export function isReadyToGo(object: KubeObject, resource: Resource): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata ?? {};
  if (deletionTimestamp === undefined || isHeld(resource, object)) return false;
  return (deletionGracePeriodSeconds ?? 0) === 0;
}

/** The finalizers of an object after a deletion with this policy was asked for. */
export function finalizersForPolicy(
  finalizers: readonly string[],
  policy: "Background" | "Foreground" | "Orphan",
): string[] {
  const others = finalizers.filter((finalizer) => finalizer !== FINALIZER_ORPHAN && finalizer !== FINALIZER_FOREGROUND);
  if (policy === "Orphan") return [...others, FINALIZER_ORPHAN];
  if (policy === "Foreground") return [...others, FINALIZER_FOREGROUND];
  return others;
}
