import type { KubeObject } from "../object.js";

/** Where an object is among those of its resource. */
export interface ObjectName {
  /** "" for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** `namespace/name`, or `name` for objects of the cluster: the key of caches and queues, as in client-go. */
export function objectKey(object: KubeObject): string {
  return formatObjectKey({ namespace: object.metadata?.namespace ?? "", name: object.metadata?.name ?? "" });
}

export function formatObjectKey({ namespace, name }: ObjectName): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

export function parseObjectKey(key: string): ObjectName {
  const slash = key.indexOf("/");
  return slash < 0 ? { namespace: "", name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

export interface GroupVersion {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
}

/** Splits an `apiVersion`: `apps/v1`, or `v1` for the core group. */
export function parseApiVersion(apiVersion: string): GroupVersion {
  const slash = apiVersion.indexOf("/");
  return slash < 0
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function formatApiVersion({ group, version }: GroupVersion): string {
  return group === "" ? version : `${group}/${version}`;
}
