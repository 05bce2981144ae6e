import { type Encoding, type WatchResponse } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import type { WatchItem } from "../../core/cache/cache-event.js";
/** What is ready at one moment, in as few messages as its size allows. */
export declare function toWireEvents(batch: readonly WatchItem[], encoding: Encoding): Iterable<WatchResponse>;
