import type { Entry } from "../storage/entry.js";
import type { Caller, DeleteOptions, Target } from "./caller.js";
import type { ListOptions } from "./list-options.js";
import type { Machinery } from "./machinery.js";
/** Deletes all that match; answers with them as they were found. An object that is gone already is no error. */
export declare function deleteCollection(machinery: Machinery, target: Target, list: ListOptions, options: DeleteOptions, caller: Caller): Promise<{
    readonly entries: readonly Entry[];
    readonly revision: number;
}>;
