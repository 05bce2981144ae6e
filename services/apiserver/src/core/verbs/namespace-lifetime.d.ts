import type { KubeObject } from "@flotilla/api";
import type { Resource } from "../registry/resource.js";
/**
 * A Namespace is kept by `spec.finalizers` besides those of its metadata: it goes when its content is gone.
 * Source: kubernetes `registry/core/namespace/storage`.
 */
export declare function isHeld(resource: Resource, object: KubeObject): boolean;
/** Shows people and controllers that a Namespace is on its way out. Changes `object`. */
export declare function markTerminating(resource: Resource, object: KubeObject): void;
export declare function isNamespace({ group, resource }: Resource): boolean;
