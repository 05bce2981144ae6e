import type { KubeObject } from "@flotilla/api";
/**
 * One revision of one object. It is parsed at most once and encoded at most once per encoding, however many readers
 * and watchers it has.
 */
export declare class Entry {
    #private;
    readonly key: string;
    readonly revision: number;
    readonly json: Uint8Array;
    /** `json` has the resourceVersion in it. */
    constructor(key: string, revision: number, json: Uint8Array);
    /** From the bytes of the store. */
    static fromStored(key: string, revision: number, stored: Uint8Array): Entry;
    /** An object that is not in the store: an answer of a subresource, or of a dry run. */
    static ofObject(object: KubeObject, key?: string, revision?: number): Entry;
    /** Shared by all readers: never change it. */
    get object(): KubeObject;
    /** A copy of its own for somebody who wants to change it. Parsing anew is faster than cloning. */
    copy<T extends KubeObject = KubeObject>(): T;
    /** The same content under another revision. */
    atRevision(revision: number): Entry;
    /** What was derived from this revision under `name`, made on first use. */
    memo<T>(name: string, make: () => T): T;
}
