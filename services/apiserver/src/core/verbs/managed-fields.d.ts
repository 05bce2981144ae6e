import type { KubeObject, ManagedFieldsEntry } from "@flotilla/api";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import type { Target } from "./caller.js";
/** Writes down that `manager` set the fields in which `object` differs from `live`. */
export declare function trackUpdate(target: Target, live: KubeObject | undefined, object: KubeObject, manager: string, now: string): KubeObject;
/** Server-side apply. Throws BadRequest for a bad configuration, Conflict for fields of others. */
export declare function applyConfiguration(target: Target, live: KubeObject | undefined, config: JsonObject, by: {
    readonly manager: string;
    readonly force: boolean;
    readonly now: string;
}): KubeObject;
/** The records of the object after its Scale was changed: who scales owns the number of replicas. */
export declare function trackScale(target: Target, live: KubeObject, before: Scale, after: Scale, manager: string, now: string): ManagedFieldsEntry[] | undefined;
/** For comparing: the time at which a manager last wrote is no change of the object. */
export declare function withoutTimestamps(object: KubeObject): KubeObject;
