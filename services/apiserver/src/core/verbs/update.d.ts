import type { KubeObject } from "@flotilla/api";
import type { WriteContext } from "../request.js";
import { Entry } from "../storage/entry.js";
import { type Outcome } from "../storage/object-store.js";
import { type Caller, type Target, type WriteOptions } from "./caller.js";
import type { Machinery } from "./machinery.js";
export interface UpdateResult {
    readonly entry: Entry;
    readonly created: boolean;
}
/** PUT: replaces an object, or a part of it when the target is a subresource that shows the whole object. */
export declare function updateObject(machinery: Machinery, target: Target, object: KubeObject, options: WriteOptions, caller: Caller): Promise<UpdateResult>;
/** There is nothing to update. Internal to writes; callers decide what it means. */
export declare class ObjectAbsent extends Error {
    readonly name = "ObjectAbsent";
}
/**
 * The one way by which an object changes: `change` turns a copy of the live object into the wanted one (with its
 * managed fields), the rest decides whether that is allowed and writes it. Runs again when another writer was faster.
 */
export declare function replaceObject(machinery: Machinery, target: Target, context: WriteContext, caller: Caller, change: (live: KubeObject) => Promise<KubeObject>): Promise<Outcome>;
