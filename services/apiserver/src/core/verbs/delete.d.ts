import { type StatusCause } from "@flotilla/api/status.js";
import type { Entry } from "../storage/entry.js";
import type { Caller, DeleteOptions, Target } from "./caller.js";
import type { Machinery } from "./machinery.js";
export interface DeleteResult {
    readonly entry: Entry;
    /** False: finalizers or the grace period keep the object. */
    readonly gone: boolean;
}
/** Removes an object, or begins its graceful deletion. Source: apiserver registry `Store.Delete`. */
export declare function deleteObject(machinery: Machinery, target: Target, options: DeleteOptions, caller: Caller): Promise<DeleteResult>;
/** DeleteOptions as they were sent. Throws Invalid. Source: apimachinery `ValidateDeleteOptions`. */
export declare function toDeleteOptions(raw: RawDeleteOptions): DeleteOptions;
export interface RawDeleteOptions {
    readonly gracePeriodSeconds?: number | undefined;
    readonly propagationPolicy?: string | undefined;
    readonly orphanDependents?: boolean | undefined;
    readonly preconditions?: {
        readonly uid?: string;
        readonly resourceVersion?: string;
    } | undefined;
    readonly dryRun?: readonly string[] | undefined;
}
/** True for a dry run; adds to `causes` what is not understood. */
export declare function checkDryRun(values: readonly string[], causes: StatusCause[]): boolean;
