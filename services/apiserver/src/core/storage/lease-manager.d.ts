import type { Clock } from "@flotilla/service";
import type { KeyValueStore } from "./key-value-store.js";
/** Leases for objects that vanish by themselves, shared by those written at about the same time. */
export declare class LeaseManager {
    #private;
    private readonly store;
    private readonly clock;
    constructor(store: KeyValueStore, clock: Clock);
    leaseFor(ttlSeconds: number): Promise<bigint>;
}
