import { Event, EventType } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";

/** A pod's stored JSON. */
export function podJson(name: string, node = "", padding = 0): Buffer {
  const spec = node === "" ? {} : { nodeName: node };
  return Buffer.from(JSON.stringify({ kind: "Pod", metadata: { name }, spec, padding: "x".repeat(padding) }));
}

export function created(key: string, revision: number, value: Buffer = Buffer.from("{}")): Event {
  const at = BigInt(revision);
  return Event.fromPartial({ type: EventType.EVENT_TYPE_CREATED, key, revision: at, createRevision: at, value });
}
