import { ClassicLevel } from "classic-level";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { KvError } from "../core/errors.js";
import type { Batch, Revision, Storage, StorageSize, StorageSnapshot, StoredRecord } from "../core/storage.js";
import { readFence, writeFence } from "./level-fence.js";
import {
  META_RANGE,
  RECORD_RANGE,
  frame,
  frameRecord,
  metaKey,
  metaName,
  recordKey,
  recordRange,
  unframe,
  unframeRecord,
} from "./level-format.js";

/**
 * Memory that takes writes before they become a table; there can be two. LevelDB's own 4 MiB would stall writers for
 * milliseconds while tables merge; beyond this, more memory made no difference to them.
 */
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024;
const TABLE_BYTES_MAX = 16 * 1024 * 1024;
const BLOCK_CACHE_BYTES = 32 * 1024 * 1024;
/** Records handed out by one step of a scan. */
const SCAN_CHUNK_RECORDS = 500;
/** Bytes that one step of a scan reads at most, about. */
const SCAN_CHUNK_BYTES = 1024 * 1024;

/** The fence is moved after this many commits, so that it costs nothing. */
const COMMITS_PER_FENCE = 256;

type Database = ClassicLevel<Buffer, Buffer>;

/** Keeps the store in a LevelDB directory. */
export class LevelStorage implements Storage {
  private commits = 0;
  private fencing: Promise<void> | undefined;

  private constructor(
    private readonly database: Database,
    private readonly directory: string,
    /** The newest durable revision. */
    private revision: number,
  ) {}

  /** Opens the directory, or makes it. Fails with KvError("Corrupt") when LevelDB finds damage. */
  static async open(directory: string): Promise<LevelStorage> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const database: Database = new ClassicLevel(directory, {
      keyEncoding: "buffer",
      valueEncoding: "buffer",
      writeBufferSize: WRITE_BUFFER_BYTES,
      maxFileSize: TABLE_BYTES_MAX,
      cacheSize: BLOCK_CACHE_BYTES,
    });
    try {
      await database.open();
    } catch (error) {
      throw openError(directory, error);
    }
    try {
      return new LevelStorage(database, directory, await checkFence(database, directory));
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  readMeta(): Promise<ReadonlyMap<string, Uint8Array>> {
    return readMeta(this.database);
  }

  scan(from: number, to: number): AsyncIterable<readonly StoredRecord[]> {
    return scan(this.database, from, to);
  }

  snapshot(): StorageSnapshot {
    const { database } = this;
    const snapshot = database.snapshot();
    return {
      readMeta: () => readMeta(database, { snapshot }),
      scan: (from, to) => scan(database, from, to, { snapshot }),
      close: () => snapshot.close(),
    };
  }

  read(main: number, sub: number): StoredRecord | undefined {
    const key = recordKey(main, sub);
    let value: Buffer | undefined;
    try {
      value = this.database.getSync(key);
    } catch (error) {
      throw damageOr(error);
    }
    return value === undefined ? undefined : unframeRecord(key, value);
  }

  async commit(batch: Batch): Promise<void> {
    const writes = this.database.batch();
    for (const record of batch.records) {
      const key = recordKey(record.main, record.sub);
      writes.put(key, frameRecord(key, record));
    }
    for (const { name, value } of batch.meta) {
      const key = metaKey(name);
      if (value === undefined) writes.del(key);
      else writes.put(key, frame(key, 0, value));
    }
    await writes.write({ sync: true });
    this.revision = batch.records.at(-1)?.main ?? this.revision;
    if (++this.commits % COMMITS_PER_FENCE === 0) this.moveFence();
  }

  /** Not synced: LevelDB's log is sequential, so the next commit makes it durable, and nothing relies on it before. */
  async remove(revisions: readonly Revision[]): Promise<void> {
    if (revisions.length === 0) return;
    const writes = this.database.batch();
    for (const { main, sub } of revisions) writes.del(recordKey(main, sub));
    await writes.write();
  }

  async reclaim(): Promise<void> {
    await this.database.compactRange(RECORD_RANGE.gte, RECORD_RANGE.lt);
    await this.database.compactRange(META_RANGE.gte, META_RANGE.lt);
  }

  async size(): Promise<StorageSize> {
    let physicalBytes = 0;
    for (const name of await readdir(this.directory)) {
      // Files come and go while LevelDB works.
      const info = await stat(join(this.directory, name)).catch(() => undefined);
      physicalBytes += info?.size ?? 0;
    }
    return { physicalBytes };
  }

  async close(): Promise<void> {
    await this.fencing;
    await this.database.close();
    await writeFence(this.directory, this.revision);
  }

  /** Nobody waits for it, and one at a time is enough. A fence that cannot be moved is only less of a check. */
  private moveFence(): void {
    this.fencing ??= writeFence(this.directory, this.revision)
      .catch(() => undefined)
      .finally(() => (this.fencing = undefined));
  }
}

/** The newest revision in the database. Fails when the history ends before the fence. */
async function checkFence(database: Database, directory: string): Promise<number> {
  let newest = 0;
  try {
    for await (const [key, value] of database.iterator({ ...RECORD_RANGE, reverse: true, limit: 1 })) {
      newest = unframeRecord(key, value).main;
    }
  } catch (error) {
    throw damageOr(error);
  }
  const fence = await readFence(directory);
  if (newest < fence) {
    const cause = new Error(`${directory}: the history ends at revision ${newest} but was durable up to ${fence}`);
    throw new KvError("Corrupt", { cause });
  }
  return newest;
}

interface SnapshotOption {
  readonly snapshot?: ReturnType<Database["snapshot"]>;
}

async function readMeta(database: Database, option: SnapshotOption = {}): Promise<ReadonlyMap<string, Uint8Array>> {
  const meta = new Map<string, Uint8Array>();
  try {
    for await (const [key, value] of database.iterator({ ...META_RANGE, ...option })) {
      meta.set(metaName(key), unframe(key, value).payload);
    }
  } catch (error) {
    throw damageOr(error);
  }
  return meta;
}

async function* scan(
  database: Database,
  from: number,
  to: number,
  option: SnapshotOption = {},
): AsyncGenerator<readonly StoredRecord[]> {
  const range = { ...recordRange(from, to), highWaterMarkBytes: SCAN_CHUNK_BYTES, fillCache: false };
  const iterator = database.iterator({ ...range, ...option });
  try {
    // The next chunk is read while the one before is being looked at.
    let reading = readChunk(iterator);
    for (;;) {
      const entries = await reading;
      if (entries.length === 0) return;
      reading = readChunk(iterator);
      yield entries.map(([key, value]) => unframeRecord(key, value));
    }
  } catch (error) {
    throw damageOr(error);
  } finally {
    await iterator.close();
  }
}

function readChunk(iterator: { nextv(size: number): Promise<[Buffer, Buffer][]> }): Promise<[Buffer, Buffer][]> {
  const entries = iterator.nextv(SCAN_CHUNK_RECORDS);
  // Whoever scans may stop before this chunk; if not, its failure is seen when it is waited for.
  entries.catch(() => undefined);
  return entries;
}

/** Tables that cannot be read, or make no sense, are damage; all else passes. */
function damageOr(error: unknown): unknown {
  const { code } = error as { code?: string };
  return code === "LEVEL_CORRUPTION" || code === "LEVEL_IO_ERROR" ? new KvError("Corrupt", { cause: error }) : error;
}

/** Damage, a lock that another process holds, or something about the directory. */
function openError(directory: string, error: unknown): Error {
  const cause = (error as { cause?: { code?: string } }).cause;
  if (cause?.code === "LEVEL_LOCKED") return new Error(`${directory} is in use by another process`, { cause: error });
  if (cause?.code === "LEVEL_CORRUPTION" || cause?.code === "LEVEL_IO_ERROR")
    return new KvError("Corrupt", { cause: error });
  return new Error(`${directory} cannot be opened: ${String((cause as Error | undefined)?.message ?? error)}`, {
    cause: error,
  });
}
