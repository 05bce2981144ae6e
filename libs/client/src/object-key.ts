import type { KubeObject } from "@flotilla/api";
import type { ObjectKey } from "./api-client.js";

/** An object's key in stores and queues: "namespace/name", or "name" for cluster-scoped objects. */
export function keyOf(object: KubeObject): string {
  return joinKey(object.metadata?.namespace, object.metadata?.name ?? "");
}

export function joinKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

export function splitKey(key: string): ObjectKey {
  const slash = key.indexOf("/");
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
