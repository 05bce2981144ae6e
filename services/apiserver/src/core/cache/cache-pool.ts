import type { Clock } from "@flotilla/service";
import type { Entry } from "../storage/entry.js";
import type { KeyValueStore } from "../storage/key-value-store.js";
import { CurrentRevision } from "./current-revision.js";
import type { FieldReader } from "./selection.js";
import { WatchCache } from "./watch-cache.js";

export interface CachePoolOptions {
  readonly kv: KeyValueStore;
  readonly clock: Clock;
  readonly toEntry: (key: string, revision: number, stored: Uint8Array) => Entry;
  readonly readField: FieldReader;
  readonly onBroken: (prefix: string, error: unknown) => void;
}

/** What a cache has to know of its resource. */
export interface CachedResource {
  readonly prefix: string;
  readonly indexedFields: readonly string[];
  readonly bookmark: (revision: number, initialEventsEnd: boolean) => Entry;
}

/** One cache a resource, started when the resource is first read. */
export class CachePool {
  readonly #caches = new Map<string, WatchCache>();
  readonly #currentRevision: CurrentRevision;

  constructor(private readonly options: CachePoolOptions) {
    this.#currentRevision = new CurrentRevision(() => options.kv.currentRevision());
  }

  of(resource: CachedResource): WatchCache {
    const { prefix } = resource;
    let cache = this.#caches.get(prefix);
    if (cache === undefined) {
      const { kv, clock, toEntry, readField, onBroken } = this.options;
      const { bookmark, indexedFields } = resource;
      const currentRevision = this.#currentRevision;
      cache = new WatchCache({
        store: kv,
        clock,
        toEntry,
        readField,
        prefix,
        bookmark,
        indexedFields,
        currentRevision,
        onBroken: (error) => onBroken(prefix, error),
      });
      this.#caches.set(prefix, cache);
    }
    return cache;
  }

  /** The cache, if the resource has been read before. */
  find(prefix: string): WatchCache | undefined {
    return this.#caches.get(prefix);
  }

  all(): ReadonlyMap<string, WatchCache> {
    return this.#caches;
  }

  stop(): void {
    for (const cache of this.#caches.values()) cache.stop();
  }
}
