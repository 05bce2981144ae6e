import type { Outcome } from "../storage/object-store.js";
import type { Machinery } from "./machinery.js";
import type { VirtualResource } from "./virtual.js";
export interface BindingRequest {
    readonly namespace: string;
    readonly name: string;
    /** Empty: any pod of that name. */
    readonly uid: string;
    readonly nodeName: string;
    readonly labels?: Record<string, string> | undefined;
    readonly annotations?: Record<string, string> | undefined;
    /** Binding to the node that the pod is on already succeeds. */
    readonly idempotent: boolean;
}
/** Gives a pod its node, once. Throws Conflict when it has one, or is leaving. Source: kubernetes `BindingREST`. */
export declare function bindPod(machinery: Machinery, request: BindingRequest, signal: AbortSignal): Promise<Outcome>;
/** POST pods/NAME/binding. */
export declare function podBindingResource(machinery: Machinery): VirtualResource;
/** POST bindings: the older road, where the Binding is named like the pod. */
export declare function bindingsResource(machinery: Machinery): VirtualResource;
