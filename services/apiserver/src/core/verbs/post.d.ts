import type { KubeObject } from "@flotilla/api";
import { Entry } from "../storage/entry.js";
import type { Caller, Target, WriteOptions } from "./caller.js";
import type { Machinery } from "./machinery.js";
import type { VirtualResource } from "./virtual.js";
/** A virtual resource by where it is posted to. */
export type VirtualResources = ReadonlyMap<string, VirtualResource>;
export declare function addVirtualResources(to: Map<string, VirtualResource>, all: readonly VirtualResource[]): void;
/** POST: creates an object, or asks a virtual resource. */
export declare function postObject(machinery: Machinery, target: Target, object: KubeObject, options: WriteOptions, caller: Caller): Promise<Entry>;
