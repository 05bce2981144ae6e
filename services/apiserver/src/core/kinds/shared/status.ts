import type { KubeObject } from "@flotilla/api";
import type { FieldError } from "@flotilla/api/validation/field-error.js";
import type { Strategy, SubresourceStrategy } from "../../registry/strategy.js";
import { deepClone, semanticEqual } from "@flotilla/api/meta/equality.js";

/** An object with a desired and an observed half. Either may be missing in what a client sends. */
export interface WithStatus extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/** What `/status` shares among kinds: it takes the new status and keeps everything that the main resource owns. */
export function statusSubresource<T extends WithStatus>(
  options: { validateUpdate?: (object: T, old: T) => FieldError[]; keepLabels?: boolean } = {},
): SubresourceStrategy<T> {
  return {
    resetFields: [["spec"]],
    prepareForUpdate(object, old) {
      restore(object, old, "spec");
      if (options.keepLabels) restoreMeta(object, old, "labels");
    },
    ...(options.validateUpdate === undefined ? {} : { validateUpdate: options.validateUpdate }),
  };
}

/**
 * The rule of nearly all kinds with a status: the main resource cannot set it, `/status` sets nothing else.
 * @param initial the status of a new object, with the zeros that Go writes out.
 */
export function separateStatus<T extends WithStatus>(
  initial: unknown = {},
  subresource: SubresourceStrategy<T> = statusSubresource<T>(),
): Pick<Strategy<T>, "prepareForCreate" | "prepareForUpdate" | "subresources"> {
  return {
    prepareForCreate(object) {
      object.status = deepClone(initial);
    },
    prepareForUpdate(object, old) {
      restore(object, old, "status");
    },
    subresources: { status: subresource },
  };
}

/** Puts back the old value of a field, or its absence. */
export function restore<T extends object>(object: T, old: T, key: keyof T): void {
  if (old[key] === undefined) delete object[key];
  else object[key] = old[key];
}

export function restoreMeta<T extends KubeObject>(
  object: T,
  old: T,
  key: "labels" | "annotations" | "ownerReferences" | "finalizers",
): void {
  object.metadata ??= {};
  restore(object.metadata, old.metadata ?? {}, key);
}

/** For kinds without `spec` whose other fields are the desired state. */
export function anyFieldChanged(object: KubeObject, old: KubeObject): boolean {
  const body = ({ apiVersion: _a, kind: _k, metadata: _m, ...rest }: KubeObject): object => rest;
  return !semanticEqual(body(object), body(old));
}
