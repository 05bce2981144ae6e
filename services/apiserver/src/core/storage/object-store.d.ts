import type { KubeObject } from "@flotilla/api";
import type { Clock } from "@flotilla/service";
import { Entry } from "./entry.js";
import type { KeyValueStore } from "./key-value-store.js";
/** Keys that change together with an object, such as the IP addresses of a Service. */
export interface Attached {
    readonly claims?: readonly {
        readonly key: string;
        readonly value: Uint8Array;
    }[] | undefined;
    readonly releases?: readonly string[] | undefined;
}
/** What an update wants, after it has seen the current state. */
export type Decision = {
    readonly action: "keep";
} | {
    readonly action: "write";
    readonly object: KubeObject;
    readonly attached?: Attached | undefined;
    readonly ttlSeconds?: number | undefined;
} | {
    readonly action: "delete";
    readonly attached?: Attached | undefined;
};
export type Outcome = {
    readonly action: "keep" | "write";
    readonly entry: Entry;
}
/** `entry` is the last state, at the revision of the deletion. */
 | {
    readonly action: "delete";
    readonly entry: Entry;
};
/** A key that had to be free was taken between the decision and the commit: decide again. */
export declare class ClaimTakenError extends Error {
    readonly name = "ClaimTakenError";
}
export type CreateResult = {
    readonly ok: true;
    readonly entry: Entry;
} | {
    readonly ok: false;
    readonly current: Entry | undefined;
};
/** Objects in the KV store: one JSON value a key, changed only by compare-and-swap on the key's revision. */
export declare class ObjectStore {
    #private;
    private readonly store;
    /** Makes an entry of what lies in the store. */
    readonly entryOf: (key: string, revision: number, stored: Uint8Array) => Entry;
    constructor(store: KeyValueStore, clock: Clock, 
    /** Makes an entry of what lies in the store. */
    entryOf: (key: string, revision: number, stored: Uint8Array) => Entry);
    get(key: string, revision?: number): Promise<{
        entry: Entry | undefined;
        revision: number;
    }>;
    /** Not ok: the key exists (`current`), or a claim was taken (`current` is absent). */
    create(key: string, object: KubeObject, attached?: Attached, ttlSeconds?: number): Promise<CreateResult>;
    /**
     * Decides and writes until no other writer comes between. `known` is a state that may be old; if a decision made on
     * it fails, it is made again on the current one before the failure counts. `decide` gets undefined when there is no
     * such object, and then must create it or throw.
     */
    update(key: string, known: Entry | undefined, decide: (current: Entry | undefined) => Promise<Decision>, signal: AbortSignal): Promise<Outcome>;
}
