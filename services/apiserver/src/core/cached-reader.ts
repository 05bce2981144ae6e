import type { KubeObject } from "@flotilla/api";
import type { CachePool } from "./cache/cache-pool.js";
import type { ResourceRegistry } from "./registry/resource-registry.js";
import type { ObjectReader } from "./request.js";
import { objectKey } from "./storage/keys.js";
import type { ObjectStore } from "./storage/object-store.js";
import { cacheOfPool } from "./verbs/read.js";

/** Reads from the watch caches; what is not there may be newer than they are, and is looked for in the store. */
export class CachedReader implements ObjectReader {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly caches: CachePool,
    private readonly objects: ObjectStore,
  ) {}

  async get<T extends KubeObject>(
    group: string,
    resource: string,
    namespace: string,
    name: string,
  ): Promise<T | undefined> {
    const { cache, prefix } = await this.#cache(group, resource);
    const key = objectKey(prefix, namespace, name);
    const entry = cache.get(key) ?? (await this.objects.get(key)).entry;
    return entry?.object as T | undefined;
  }

  async list<T extends KubeObject>(group: string, resource: string, namespace?: string): Promise<readonly T[]> {
    const { cache, prefix } = await this.#cache(group, resource);
    const keyPrefix = namespace === undefined ? prefix : `${prefix}${namespace}/`;
    return cache.list({ keyPrefix }).map(({ object }) => object as T);
  }

  async #cache(group: string, resource: string) {
    const found = this.registry.findStored(group, resource);
    if (found === undefined) throw new Error(`no resource ${resource} in group ${JSON.stringify(group)}`);
    const cache = cacheOfPool(this.caches, found);
    await cache.ready();
    return { cache, prefix: found.prefix };
  }
}
