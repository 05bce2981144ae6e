import type { Key } from "./key-range.js";

/*
 * Records are `mvccpb.KeyValue` messages in their wire form from the moment they are written: they go to the disk, to
 * readers and to watchers as these bytes. The codec is by hand because it is on the path of every call; the layout is
 * the canonical one (fields in order, zeros left out), which makes checksums equal to etcd's.
 */

export interface RecordFields {
  readonly key: Key;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly version: number;
  readonly value: Uint8Array;
  readonly lease: bigint;
}

/** A record without its value; where the value is says `valueStart` and `valueEnd`. */
export interface RecordHead {
  key: Key;
  createRevision: number;
  modRevision: number;
  version: number;
  valueStart: number;
  valueEnd: number;
  lease: bigint;
}

const TAG_KEY = 0x0a;
const TAG_CREATE = 0x10;
const TAG_MOD = 0x18;
const TAG_VERSION = 0x20;
const TAG_VALUE = 0x2a;
const TAG_LEASE = 0x30;
/** Arguments that a call can take without trouble, on any engine. */
const KEY_PIECE_BYTES = 4096;

export function varintLength(value: number): number {
  let length = 1;
  while (value > 0x7f) {
    value = Math.floor(value / 128);
    length++;
  }
  return length;
}

/** Writes a non-negative integer below 2^53; returns the offset after it. */
export function writeVarint(target: Uint8Array, offset: number, value: number): number {
  while (value > 0x7f) {
    target[offset++] = (value % 128) | 0x80;
    value = Math.floor(value / 128);
  }
  target[offset++] = value;
  return offset;
}

function writeVarint64(target: Uint8Array, offset: number, value: bigint): number {
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    target[offset++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  target[offset++] = Number(rest);
  return offset;
}

function varint64Length(value: bigint): number {
  let rest = BigInt.asUintN(64, value);
  let length = 1;
  for (; rest > 0x7fn; rest >>= 7n) length++;
  return length;
}

/** Puts the bytes that a key stands for at `offset`; returns the offset after them. */
export function writeKey(target: Uint8Array, offset: number, key: Key): number {
  for (let i = 0; i < key.length; i++) target[offset + i] = key.charCodeAt(i);
  return offset + key.length;
}

/** Exactly as long as the record: many are kept in memory, and a shared or roomy buffer would be kept with them. */
export function encodeRecord(record: RecordFields): Uint8Array {
  const { key, value } = record;
  const buffer = new Uint8Array(recordLength(record));
  let offset = 0;
  buffer[offset++] = TAG_KEY;
  offset = writeKey(buffer, writeVarint(buffer, offset, key.length), key);
  buffer[offset++] = TAG_CREATE;
  offset = writeVarint(buffer, offset, record.createRevision);
  buffer[offset++] = TAG_MOD;
  offset = writeVarint(buffer, offset, record.modRevision);
  buffer[offset++] = TAG_VERSION;
  offset = writeVarint(buffer, offset, record.version);
  if (value.length > 0) {
    buffer[offset++] = TAG_VALUE;
    offset = writeVarint(buffer, offset, value.length);
    buffer.set(value, offset);
    offset += value.length;
  }
  if (record.lease !== 0n) {
    buffer[offset++] = TAG_LEASE;
    writeVarint64(buffer, offset, record.lease);
  }
  return buffer;
}

function recordLength({ key, createRevision, modRevision, version, value, lease }: RecordFields): number {
  const integers = varintLength(createRevision) + varintLength(modRevision) + varintLength(version);
  const valueLength = value.length > 0 ? 1 + varintLength(value.length) + value.length : 0;
  const leaseLength = lease === 0n ? 0 : 1 + varint64Length(lease);
  return 1 + varintLength(key.length) + key.length + 3 + integers + valueLength + leaseLength;
}

/** The record of a deletion holds the key alone, as etcd's does. */
export function encodeTombstone(key: Key): Uint8Array {
  const buffer = new Uint8Array(1 + varintLength(key.length) + key.length);
  buffer[0] = TAG_KEY;
  writeKey(buffer, writeVarint(buffer, 1, key.length), key);
  return buffer;
}

class Cursor {
  offset = 0;
  constructor(readonly bytes: Uint8Array) {}

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.bytes[this.offset++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  varint64(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[this.offset++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  }

  key(): Key {
    const end = this.varint() + this.offset;
    let key = "";
    // A flat string a piece; adding characters one by one would leave a tree of them in memory.
    for (; this.offset < end; this.offset += KEY_PIECE_BYTES) {
      const piece = this.bytes.subarray(this.offset, Math.min(end, this.offset + KEY_PIECE_BYTES));
      // Spreading the piece into arguments takes several times as long.
      key += Reflect.apply(String.fromCharCode, undefined, piece);
    }
    this.offset = end;
    return key;
  }
}

/** Reads what `encodeRecord` or `encodeTombstone` wrote. */
export function decodeRecord(bytes: Uint8Array): RecordHead {
  const head: RecordHead = {
    key: "",
    createRevision: 0,
    modRevision: 0,
    version: 0,
    valueStart: 0,
    valueEnd: 0,
    lease: 0n,
  };
  const cursor = new Cursor(bytes);
  while (cursor.offset < bytes.length) {
    switch (bytes[cursor.offset++]) {
      case TAG_KEY:
        head.key = cursor.key();
        break;
      case TAG_CREATE:
        head.createRevision = cursor.varint();
        break;
      case TAG_MOD:
        head.modRevision = cursor.varint();
        break;
      case TAG_VERSION:
        head.version = cursor.varint();
        break;
      case TAG_VALUE:
        head.valueEnd = cursor.varint() + cursor.offset;
        head.valueStart = cursor.offset;
        cursor.offset = head.valueEnd;
        break;
      case TAG_LEASE:
        head.lease = cursor.varint64();
        break;
      default:
        throw new Error(`record with unknown field tag at byte ${cursor.offset - 1}`);
    }
  }
  return head;
}

export function valueOf(bytes: Uint8Array, head: RecordHead): Uint8Array {
  return bytes.subarray(head.valueStart, head.valueEnd);
}
