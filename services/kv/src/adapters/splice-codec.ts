import {
  KVDefinition,
  RangeResponse,
  ResponseHeader,
  WatchDefinition,
  WatchResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Event, KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import type { MessageCodec } from "@flotilla/service";
import { varintLength, writeVarint } from "../core/record.js";
import { StoredKeyValue } from "./stored-key-value.js";

/*
 * Encoders for the two answers that carry many records. A stored record is already what goes on the wire, so it is copied
 * as it is, behind its tag and length; the generated encoder would decode and encode each field again.
 */

/** Tags of the fields, from rpc.proto and kv.proto. */
const RANGE = { header: 0x0a, kvs: 0x12, more: 0x18, count: 0x20 } as const;
const WATCH_EVENTS = 0x5a;
const EVENT = { type: 0x08, kv: 0x12, prevKv: 0x1a } as const;
const TAG_BYTES = 1;

/** The bytes of a record on the wire. */
function recordBytes(record: KeyValue): Uint8Array {
  if (record instanceof StoredKeyValue && !record.keyOnly) return record.encoded;
  return KeyValue.encode(record).finish();
}

function fieldLength(bytes: Uint8Array): number {
  return TAG_BYTES + varintLength(bytes.length) + bytes.length;
}

function writeField(target: Buffer, offset: number, tag: number, bytes: Uint8Array): number {
  target[offset] = tag;
  const start = writeVarint(target, offset + TAG_BYTES, bytes.length);
  target.set(bytes, start);
  return start + bytes.length;
}

function encodeRange(message: RangeResponse): Buffer {
  const header = ResponseHeader.encode(message.header ?? ResponseHeader.fromPartial({})).finish();
  const records = message.kvs.map(recordBytes);
  const count = Number(message.count);
  let length = fieldLength(header) + (message.more ? 2 : 0) + (count > 0 ? TAG_BYTES + varintLength(count) : 0);
  for (const record of records) length += fieldLength(record);

  const target = Buffer.allocUnsafe(length);
  let offset = writeField(target, 0, RANGE.header, header);
  for (const record of records) offset = writeField(target, offset, RANGE.kvs, record);
  if (message.more) {
    target[offset++] = RANGE.more;
    target[offset++] = 1;
  }
  if (count > 0) {
    target[offset++] = RANGE.count;
    writeVarint(target, offset, count);
  }
  return target;
}

interface EventParts {
  readonly type: number;
  readonly kv: Uint8Array;
  readonly prevKv: Uint8Array | undefined;
  readonly length: number;
}

function eventParts(event: Event): EventParts {
  const kv = recordBytes(event.kv ?? KeyValue.fromPartial({}));
  const prevKv = event.prevKv && recordBytes(event.prevKv);
  const length = (event.type !== 0 ? 2 : 0) + fieldLength(kv) + (prevKv ? fieldLength(prevKv) : 0);
  return { type: event.type, kv, prevKv, length };
}

function writeEvent(target: Buffer, offset: number, event: EventParts): number {
  target[offset] = WATCH_EVENTS;
  let end = writeVarint(target, offset + TAG_BYTES, event.length);
  if (event.type !== 0) {
    target[end++] = EVENT.type;
    target[end++] = event.type;
  }
  end = writeField(target, end, EVENT.kv, event.kv);
  return event.prevKv ? writeField(target, end, EVENT.prevKv, event.prevKv) : end;
}

/** The events are the last field, so the generated encoder does the rest. */
function encodeWatch(message: WatchResponse): Uint8Array {
  if (message.events.length === 0) return WatchResponse.encode(message).finish();
  const rest = WatchResponse.encode({ ...message, events: [] }).finish();
  const events = message.events.map(eventParts);
  let length = rest.length;
  for (const event of events) length += TAG_BYTES + varintLength(event.length) + event.length;
  const target = Buffer.allocUnsafe(length);
  target.set(rest);
  let offset = rest.length;
  for (const event of events) offset = writeEvent(target, offset, event);
  return target;
}

const rangeResponse: MessageCodec<RangeResponse> = {
  encode: (message) => ({ finish: () => encodeRange(message) }),
  decode: (input) => RangeResponse.decode(input),
};

const watchResponse: MessageCodec<WatchResponse> = {
  encode: (message) => ({ finish: () => encodeWatch(message) }),
  decode: (input) => WatchResponse.decode(input),
};

/** etcdserverpb.KV and Watch, encoded faster. */
export const SplicedKV = {
  ...KVDefinition,
  methods: { ...KVDefinition.methods, range: { ...KVDefinition.methods.range, responseType: rangeResponse } },
};

export const SplicedWatch = {
  ...WatchDefinition,
  methods: { watch: { ...WatchDefinition.methods.watch, responseType: watchResponse } },
};
