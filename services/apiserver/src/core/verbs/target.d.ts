import type { ExpectedKind } from "@flotilla/api/decode/decode-object.js";
import type { ResourceRegistry } from "../registry/resource-registry.js";
import type { Target } from "./caller.js";
export interface TargetName {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
    readonly namespace: string;
    readonly name: string;
    readonly subresource: string;
}
/** Throws NotFound when there is no such resource, or not in that scope. */
export declare function resolveTarget(registry: ResourceRegistry, wanted: TargetName): Target;
/** Throws MethodNotAllowed when the resource has no such verb, or not on the collection over all namespaces. */
export declare function checkServed({ resource, subresource, namespace }: Target, verb: string): void;
/** The kind of the bodies that are sent there. */
export declare function kindAt(target: Target): ExpectedKind;
