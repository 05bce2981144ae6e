import type { KubeObject } from "@flotilla/api";
import type { WriteContext } from "../request.js";
import { Entry } from "../storage/entry.js";
import { type Caller, type Target, type WriteOptions } from "./caller.js";
import type { Machinery } from "./machinery.js";
export declare function createObject(machinery: Machinery, target: Target, object: KubeObject, options: WriteOptions, caller: Caller): Promise<Entry>;
/** Also the second half of an apply that finds nothing: `track` then writes down who applied. */
export declare function createNamed(machinery: Machinery, target: Target, draft: KubeObject, context: WriteContext, track: (draft: KubeObject) => KubeObject): Promise<Entry>;
