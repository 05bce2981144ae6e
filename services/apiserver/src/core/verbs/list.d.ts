import type { Entry } from "../storage/entry.js";
import type { Caller, Target } from "./caller.js";
import { type ListOptions } from "./list-options.js";
import type { Machinery } from "./machinery.js";
export interface ListResult {
    readonly entries: readonly Entry[];
    /** The whole list was true at this revision. */
    readonly revision: number;
    /** Empty on the last page. */
    readonly continue: string;
    /** Undefined when it is not known. */
    readonly remainingItemCount: number | undefined;
}
export declare function listObjects(machinery: Machinery, target: Target, options: ListOptions, caller: Caller): Promise<ListResult>;
