import type { Change } from "./change.js";
import { KvError } from "./errors.js";
import type { KeyEntry, Located } from "./key-index.js";
import type { KeyRange } from "./key-range.js";
import { contains } from "./key-range.js";
import { RecordCache, UNCACHED } from "./record-cache.js";
import type { Revision, Storage } from "./storage.js";

/**
 * The records of the history: those that are not durable yet in memory, the newest of each key in a cache of bounded
 * size (the ones written last stay), the rest from the storage.
 */
export class History {
  /** By main revision; the index in the list is the sub revision. */
  private readonly pending = new Map<number, readonly Change[]>();
  private readonly newest: RecordCache;

  constructor(
    private readonly storage: Storage,
    cacheBytesMax: number,
  ) {
    this.newest = new RecordCache(cacheBytesMax);
  }

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
    entry.cachedAt = this.newest.add(bytes);
  }

  /** To be called when a key is deleted. */
  uncache(entry: KeyEntry): void {
    entry.cachedAt = UNCACHED;
  }

  /** A copy of the newest record of a key, if that takes no reading. */
  peek(entry: KeyEntry): Uint8Array | undefined {
    return this.newest.get(entry.cachedAt)?.slice();
  }

  /** The record of a key at one of its revisions. */
  read(entry: KeyEntry, located: Located): Uint8Array {
    const isNewest = located.main === entry.main;
    const cached = isNewest ? this.newest.get(entry.cachedAt) : undefined;
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
