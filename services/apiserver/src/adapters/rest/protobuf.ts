import type { KubeObject } from "@flotilla/api";
import { encodeProtobufMessage, encodeProtobufObject } from "@flotilla/api/codec/encode-protobuf.js";
import { findObjectMessage } from "@flotilla/api/codec/decode-protobuf.js";
import { writeEnvelope } from "@flotilla/api/codec/envelope.js";
import type { Resource } from "../../core/registry/resource.js";
import type { Entry } from "../../core/storage/entry.js";

/** Length-delimited fields 1 and 2 of a protobuf message: all that lists and watch events have. */
const FIELD_1 = 0x0a;
const FIELD_2 = 0x12;
/** Before each frame of a watch: its length, big endian. */
const FRAME_PREFIX_BYTES = 4;

export function encodeEnvelope(object: KubeObject): Uint8Array {
  return encodeProtobufObject(object);
}

/** A list from items that are encoded at most once each. */
export function encodeListEnvelope(
  head: { kind: string; apiVersion: string; metadata: object },
  resource: Resource,
  entries: readonly Entry[],
): Uint8Array {
  const message = findObjectMessage(head.apiVersion, resource.kind);
  const listMeta = encodeProtobufMessage(findObjectMessage(head.apiVersion, head.kind), {
    metadata: head.metadata,
    items: [],
  });
  const parts: Uint8Array[] = [listMeta];
  for (const entry of entries) {
    const raw = entry.memo("protobuf/raw", () => encodeProtobufMessage(message, entry.object));
    parts.push(fieldHead(FIELD_2, raw.length), raw);
  }
  return wrap(head.apiVersion, head.kind, parts);
}

/** Of an envelope around nothing: the empty `raw`, `contentEncoding` and `contentType`. */
const EMPTY_TAIL_BYTES = 6;
const EMPTY_RAW_BYTES = 2;

/** As `writeEnvelope`, without copying what may be megabytes more than once. */
function wrap(apiVersion: string, kind: string, parts: readonly Uint8Array[]): Uint8Array {
  const empty = writeEnvelope(apiVersion, kind, new Uint8Array());
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = empty.subarray(0, empty.length - EMPTY_TAIL_BYTES);
  const tail = empty.subarray(empty.length - EMPTY_TAIL_BYTES + EMPTY_RAW_BYTES);
  return Buffer.concat([head, fieldHead(FIELD_2, length), ...parts, tail]);
}

/** `object` is in its envelope. Source: apimachinery `meta/v1/generated.proto`, WatchEvent and RawExtension. */
export function encodeWatchFrame(type: string, object: Uint8Array): Uint8Array {
  const typeBytes = Buffer.from(type);
  const rawHead = fieldHead(FIELD_1, object.length);
  const parts = [
    fieldHead(FIELD_1, typeBytes.length),
    typeBytes,
    fieldHead(FIELD_2, rawHead.length + object.length),
    rawHead,
    object,
  ];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const prefix = Buffer.alloc(FRAME_PREFIX_BYTES);
  prefix.writeUInt32BE(length);
  return Buffer.concat([prefix, ...parts]);
}

/** A tag and a length. */
function fieldHead(tag: number, length: number): Uint8Array {
  const bytes = [tag];
  let rest = length;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
