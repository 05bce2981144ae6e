import type { KindInfo } from "../kind-info.js";
import type { APIGroup, APIGroupList, APIResource, APIResourceList, APIVersions } from "../types/meta/v1.js";
import { groupsOf, type ServedGroup, type ServedVersion } from "./served-version.js";

/** Discovery as it was before it was aggregated: one document for each group and version. kubectl still reads some. */

/**
 * `GET /api`.
 * @param serverAddress "host:port" under which clients of any network reach this server
 */
export function apiVersions(versions: readonly ServedVersion[], serverAddress: string): APIVersions {
  const core = groupsOf(versions).find((group) => group.name === "");
  return {
    kind: "APIVersions",
    versions: core?.versions.map(({ version }) => version) ?? [],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress }],
  };
}

/** `GET /apis`. */
export function apiGroupList(versions: readonly ServedVersion[]): APIGroupList {
  const groups = groupsOf(versions).filter((group) => group.name !== "");
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupOf) };
}

/** `GET /apis/GROUP`; undefined when nothing of the group is served. */
export function apiGroup(versions: readonly ServedVersion[], name: string): APIGroup | undefined {
  const group = groupsOf(versions).find((candidate) => candidate.name === name);
  return group && { kind: "APIGroup", apiVersion: "v1", ...groupOf(group) };
}

/** `GET /apis/GROUP/VERSION` and `GET /api/v1`; undefined when it is not served. */
export function apiResourceList(
  versions: readonly ServedVersion[],
  group: string,
  version: string,
): APIResourceList | undefined {
  const served = versions.find((candidate) => candidate.group === group && candidate.version === version);
  if (served === undefined) return undefined;
  return {
    kind: "APIResourceList",
    ...(group === "" ? {} : { apiVersion: "v1" }),
    groupVersion: groupVersionOf(group, version),
    resources: served.kinds.flatMap(resourcesOf),
  };
}

function groupOf(group: ServedGroup): APIGroup {
  const versions = group.versions.map(({ version }) => ({
    groupVersion: groupVersionOf(group.name, version),
    version,
  }));
  const [preferredVersion] = versions;
  return { name: group.name, versions, ...(preferredVersion ? { preferredVersion } : {}) };
}

function resourcesOf(kind: KindInfo): APIResource[] {
  const resource: APIResource = {
    name: kind.resource,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: [...kind.verbs],
    ...(kind.shortNames.length > 0 ? { shortNames: [...kind.shortNames] } : {}),
    ...(kind.categories.length > 0 ? { categories: [...kind.categories] } : {}),
  };
  const subresources = kind.subresources.map((subresource): APIResource => {
    const isForeign = subresource.group !== kind.group || subresource.version !== kind.version;
    return {
      name: `${kind.resource}/${subresource.name}`,
      singularName: "",
      namespaced: kind.namespaced,
      ...(isForeign ? { group: subresource.group, version: subresource.version } : {}),
      kind: subresource.kind,
      verbs: [...subresource.verbs],
    };
  });
  return [resource, ...subresources];
}

function groupVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}
