import { createHash, type Hash } from "node:crypto";
import type { MetaChange, StorageSnapshot, StoredRecord } from "../core/storage.js";

/*
 * A snapshot file:
 *
 *   one line of JSON        {"format":"flotilla-kv-snapshot","version":1,"revision":N}
 *   entries, each           1, main (8), sub (4), flags (1), length (4), record
 *                       or  2, length of the name (2), length (4), name in UTF-8, value
 *   the end                 0, then zeros up to a multiple of 512 bytes
 *   SHA-256 of all before   32 bytes
 *
 * Integers are big endian. The padding and the hash are what `etcdctl snapshot save` checks before it keeps the file.
 */

const FORMAT = "flotilla-kv-snapshot";
const FORMAT_VERSION = 1;
const ENTRY_END = 0;
const ENTRY_RECORD = 1;
const ENTRY_META = 2;
const RECORD_HEADER_BYTES = 18;
const META_HEADER_BYTES = 7;
const FLAG_TOMBSTONE = 1;
const FLAG_LAST = 2;
const PAGE_BYTES = 512;
const HASH_BYTES = 32;
/** The first line is far shorter. */
const HEADER_LINE_BYTES_MAX = 1024;
/** bbolt, etcd's file format, has this at byte 16 of its first page. */
const BBOLT_MAGIC = 0xed0cdaed;
const BBOLT_MAGIC_OFFSET = 16;

export interface SnapshotHeader {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly revision: number;
}

function* entriesOfRecords(records: readonly StoredRecord[]): Generator<Buffer> {
  for (const { main, sub, tombstone, last, bytes } of records) {
    const entry = Buffer.allocUnsafe(RECORD_HEADER_BYTES + bytes.length);
    entry[0] = ENTRY_RECORD;
    entry.writeBigUInt64BE(BigInt(main), 1);
    entry.writeUInt32BE(sub, 9);
    entry[13] = (tombstone ? FLAG_TOMBSTONE : 0) | (last ? FLAG_LAST : 0);
    entry.writeUInt32BE(bytes.length, 14);
    entry.set(bytes, RECORD_HEADER_BYTES);
    yield entry;
  }
}

function entryOfMeta(name: string, value: Uint8Array): Buffer {
  const nameBytes = Buffer.from(name, "utf8");
  const header = Buffer.allocUnsafe(META_HEADER_BYTES);
  header[0] = ENTRY_META;
  header.writeUInt16BE(nameBytes.length, 1);
  header.writeUInt32BE(value.length, 3);
  return Buffer.concat([header, nameBytes, value]);
}

async function* contents(snapshot: StorageSnapshot, revision: number): AsyncGenerator<Buffer> {
  const header: SnapshotHeader = { format: FORMAT, version: FORMAT_VERSION, revision };
  yield Buffer.from(`${JSON.stringify(header)}\n`, "utf8");
  for (const [name, value] of await snapshot.readMeta()) yield entryOfMeta(name, value);
  for await (const records of snapshot.scan(0, Number.MAX_SAFE_INTEGER))
    yield Buffer.concat([...entriesOfRecords(records)]);
  yield Buffer.from([ENTRY_END]);
}

/** The bytes of a snapshot file without the padding and the hash. */
async function contentBytes(snapshot: StorageSnapshot, revision: number): Promise<number> {
  let bytes = 0;
  for await (const piece of contents(snapshot, revision)) bytes += piece.length;
  return bytes;
}

export interface SnapshotPiece {
  readonly blob: Buffer;
  /** Bytes that follow, without the hash. */
  readonly remainingBytes: number;
}

/** The pieces of a snapshot file, the last of which is the hash. Reads the snapshot twice, first for its size. */
export async function* writeSnapshot(
  snapshot: StorageSnapshot,
  revision: number,
  pieceBytes: number,
): AsyncGenerator<SnapshotPiece> {
  const bytes = await contentBytes(snapshot, revision);
  const padding = (PAGE_BYTES - (bytes % PAGE_BYTES)) % PAGE_BYTES;
  let remainingBytes = bytes + padding;
  const hash = createHash("sha256");
  const cut = (blob: Buffer): SnapshotPiece => {
    hash.update(blob);
    remainingBytes -= blob.length;
    return { blob, remainingBytes };
  };
  let held: Buffer = Buffer.alloc(0);
  for await (const content of contents(snapshot, revision)) {
    held = held.length === 0 ? content : Buffer.concat([held, content]);
    while (held.length >= pieceBytes) {
      yield cut(held.subarray(0, pieceBytes));
      held = held.subarray(pieceBytes);
    }
  }
  yield cut(Buffer.concat([held, Buffer.alloc(padding)]));
  yield { blob: hash.digest(), remainingBytes: 0 };
}

export type SnapshotEntry = { readonly record: StoredRecord } | { readonly meta: MetaChange };

/** A file that cannot be restored, and why. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

/** Reads a snapshot file from its chunks. The hash is checked at the end: throw away what was read when this throws. */
export class SnapshotReader {
  private readonly hash: Hash = createHash("sha256");
  private held: Buffer = Buffer.alloc(0);
  private offset = 0;
  private done = false;
  private readonly source: AsyncIterator<Buffer>;
  header: SnapshotHeader | undefined;

  constructor(
    chunks: AsyncIterable<Buffer>,
    private readonly fileBytes: number,
  ) {
    this.source = chunks[Symbol.asyncIterator]();
  }

  async *entries(): AsyncGenerator<SnapshotEntry> {
    this.header = await this.readHeader();
    for (;;) {
      const [type] = await this.take(1);
      if (type === ENTRY_RECORD) yield { record: await this.readRecord() };
      else if (type === ENTRY_META) yield { meta: await this.readMeta() };
      else if (type === ENTRY_END) break;
      else throw new SnapshotError(`damaged snapshot: unknown entry at byte ${this.offset - 1}`);
    }
    await this.readEnd();
  }

  private async readHeader(): Promise<SnapshotHeader> {
    await this.fill(HEADER_LINE_BYTES_MAX);
    if (this.held.length >= BBOLT_MAGIC_OFFSET + 4 && this.held.readUInt32LE(BBOLT_MAGIC_OFFSET) === BBOLT_MAGIC) {
      throw new SnapshotError(
        "this is a snapshot of etcd (bbolt): restore it with etcdutl and copy the keys with a client",
      );
    }
    const end = this.held.subarray(0, HEADER_LINE_BYTES_MAX).indexOf("\n");
    const header = end < 0 ? undefined : parseHeader(this.held.toString("utf8", 0, end));
    if (header === undefined) throw new SnapshotError("this is not a snapshot of this store");
    if (header.version !== FORMAT_VERSION)
      throw new SnapshotError(`snapshot has version ${header.version}; only ${FORMAT_VERSION} is known`);
    await this.take(end + 1);
    return header;
  }

  private async readRecord(): Promise<StoredRecord> {
    const header = await this.take(RECORD_HEADER_BYTES - 1);
    const main = Number(header.readBigUInt64BE(0));
    const flags = header[12]!;
    const bytes = await this.take(header.readUInt32BE(13));
    const tombstone = (flags & FLAG_TOMBSTONE) !== 0;
    return { main, sub: header.readUInt32BE(8), tombstone, last: (flags & FLAG_LAST) !== 0, bytes };
  }

  private async readMeta(): Promise<MetaChange> {
    const header = await this.take(META_HEADER_BYTES - 1);
    const name = (await this.take(header.readUInt16BE(0))).toString("utf8");
    return { name, value: await this.take(header.readUInt32BE(2)) };
  }

  private async readEnd(): Promise<void> {
    await this.take((PAGE_BYTES - (this.offset % PAGE_BYTES)) % PAGE_BYTES);
    const expected = this.hash.copy().digest();
    const stored = await this.take(HASH_BYTES);
    if (!stored.equals(expected)) throw new SnapshotError("damaged snapshot: its SHA-256 does not match");
    if (this.offset !== this.fileBytes) throw new SnapshotError("damaged snapshot: there is more after its end");
  }

  /** The next `length` bytes, which are hashed. */
  private async take(length: number): Promise<Buffer> {
    if (this.offset + length > this.fileBytes)
      throw new SnapshotError(`truncated snapshot: it ends at byte ${this.fileBytes}`);
    await this.fill(length);
    if (this.held.length < length)
      throw new SnapshotError(`truncated snapshot: it ends at byte ${this.offset + this.held.length}`);
    // A copy: what is taken may be kept, and must not keep the whole chunk.
    const taken = Buffer.from(this.held.subarray(0, length));
    this.held = this.held.subarray(length);
    this.offset += length;
    this.hash.update(taken);
    return taken;
  }

  private async fill(length: number): Promise<void> {
    while (this.held.length < length && !this.done) {
      const next = await this.source.next();
      if (next.done) this.done = true;
      else this.held = Buffer.concat([this.held, next.value]);
    }
  }
}

function parseHeader(line: string): SnapshotHeader | undefined {
  try {
    const header = JSON.parse(line) as SnapshotHeader;
    return header.format === FORMAT && Number.isSafeInteger(header.revision) ? header : undefined;
  } catch {
    return undefined;
  }
}
