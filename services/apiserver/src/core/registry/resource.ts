import type { KubeObject } from "@flotilla/api";
import type { KindInfo, SubresourceInfo } from "@flotilla/api/kind-info.js";
import type { GroupResource } from "@flotilla/api/status.js";
import type { Strategy } from "./strategy.js";

/** A resource in one version: what discovery says about it, where it is stored, and what is particular to its kind. */
export interface Resource extends KindInfo {
  /** Where its objects lie in the store; ends with "/". Resources with the same prefix share their objects. */
  readonly prefix: string;
  readonly strategy: Strategy;
  /** Present when objects are stored in another version. */
  readonly conversion?: Conversion | undefined;
}

/** Between the version served and the version stored. Both directions lose nothing. */
export interface Conversion {
  readonly storedAs: { readonly group: string; readonly version: string; readonly kind: string };
  toStored(object: KubeObject): KubeObject;
  fromStored(object: KubeObject): KubeObject;
}

export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === "" ? version : `${group}/${version}`;
}

export function groupResource({ group, resource }: Resource): GroupResource {
  return { group, resource };
}

export function subresourceOf(resource: Resource, name: string): SubresourceInfo | undefined {
  return resource.subresources.find((subresource) => subresource.name === name);
}
