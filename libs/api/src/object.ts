import type { ObjectMeta } from "./types/meta/v1.js";

export type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from "./types/meta/v1.js";

/** Any object that the API stores, in JSON form. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
}

/** A resource together with the type of its objects, so that `client.list(pods)` is typed. */
export interface ResourceType<T extends KubeObject> {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural, lower case. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Never present; carries the type. */
  readonly _object?: T;
}
