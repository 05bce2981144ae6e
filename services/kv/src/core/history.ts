import type { Change } from "./change.js";
import { KvError } from "./errors.js";
import type { KeyEntry, Located } from "./key-index.js";
import type { KeyRange } from "./key-range.js";
import { contains } from "./key-range.js";
import type { Revision, Storage } from "./storage.js";

/** What a cached record costs beyond its bytes: a typed array, its buffer and a map slot, about. */
const CACHED_RECORD_OVERHEAD_BYTES = 200;

/**
 * The records of the history: those that are not durable yet in memory, the newest of each key in a cache of bounded
 * size (the ones written last stay), the rest from the storage.
 */
export class History {
  /** By main revision; the index in the list is the sub revision. */
  private readonly pending = new Map<number, readonly Change[]>();
  private readonly newest = new Map<KeyEntry, Uint8Array>();
  private cachedBytes = 0;

  constructor(
    private readonly storage: Storage,
    private readonly cacheBytesMax: number,
  ) {}

  /** Takes the changes of a transaction, which may still grow. */
  addPending(main: number, changes: readonly Change[]): void {
    this.pending.set(main, changes);
  }

  /** Forgets changes that the storage has now. */
  dropPending(changes: readonly Change[]): void {
    for (const change of changes) if (change.last) this.pending.delete(change.main);
  }

  /** By how many keys the newest state of the range differs from the durable one. */
  pendingLiveDelta(range: KeyRange): number {
    let delta = 0;
    for (const changes of this.pending.values()) {
      for (const { key, tombstone, previous } of changes) {
        if ((tombstone || previous === undefined) && contains(range, key)) delta += tombstone ? -1 : 1;
      }
    }
    return delta;
  }

  /** Takes the newest record of a key. */
  cache(entry: KeyEntry, bytes: Uint8Array): void {
    this.uncache(entry);
    this.newest.set(entry, bytes);
    this.cachedBytes += bytes.length + CACHED_RECORD_OVERHEAD_BYTES;
    for (const [oldest, oldBytes] of this.newest) {
      if (this.cachedBytes <= this.cacheBytesMax) break;
      this.newest.delete(oldest);
      this.cachedBytes -= oldBytes.length + CACHED_RECORD_OVERHEAD_BYTES;
    }
  }

  uncache(entry: KeyEntry): void {
    const bytes = this.newest.get(entry);
    if (bytes === undefined) return;
    this.newest.delete(entry);
    this.cachedBytes -= bytes.length + CACHED_RECORD_OVERHEAD_BYTES;
  }

  /** The newest record of a key, if that takes no reading. */
  peek(entry: KeyEntry): Uint8Array | undefined {
    return this.newest.get(entry);
  }

  /** The record of a key at one of its revisions. */
  read(entry: KeyEntry, located: Located): Uint8Array {
    const isNewest = located.main === entry.main;
    const cached = isNewest ? this.newest.get(entry) : undefined;
    if (cached !== undefined) return cached;
    const bytes = this.find(located);
    if (bytes === undefined) {
      throw new KvError("Corrupt", { cause: new Error(`no record at revision ${located.main}.${located.sub}`) });
    }
    if (isNewest) this.cache(entry, bytes);
    return bytes;
  }

  /** The record at a revision, or undefined when it is compacted. */
  find(revision: Revision): Uint8Array | undefined {
    const pending = this.pending.get(revision.main)?.[revision.sub];
    return pending?.bytes ?? this.storage.read(revision.main, revision.sub)?.bytes;
  }
}
