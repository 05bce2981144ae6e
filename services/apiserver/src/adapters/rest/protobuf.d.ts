import type { KubeObject } from "@flotilla/api";
import type { Resource } from "../../core/registry/resource.js";
import type { Entry } from "../../core/storage/entry.js";
export declare function encodeEnvelope(object: KubeObject): Uint8Array;
/** A list from items that are encoded at most once each. */
export declare function encodeListEnvelope(head: {
    kind: string;
    apiVersion: string;
    metadata: object;
}, resource: Resource, entries: readonly Entry[]): Uint8Array;
/** `object` is in its envelope. Source: apimachinery `meta/v1/generated.proto`, WatchEvent and RawExtension. */
export declare function encodeWatchFrame(type: string, object: Uint8Array): Uint8Array;
