import { KvError } from "./errors.js";
import type { Store } from "./store.js";
import { decodeRecord, writeKey } from "./record.js";
import type { StoredRecord } from "./storage.js";

/** The Castagnoli polynomial, bits reversed. */
const CRC32C_POLYNOMIAL = 0x82f63b78;

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ CRC32C_POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/** CRC-32C, continued from `crc`. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let remainder = ~crc;
  for (const byte of bytes) remainder = CRC32C_TABLE[(remainder ^ byte) & 0xff]! ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

/** etcd's name for where records lie, which it hashes first. */
const BUCKET = Uint8Array.from("key", (character) => character.charCodeAt(0));
const UNDERSCORE = 0x5f;
const TOMBSTONE_MARK = 0x74;

/** The key under which etcd stores a record; it is part of the checksum. Source: etcd, `revision.go`. */
function etcdRevisionKey({ main, sub, tombstone }: StoredRecord): Uint8Array {
  const key = new Uint8Array(tombstone ? 18 : 17);
  const view = new DataView(key.buffer);
  view.setBigUint64(0, BigInt(main));
  key[8] = UNDERSCORE;
  view.setBigUint64(9, BigInt(sub));
  if (tombstone) key[17] = TOMBSTONE_MARK;
  return key;
}

export interface HistoryHash {
  readonly hash: number;
  readonly compactRevision: number;
  readonly hashRevision: number;
}

/**
 * A checksum over the records up to a revision, equal to that of an etcd with the same history. Records that a compaction
 * has made unreadable do not count, whether they are removed yet or not. Source: etcd, `kvstore.go`, `hashByRev`.
 */
export async function hashHistory(store: Store, revision: number): Promise<HistoryHash> {
  const { compactRevision, revision: current } = store;
  if (revision > current) throw new KvError("FutureRevision");
  if (revision > 0 && revision < compactRevision) throw new KvError("Compacted");
  const hashRevision = revision > 0 ? revision : current;
  const snapshot = store.parts.storage.snapshot();
  try {
    let hash = crc32c(BUCKET);
    for await (const records of snapshot.scan(0, hashRevision)) {
      for (const record of records) {
        if (record.main <= compactRevision && !isKept(store, record, hashRevision)) continue;
        hash = crc32c(record.bytes, crc32c(etcdRevisionKey(record), hash));
      }
    }
    return { hash, compactRevision, hashRevision };
  } finally {
    await snapshot.close();
  }
}

/** Below the compacted revision etcd counts what a compaction at the hashed revision would keep. */
function isKept(store: Store, record: StoredRecord, hashRevision: number): boolean {
  const located = store.parts.index.get(decodeRecord(record.bytes).key)?.at(hashRevision);
  if (located === undefined || located.main !== record.main || located.sub !== record.sub) return false;
  return located.live || located.main === hashRevision;
}

/** A checksum over all that is stored. */
export async function hashAll(store: Store): Promise<number> {
  const snapshot = store.parts.storage.snapshot();
  try {
    let hash = 0;
    for await (const records of snapshot.scan(0, Number.MAX_SAFE_INTEGER)) {
      for (const record of records) hash = crc32c(record.bytes, crc32c(etcdRevisionKey(record), hash));
    }
    for (const [name, value] of await snapshot.readMeta()) {
      const nameBytes = new Uint8Array(name.length);
      writeKey(nameBytes, 0, name);
      hash = crc32c(value, crc32c(nameBytes, hash));
    }
    return hash;
  } finally {
    await snapshot.close();
  }
}
