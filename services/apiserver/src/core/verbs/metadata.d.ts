import type { KubeObject } from "@flotilla/api";
import type { Rng } from "@flotilla/service";
import { type Resource } from "../registry/resource.js";
/** Sets what the server owns in the metadata of a new object. Changes `object`. Source: apiserver `rest.BeforeCreate`. */
export declare function stampNewObject(object: KubeObject, resource: Resource, namespace: string, now: string, rng: Rng): void;
/**
 * Restores what no update may change, without a word, since clients send back what they read. Changes `object`.
 * Source: apiserver `rest.BeforeUpdate`.
 */
export declare function keepServerFields(object: KubeObject, old: KubeObject): void;
/** Throws Conflict when the object is not the one that the caller means. */
export declare function checkPreconditions(resource: Resource, old: KubeObject, wanted: {
    readonly uid?: string | undefined;
    readonly resourceVersion?: string | undefined;
}): void;
/** True when nothing keeps an object that is being deleted. */
export declare function isReadyToGo(object: KubeObject, resource: Resource): boolean;
/** The finalizers of an object after a deletion with this policy was asked for. */
export declare function finalizersForPolicy(finalizers: readonly string[], policy: "Background" | "Foreground" | "Orphan"): string[];
