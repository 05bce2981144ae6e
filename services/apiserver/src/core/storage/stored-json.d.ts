import type { KubeObject } from "@flotilla/api";
export declare function parseJson(bytes: Uint8Array): KubeObject;
/**
 * An object as the store keeps it: kind, apiVersion and metadata first, so that the resourceVersion can be spliced in
 * without parsing, and no resourceVersion, since the store's own revision is the truth.
 */
export declare function toStoredJson(object: KubeObject): Uint8Array;
/** JSON bytes in the order that people expect: kind, apiVersion, metadata, the rest. */
export declare function toJson(object: KubeObject): Uint8Array;
/** The stored bytes with `metadata.resourceVersion` put in. */
export declare function spliceResourceVersion(stored: Uint8Array, revision: number): Uint8Array;
/** Spliced bytes of one revision, as those of another one (the state before a deletion, at the deletion's revision). */
export declare function replaceResourceVersion(spliced: Uint8Array, from: number, to: number): Uint8Array;
