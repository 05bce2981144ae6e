import { builtinResources } from "@flotilla/api/resources.js";
import type { WatchSubject } from "./subjects.js";

/** Everything of Kubernetes lies below this key. Source: kube-apiserver's `--etcd-prefix`. */
export const REGISTRY_PREFIX = "/registry/";

/** Resources that are stored under another name, for historical reasons. Source: kube-apiserver's storage factory. */
const SPECIAL_PATHS: readonly (readonly [path: string, group: string, resource: string])[] = [
  ["minions", "", "nodes"],
  ["services/specs", "", "services"],
  ["services/endpoints", "", "endpoints"],
  ["controllers", "", "replicationcontrollers"],
  ["ingress", "networking.k8s.io", "ingresses"],
  ["events", "", "events"],
];

const RESOURCES = resourcesByPath();

/** Which resource the object at a key belongs to; undefined for what is none, such as the ApiServer's own records. */
export function resourceOfKey(key: string): WatchSubject | undefined {
  if (!key.startsWith(REGISTRY_PREFIX)) return undefined;
  const [first = "", second = "", ...rest] = key.slice(REGISTRY_PREFIX.length).split("/");
  const nested = RESOURCES.get(`${first}/${second}`);
  if (nested !== undefined && rest.length > 0) return nested;
  // Custom resources, and the aggregator's, are stored below their group, which has a dot.
  if (first.includes(".") && rest.length > 0) return { group: first, resource: second };
  return second === "" ? undefined : RESOURCES.get(first);
}

function resourcesByPath(): ReadonlyMap<string, WatchSubject> {
  const resources = new Map<string, WatchSubject>();
  for (const { group, resource } of builtinResources) resources.set(resource, { group, resource });
  for (const [path, group, resource] of SPECIAL_PATHS) resources.set(path, { group, resource });
  return resources;
}
