/** Who owns an object. Source: apimachinery `meta/v1/controller_ref.go`. */
import type { KubeObject, OwnerReference } from "../object.js";

/** What a reference to an owner needs. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** The reference of the controller that manages the object; at most one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller === true);
}

/** Compares uids: an owner of the same name that was made anew is another one. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  const uid = controllerOf(object)?.uid;
  return uid !== undefined && uid !== "" && uid === owner.metadata?.uid;
}

export function isOwnedBy(object: KubeObject, ownerUid: string): boolean {
  return object.metadata?.ownerReferences?.some((reference) => reference.uid === ownerUid) === true;
}

/** The reference that a controller puts into what it makes. */
export function controllerReference({ apiVersion, kind, name, uid }: Owner): OwnerReference {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The references with one added, in place of one with the same uid. */
export function withOwnerReference(
  references: readonly OwnerReference[] | undefined,
  added: OwnerReference,
): OwnerReference[] {
  return [...withoutOwnerReference(references, added.uid), added];
}

export function withoutOwnerReference(
  references: readonly OwnerReference[] | undefined,
  uid: string,
): OwnerReference[] {
  return (references ?? []).filter((reference) => reference.uid !== uid);
}
