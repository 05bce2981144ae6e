import type { KubeObject } from "@flotilla/api";
import type { Resource } from "../registry/resource.js";
export declare function countsGenerations({ group, resource }: Resource): boolean;
/** Counts a change of the desired state. Changes `object`. */
export declare function bumpGeneration(object: KubeObject, old: KubeObject, resource: Resource): void;
