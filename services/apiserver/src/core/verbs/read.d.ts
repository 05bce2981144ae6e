import type { CachePool } from "../cache/cache-pool.js";
import { type WatchCache } from "../cache/watch-cache.js";
import { type Resource } from "../registry/resource.js";
import { Entry } from "../storage/entry.js";
import type { Caller, Target } from "./caller.js";
import type { Machinery } from "./machinery.js";
/** Undefined when unset. Throws BadRequest for what no server gave out. */
export declare function revisionOf(text: string): number | undefined;
export declare function cacheOf(machinery: Machinery, resource: Resource): WatchCache;
export declare function cacheOfPool(caches: CachePool, resource: Resource): WatchCache;
/** The object as the version that was asked for has it. */
export declare function inVersion(resource: Resource, entry: Entry): Entry;
/** Without a resourceVersion the newest state, else any that is at least as new. Throws NotFound. */
export declare function getObject(machinery: Machinery, target: Target, resourceVersion: string, caller: Caller): Promise<Entry>;
/** Source: KEP-956 and KEP-3157: kind, apiVersion, and how far the reader has seen everything. */
export declare function bookmarkOf(resource: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
}, revision: number, initialEventsEnd: boolean): Entry;
