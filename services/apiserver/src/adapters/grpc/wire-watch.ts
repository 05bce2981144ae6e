import {
  WatchEventType,
  type Encoding,
  type WatchEvent,
  type WatchResponse,
} from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import type { WatchItem, WatchType } from "../../core/cache/cache-event.js";
import { toWire } from "./wire-object.js";

/** One message carries at most about this much, so that no message meets a receiver's limit. */
const MESSAGE_BYTES = 1024 * 1024;

const WIRE_TYPES: Record<WatchType, WatchEventType> = {
  ADDED: WatchEventType.WATCH_EVENT_TYPE_ADDED,
  MODIFIED: WatchEventType.WATCH_EVENT_TYPE_MODIFIED,
  DELETED: WatchEventType.WATCH_EVENT_TYPE_DELETED,
  BOOKMARK: WatchEventType.WATCH_EVENT_TYPE_BOOKMARK,
};

/** What is ready at one moment, in as few messages as its size allows. */
export function* toWireEvents(batch: readonly WatchItem[], encoding: Encoding): Iterable<WatchResponse> {
  let events: WatchEvent[] = [];
  let size = 0;
  for (const { type, entry } of batch) {
    events.push({ type: WIRE_TYPES[type], object: toWire(entry, encoding), resourceVersion: String(entry.revision) });
    size += entry.json.length;
    if (size < MESSAGE_BYTES) continue;
    yield { events };
    events = [];
    size = 0;
  }
  if (events.length > 0) yield { events };
}
