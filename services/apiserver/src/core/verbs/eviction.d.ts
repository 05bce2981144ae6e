import type { Machinery } from "./machinery.js";
import type { VirtualResource } from "./virtual.js";
import type { ResourceRegistry } from "../registry/resource-registry.js";
/** POST pods/NAME/eviction: a deletion that respects disruption budgets. Source: kubernetes `EvictionREST`. */
export declare function evictionResource(machinery: Machinery, registry: ResourceRegistry): VirtualResource;
