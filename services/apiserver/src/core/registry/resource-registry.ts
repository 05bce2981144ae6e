import type { KindInfo } from "@flotilla/api/kind-info.js";
import { unknownPath } from "@flotilla/api/status.js";
import { resourcePrefix } from "../storage/keys.js";
import type { Conversion, Resource } from "./resource.js";
import type { Strategy } from "./strategy.js";

/** What the registry is made from: the schema's list, and what is particular to each kind. */
export interface ResourceSource {
  readonly kinds: readonly KindInfo[];
  strategyOf(kind: KindInfo): Strategy | undefined;
  conversionOf(kind: KindInfo): Conversion | undefined;
}

/** All resources that are served. */
export class ResourceRegistry {
  /** In the order of discovery. */
  readonly all: readonly Resource[];
  readonly #byName = new Map<string, Resource>();

  constructor(source: ResourceSource) {
    this.all = source.kinds.map((kind) => ({
      ...kind,
      prefix: resourcePrefix(kind.group, kind.resource),
      strategy: source.strategyOf(kind) ?? {},
      conversion: source.conversionOf(kind),
    }));
    for (const resource of this.all) this.#byName.set(nameOf(resource), resource);
  }

  /** Throws NotFound as the API answers to a path that leads nowhere. */
  get(group: string, version: string, resource: string): Resource {
    const found = this.find(group, version, resource);
    if (found === undefined) throw unknownPath();
    return found;
  }

  find(group: string, version: string, resource: string): Resource | undefined {
    return this.#byName.get(nameOf({ group, version, resource }));
  }

  /** The resource in any version, the one that is stored if there is a choice. */
  findStored(group: string, resource: string): Resource | undefined {
    const versions = this.all.filter((candidate) => candidate.group === group && candidate.resource === resource);
    return versions.find(({ conversion }) => conversion === undefined) ?? versions[0];
  }
}

function nameOf({
  group,
  version,
  resource,
}: {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}): string {
  return `${group}/${version}/${resource}`;
}
