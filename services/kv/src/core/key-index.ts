import { KeyTree, type KeyTreeItem } from "./key-tree.js";
import type { Key, KeyRange } from "./key-range.js";
import { UNCACHED } from "./record-cache.js";
import type { Revision } from "./storage.js";

/** One revision of one key: where its record is, and whether the key lived after it. */
export interface Located extends Revision {
  readonly live: boolean;
}

/**
 * A key and all its revisions that are still readable, newest in the fields and older ones in a flat list.
 *
 * Example: put at 5, put at 8, deleted at 9 leaves main 9, version 0, older [5, 0 << 1, 8, 0 << 1].
 */
export class KeyEntry implements KeyTreeItem {
  /** Pairs (main, sub << 1 | tombstone), oldest first. Undefined rather than empty: most keys have one revision. */
  older: number[] | undefined = undefined;
  /** Where the newest record is in the cache of records. */
  cachedAt = UNCACHED;

  constructor(
    readonly key: Key,
    public main: number,
    public sub: number,
    public createRevision: number,
    /** 0 when the newest revision is a deletion. */
    public version: number,
    public lease: bigint,
  ) {}

  get live(): boolean {
    return this.version > 0;
  }

  /** The newest revision at or before `revision`. */
  at(revision: number): Located | undefined {
    if (this.main <= revision) return this;
    const older = this.older;
    if (older === undefined) return undefined;
    for (let i = older.length - 2; i >= 0; i -= 2) {
      if (older[i]! <= revision) return locate(older, i);
    }
    return undefined;
  }

  /** Drops the `count` oldest revisions, which are fewer than all. */
  forgetOldest(count: number): void {
    const rest = this.older?.slice(count * 2);
    this.older = rest && rest.length > 0 ? rest : undefined;
  }

  /** All revisions, oldest first. */
  *history(): Generator<Located> {
    for (let i = 0; this.older !== undefined && i < this.older.length; i += 2) yield locate(this.older, i);
    yield { main: this.main, sub: this.sub, live: this.live };
  }
}

function locate(older: readonly number[], index: number): Located {
  const packed = older[index + 1]!;
  return { main: older[index]!, sub: Math.floor(packed / 2), live: packed % 2 === 0 };
}

/**
 * Which keys exist, and where in the history each of their revisions is. Holds no values.
 *
 * Writes go to the newest state at once; readers say at which revision they look, so that they can be kept from seeing
 * what is not durable yet.
 */
export class KeyIndex {
  private readonly tree = new KeyTree<KeyEntry>();

  /** Keys with readable history, also deleted ones. */
  get size(): number {
    return this.tree.size;
  }

  get(key: Key): KeyEntry | undefined {
    return this.tree.get(key);
  }

  /** Records the first write of a key that has no history. */
  create(key: Key, revision: Revision, lease: bigint): KeyEntry {
    const created = new KeyEntry(key, revision.main, revision.sub, revision.main, 1, lease);
    this.tree.insert(created);
    return created;
  }

  /** Records a further write. `revision` is above all that the key has. */
  update(entry: KeyEntry, revision: Revision, lease: bigint): KeyEntry {
    const wasLive = entry.live;
    remember(entry);
    if (!wasLive) entry.createRevision = revision.main;
    entry.main = revision.main;
    entry.sub = revision.sub;
    entry.version += 1;
    entry.lease = lease;
    if (!wasLive) this.tree.adjustLive(entry.key, 1);
    return entry;
  }

  /** Records the deletion of a live key. */
  delete(entry: KeyEntry, revision: Revision): void {
    remember(entry);
    entry.main = revision.main;
    entry.sub = revision.sub;
    entry.version = 0;
    entry.createRevision = 0;
    entry.lease = 0n;
    this.tree.adjustLive(entry.key, -1);
  }

  /** Takes a record found on disk at the start. Records come in the order of revisions. */
  restore(key: Key, revision: Revision, fields: { createRevision: number; version: number; lease: bigint }): void {
    const { createRevision, version, lease } = fields;
    const found = new KeyEntry(key, revision.main, revision.sub, createRevision, version, lease);
    const entry = this.tree.insert(found);
    if (entry === found) return;
    const wasLive = entry.live;
    remember(entry);
    entry.main = found.main;
    entry.sub = found.sub;
    entry.createRevision = createRevision;
    entry.version = version;
    entry.lease = lease;
    if (wasLive !== entry.live) this.tree.adjustLive(key, entry.live ? 1 : -1);
  }

  /** Keys of the range that are live in the newest state. */
  countNewest(range: KeyRange): number {
    return this.tree.countLive(range);
  }

  /** Visits the keys of the range that are live in the newest state. */
  walkNewest(range: KeyRange, visit: (entry: KeyEntry) => boolean): void {
    this.tree.walkLive(range, visit);
  }

  /** Visits all keys of the range with their history. */
  walkAll(range: KeyRange, visit: (entry: KeyEntry) => boolean): void {
    this.tree.walk(range, visit);
  }

  /** Forgets the given key altogether; its last revision is a deletion that nobody can read any more. */
  remove(key: Key): void {
    this.tree.remove(key);
  }
}

function remember(entry: KeyEntry): void {
  const packed = entry.sub * 2 + (entry.live ? 0 : 1);
  if (entry.older === undefined) entry.older = [entry.main, packed];
  else entry.older.push(entry.main, packed);
}
