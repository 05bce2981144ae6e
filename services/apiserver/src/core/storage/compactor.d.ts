import type { KeyValueStore } from "./key-value-store.js";
/**
 * Forgets the store's history up to where it was one round ago. Of several ApiServers the first one of a round
 * compacts; the others only note where the store is.
 */
export declare class Compactor {
    #private;
    private readonly store;
    constructor(store: KeyValueStore);
    round(): Promise<void>;
}
