import type { KindInfo } from "../kind-info.js";
import { builtinResources } from "../resources.js";

const byResource = new Map(builtinResources.map((kind) => [key(kind.group, kind.version, kind.resource), kind]));
const byKind = new Map(builtinResources.map((kind) => [key(kind.group, kind.version, kind.kind), kind]));

/** How a resource that is built in is served, by its plural. */
export function findBuiltinResource(group: string, version: string, resource: string): KindInfo | undefined {
  return byResource.get(key(group, version, resource));
}

/** How a kind that is built in is served. */
export function findBuiltinKind(group: string, version: string, kind: string): KindInfo | undefined {
  return byKind.get(key(group, version, kind));
}

function key(group: string, version: string, name: string): string {
  return `${group}/${version}/${name}`;
}
