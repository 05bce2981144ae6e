import type { Clock, Rng } from "@flotilla/service";
import type { AdmissionPlugin } from "../admission/plugin.js";
import type { Allocator } from "../allocation/allocation.js";
import type { CachePool } from "../cache/cache-pool.js";
import type { ObjectReader } from "../request.js";
import type { KeyValueStore } from "../storage/key-value-store.js";
import type { VirtualResources } from "./post.js";
import type { ObjectStore } from "../storage/object-store.js";
/** What the verbs stand on. */
export interface Machinery {
    readonly kv: KeyValueStore;
    readonly objects: ObjectStore;
    readonly caches: CachePool;
    /** In the order in which they run. */
    readonly admission: readonly AdmissionPlugin[];
    readonly reader: ObjectReader;
    readonly clock: Clock;
    readonly rng: Rng;
    readonly allocation: Allocator;
    readonly virtual: VirtualResources;
    /** Aborts when the server stops. */
    readonly lifetime: AbortSignal;
}
