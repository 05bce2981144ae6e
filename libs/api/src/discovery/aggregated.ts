import type { KindInfo, SubresourceInfo } from "../kind-info.js";
import type {
  APIGroupDiscovery,
  APIGroupDiscoveryList,
  APIResourceDiscovery,
  APISubresourceDiscovery,
} from "../types/apidiscovery/v2.js";
import { groupsOf, type ServedGroup, type ServedVersion } from "./served-version.js";

/** What the Content-Type of the document must say besides application/json. */
export const aggregatedMediaParameters = "g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** All of discovery in one document: of `/api` for the core group, of `/apis` for all others. */
export function aggregatedDiscovery(versions: readonly ServedVersion[], path: "/api" | "/apis"): APIGroupDiscoveryList {
  const groups = groupsOf(versions).filter((group) => (group.name === "") === (path === "/api"));
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(groupDiscovery),
  };
}

function groupDiscovery(group: ServedGroup): APIGroupDiscovery {
  return {
    // The core group has no name, and its item none either.
    metadata: group.name === "" ? {} : { name: group.name },
    versions: group.versions.map((version) => ({
      version: version.version,
      resources: version.kinds.map(resourceDiscovery),
      freshness: version.freshness ?? "Current",
    })),
  };
}

function resourceDiscovery(kind: KindInfo): APIResourceDiscovery {
  return {
    resource: kind.resource,
    responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: [...kind.verbs],
    ...(kind.shortNames.length > 0 ? { shortNames: [...kind.shortNames] } : {}),
    ...(kind.categories.length > 0 ? { categories: [...kind.categories] } : {}),
    ...(kind.subresources.length > 0 ? { subresources: kind.subresources.map(subresourceDiscovery) } : {}),
  };
}

function subresourceDiscovery({ name, group, version, kind, verbs }: SubresourceInfo): APISubresourceDiscovery {
  return { subresource: name, responseKind: { group, version, kind }, verbs: [...verbs] };
}
