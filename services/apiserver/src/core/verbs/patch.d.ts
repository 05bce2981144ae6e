import { type JsonPatchOperation } from "@flotilla/api/patch/json.js";
import type { JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { type Caller, type Target, type WriteOptions } from "./caller.js";
import type { Machinery } from "./machinery.js";
import { type UpdateResult } from "./update.js";
export type Patch = {
    readonly type: "json";
    readonly operations: readonly JsonPatchOperation[];
} | {
    readonly type: "merge" | "strategic";
    readonly change: JsonObject;
} | {
    readonly type: "apply";
    readonly config: JsonObject;
    readonly force: boolean;
};
/** Changes an object by a patch; tried again when another writer was faster, unless the patch names a resourceVersion. */
export declare function patchObject(machinery: Machinery, target: Target, patch: Patch, options: WriteOptions, caller: Caller): Promise<UpdateResult>;
