import { crc32 } from "node:zlib";
import { KvError } from "../core/errors.js";
import type { StoredRecord } from "../core/storage.js";

/*
 * How the store lies in LevelDB.
 *
 *   r + main (8 bytes, big endian) + sub (4 bytes, big endian)  ->  frame of a record
 *   m + name                                                    ->  frame of a piece of state
 *
 * A frame is: flags (1 byte), CRC-32 of key, flags and payload (4 bytes, big endian), payload. LevelDB checks its log and
 * manifest but, with its default options, neither the blocks of its tables nor that a value belongs to its key.
 */

const RECORD_PREFIX = 0x72;
const META_PREFIX = 0x6d;
const RECORD_KEY_BYTES = 13;
const FRAME_HEADER_BYTES = 5;
const FLAG_TOMBSTONE = 1;
const FLAG_LAST = 2;
const SUB_MAX = 0xffffffff;

export const RECORD_RANGE = { gte: Buffer.from([RECORD_PREFIX]), lt: Buffer.from([RECORD_PREFIX + 1]) };
export const META_RANGE = { gte: Buffer.from([META_PREFIX]), lt: Buffer.from([META_PREFIX + 1]) };

export function recordKey(main: number, sub: number): Buffer {
  const key = Buffer.allocUnsafe(RECORD_KEY_BYTES);
  key[0] = RECORD_PREFIX;
  key.writeUInt32BE(Math.floor(main / 2 ** 32), 1);
  key.writeUInt32BE(main % 2 ** 32, 5);
  key.writeUInt32BE(sub, 9);
  return key;
}

/** All records with from <= main <= to. */
export function recordRange(from: number, to: number): { gte: Buffer; lte: Buffer } {
  return { gte: recordKey(from, 0), lte: recordKey(to, SUB_MAX) };
}

export function metaKey(name: string): Buffer {
  return Buffer.concat([Buffer.from([META_PREFIX]), Buffer.from(name, "utf8")]);
}

export function metaName(key: Uint8Array): string {
  return Buffer.from(key.subarray(1)).toString("utf8");
}

/** Wraps a payload that is stored under `key`. */
export function frame(key: Uint8Array, flags: number, payload: Uint8Array): Buffer {
  const value = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  value[0] = flags;
  value.writeUInt32BE(checksum(key, flags, payload), 1);
  value.set(payload, FRAME_HEADER_BYTES);
  return value;
}

/** Unwraps what is stored under `key`. Throws KvError("Corrupt") when it is damaged. */
export function unframe(key: Uint8Array, value: Uint8Array): { flags: number; payload: Uint8Array } {
  const flags = value[0] ?? 0;
  // Not `subarray`, which takes several times as long on a Buffer; a start does this for every record.
  const payloadBytes = Math.max(0, value.length - FRAME_HEADER_BYTES);
  const payload = new Uint8Array(value.buffer, value.byteOffset + value.length - payloadBytes, payloadBytes);
  if (value.length < FRAME_HEADER_BYTES || readUint32(value, 1) !== checksum(key, flags, payload)) {
    throw new KvError("Corrupt", { cause: new Error(`checksum of ${describeKey(key)} does not match`) });
  }
  return { flags, payload };
}

export function frameRecord(key: Uint8Array, record: StoredRecord): Buffer {
  return frame(key, (record.tombstone ? FLAG_TOMBSTONE : 0) | (record.last ? FLAG_LAST : 0), record.bytes);
}

export function unframeRecord(key: Uint8Array, value: Uint8Array): StoredRecord {
  const { flags, payload } = unframe(key, value);
  const { main, sub } = revisionOf(key);
  return { main, sub, tombstone: (flags & FLAG_TOMBSTONE) !== 0, last: (flags & FLAG_LAST) !== 0, bytes: payload };
}

function revisionOf(key: Uint8Array): { main: number; sub: number } {
  return { main: readUint32(key, 1) * 2 ** 32 + readUint32(key, 5), sub: readUint32(key, 9) };
}

/** Big endian. */
function readUint32(bytes: Uint8Array, offset: number): number {
  const high = (bytes[offset]! << 8) | bytes[offset + 1]!;
  const low = (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
  return high * 2 ** 16 + low;
}

function checksum(key: Uint8Array, flags: number, payload: Uint8Array): number {
  return crc32(payload, (crc32(key) ^ flags) >>> 0);
}

function describeKey(key: Uint8Array): string {
  if (key[0] !== RECORD_PREFIX || key.length !== RECORD_KEY_BYTES) return `"${metaName(key)}"`;
  const { main, sub } = revisionOf(key);
  return `the record at revision ${main}.${sub}`;
}
