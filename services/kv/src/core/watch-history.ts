import type { Change } from "./change.js";
import type { Located } from "./key-index.js";
import { contains, isSingleKey } from "./key-range.js";
import { decodeRecord } from "./record.js";
import type { Revision, StoredRecord } from "./storage.js";
import type { Store } from "./store.js";
import type { Watcher } from "./watcher.js";

/** Revisions looked at in one turn of catching up. */
const CATCH_UP_REVISIONS = 1000;
/** Bytes of events after which a turn ends. */
const CATCH_UP_BYTES_MAX = 1024 * 1024;

/** What one turn of reading the history gave. */
export interface CatchUp {
  readonly changes: readonly Change[];
  /** All events below it were looked at. */
  readonly nextRevision: number;
}

/** Reads the next part of the history that a watcher has not been given, in whole revisions. */
export async function catchUp(store: Store, watcher: Watcher): Promise<CatchUp> {
  return isSingleKey(watcher.range) ? catchUpKey(store, watcher) : scanHistory(store, watcher);
}

/** The index knows the revisions of one key, so no others need to be looked at. */
function catchUpKey(store: Store, watcher: Watcher): CatchUp {
  const key = watcher.range.start;
  const changes: Change[] = [];
  let bytesLeft = CATCH_UP_BYTES_MAX;
  let previous: Located | undefined;
  for (const located of store.parts.index.get(key)?.history() ?? []) {
    const { main, sub, live } = located;
    if (main > store.revision) break;
    // A transaction may change a key twice, and is not to be parted.
    if (bytesLeft <= 0 && main !== changes.at(-1)?.main) return { changes, nextRevision: main };
    const bytes = main >= watcher.nextRevision && watcher.wants(!live) ? store.parts.history.find(located) : undefined;
    if (bytes !== undefined) {
      const before = previous?.live ? previous : undefined;
      changes.push({ main, sub, tombstone: !live, last: true, key, bytes, previous: before, previousBytes: undefined });
      bytesLeft -= bytes.length;
    }
    previous = located;
  }
  return { changes, nextRevision: store.revision + 1 };
}

async function scanHistory(store: Store, watcher: Watcher): Promise<CatchUp> {
  const from = watcher.nextRevision;
  const to = Math.min(store.revision, from + CATCH_UP_REVISIONS - 1);
  const changes: Change[] = [];
  let bytes = 0;
  for await (const records of store.parts.storage.scan(from, to)) {
    for (const record of records) {
      const change = toChange(store, watcher, record);
      if (change) {
        changes.push(change);
        bytes += record.bytes.length;
      }
      if (record.last && bytes >= CATCH_UP_BYTES_MAX) return { changes, nextRevision: record.main + 1 };
    }
  }
  return { changes, nextRevision: to + 1 };
}

function toChange(store: Store, watcher: Watcher, record: StoredRecord): Change | undefined {
  if (!watcher.wants(record.tombstone)) return undefined;
  const { key, version } = decodeRecord(record.bytes);
  if (!contains(watcher.range, key)) return undefined;
  const created = version === 1;
  const previous = created ? undefined : previousRevision(store, key, record.main);
  return { ...record, key, previous, previousBytes: undefined };
}

function previousRevision(store: Store, key: string, main: number): Revision | undefined {
  const located = store.parts.index.get(key)?.at(main - 1);
  return located?.live ? located : undefined;
}
