import type { KubeObject } from "@flotilla/api";
import type { Selection } from "../cache/selection.js";
import type { Resource } from "../registry/resource.js";
/** Fields whose value picks watchers by table lookup: those by which many watchers each take a small part. */
export declare const INDEXED_FIELDS: Readonly<Record<string, readonly string[]>>;
export interface Scope {
    readonly resource: Resource;
    readonly namespace: string;
    readonly name: string;
}
/** What a list or watch shows. Throws BadRequest when a selector is malformed or asks for a field that the kind lacks. */
export declare function selectionFor(scope: Scope, labelSelector: string, fieldSelector: string): Selection & {
    selective: boolean;
};
export declare function fieldsOf(resource: Resource, object: KubeObject): Record<string, string>;
/** Reads "spec.nodeName" and the like. */
export declare function readPath(object: KubeObject, path: string): string;
