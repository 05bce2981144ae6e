import { createHash } from "node:crypto";
import { schema } from "@flotilla/api/schema/schema.js";
import { apiVersionOf, type Resource } from "../../core/registry/resource.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import type { Exchange } from "./exchange.js";
import { JSON_TYPE, parseAccept } from "./media-type.js";
import type { PathHandler } from "./rest-server.js";

const AGGREGATED_TYPE = `${JSON_TYPE};g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList`;

interface Group {
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly Version[];
}

interface Version {
  readonly version: string;
  readonly groupVersion: string;
  readonly resources: readonly Resource[];
}

/** /api, /apis and below: which resources there are, in the plain and the aggregated form. */
export class DiscoveryHandler implements PathHandler {
  readonly #documents = new Map<string, { readonly plain: object; readonly aggregated?: object }>();

  constructor(registry: ResourceRegistry) {
    const groups = groupsOf(registry.all);
    const core = groups.filter(({ name }) => name === "");
    const named = groups.filter(({ name }) => name !== "");
    this.#documents.set("/api", { plain: apiVersions(core), aggregated: aggregated(core) });
    this.#documents.set("/apis", { plain: groupList(named), aggregated: aggregated(named) });
    for (const group of named) this.#documents.set(`/apis/${group.name}`, { plain: { kind: "APIGroup", apiVersion: "v1", ...groupDocument(group) } });
    for (const group of groups) {
      const root = group.name === "" ? "/api" : `/apis/${group.name}`;
      for (const version of group.versions) this.#documents.set(`${root}/${version.version}`, { plain: resourceList(version) });
    }
  }

  async handle(exchange: Exchange): Promise<boolean> {
    const document = this.#documents.get(exchange.path.replace(/(.)\/+$/, "$1"));
    if (document === undefined || (exchange.method !== "GET" && exchange.method !== "HEAD")) return false;
    const wantsAggregated = document.aggregated !== undefined && prefersAggregated(exchange.header("accept"));
    if (!wantsAggregated) {
      await exchange.send(200, JSON_TYPE, Buffer.from(JSON.stringify(document.plain)));
      return true;
    }
    const body = Buffer.from(JSON.stringify(document.aggregated));
    const etag = `"${createHash("sha512").update(body).digest("hex").toUpperCase()}"`;
    exchange.setHeader("etag", etag);
    exchange.setHeader("vary", "Accept");
    exchange.setHeader("cache-control", "public");
    if (exchange.header("if-none-match") === etag) exchange.sendEmpty(304);
    else await exchange.send(200, AGGREGATED_TYPE, body);
    return true;
  }
}

function prefersAggregated(accept: string): boolean {
  for (const { type, parameters } of parseAccept(accept)) {
    if (type !== JSON_TYPE && type !== "*/*" && type !== "application/*") continue;
    if (parameters.get("as") === undefined) return false;
    if (parameters.get("as") === "APIGroupDiscoveryList" && parameters.get("v") === "v2") return true;
  }
  return false;
}

function groupsOf(resources: readonly Resource[]): Group[] {
  const names = [...new Set(resources.map(({ group }) => group))];
  const groups = names.map((name) => {
    const inGroup = resources.filter(({ group }) => group === name);
    const versions = [...new Set(inGroup.map(({ version }) => version))]
      .sort((a, b) => priorityOf(name, b).version - priorityOf(name, a).version)
      .map((version) => ({
        version,
        groupVersion: apiVersionOf({ group: name, version }),
        resources: inGroup.filter((resource) => resource.version === version),
      }));
    return { name, versions };
  });
  return groups.sort((a, b) => priorityOf(b.name).group - priorityOf(a.name).group);
}

function priorityOf(group: string, version?: string): { group: number; version: number } {
  const found = schema.packages.find((pkg) => pkg.group === group && pkg.groupPriority > 0 && (version === undefined || pkg.version === version));
  return { group: found?.groupPriority ?? 0, version: found?.versionPriority ?? 0 };
}

function apiVersions(core: readonly Group[]): object {
  const versions = core.flatMap((group) => group.versions.map(({ version }) => version));
  return { kind: "APIVersions", versions, serverAddressByClientCIDRs: [] };
}

function groupList(groups: readonly Group[]): object {
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupDocument) };
}

function groupDocument({ name, versions }: Group): object {
  const documents = versions.map(({ version, groupVersion }) => ({ groupVersion, version }));
  return { name, versions: documents, preferredVersion: documents[0] };
}

function resourceList({ groupVersion, resources }: Version): object {
  const entries = resources.flatMap((resource) => [plainResource(resource), ...resource.subresources.map((subresource) => ({
    name: `${resource.resource}/${subresource.name}`,
    singularName: "",
    namespaced: resource.namespaced,
    ...(subresource.group === resource.group && subresource.version === resource.version ? {} : { group: subresource.group, version: subresource.version }),
    kind: subresource.kind,
    verbs: subresource.verbs,
  }))]);
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: entries };
}

function plainResource(resource: Resource): object {
  const storageVersionHash = createHash("sha512").update(resource.prefix + resource.kind).digest("base64").slice(0, 11);
  return {
    name: resource.resource,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.verbs,
    ...(resource.shortNames.length === 0 ? {} : { shortNames: resource.shortNames }),
    ...(resource.categories.length === 0 ? {} : { categories: resource.categories }),
    ...(resource.verbs.includes("list") ? { storageVersionHash: `${storageVersionHash}=` } : {}),
  };
}

function aggregated(groups: readonly Group[]): object {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === "" ? {} : { name },
      versions: versions.map(({ version, resources }) => ({ version, resources: resources.map(discoveredResource), freshness: "Current" })),
    })),
  };
}

function discoveredResource(resource: Resource): object {
  const { group, version, kind, subresources } = resource;
  return {
    resource: resource.resource,
    responseKind: { group, version, kind },
    scope: resource.namespaced ? "Namespaced" : "Cluster",
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length === 0 ? {} : { shortNames: resource.shortNames }),
    ...(resource.categories.length === 0 ? {} : { categories: resource.categories }),
    ...(subresources.length === 0 ? {} : { subresources: subresources.map(discoveredSubresource) }),
  };
}

function discoveredSubresource({ name, group, version, kind, verbs }: Resource["subresources"][number]): object {
  return { subresource: name, responseKind: { group, version, kind }, verbs };
}
