import type { WatchItem } from "../cache/cache-event.js";
import type { Caller, Target } from "./caller.js";
import { type ListOptions } from "./list-options.js";
import type { Machinery } from "./machinery.js";
/** Batches of events, until the time is over or the caller is gone. Throws Expired when the start is too old. */
export declare function watchObjects(machinery: Machinery, target: Target, options: ListOptions, caller: Caller): Promise<AsyncIterable<readonly WatchItem[]>>;
