import type { KeyEntry, KeyIndex } from "./key-index.js";
import type { Key } from "./key-range.js";
import type { Revision } from "./storage.js";

/** What one slice of a compaction found. */
export interface CompactionSlice {
  readonly removed: readonly Revision[];
  /** Records at or below the compaction's revision that stay. */
  readonly keptCount: number;
  /** Where the next slice begins; undefined when the compaction is through. */
  readonly next: Key | undefined;
}

/**
 * Drops from the index, for up to `keysMax` keys from `from` on, the revisions that a compaction makes unreadable, and
 * tells which records these are. Kept is, of each key, its newest revision at or below `revision`, because it is what a
 * reader at `revision` sees; unless it is a deletion below `revision`, which nobody can see. A deletion at `revision`
 * itself is kept for a watch that starts there. Source: etcd 3.5.16, `keyIndex.compact` and `keep`.
 */
export function compactSlice(index: KeyIndex, revision: number, from: Key, keysMax: number): CompactionSlice {
  const removed: Revision[] = [];
  const gone: Key[] = [];
  let keptCount = 0;
  let visited = 0;
  let next: Key | undefined;
  index.walkAll({ start: from, end: undefined }, (entry) => {
    if (visited++ === keysMax) {
      next = entry.key;
      return false;
    }
    const outcome = compactEntry(entry, revision, removed);
    if (outcome === "kept") keptCount++;
    if (outcome === "gone") gone.push(entry.key);
    return true;
  });
  for (const key of gone) index.remove(key);
  return { removed, keptCount, next };
}

/** "kept": one revision at or below `revision` stays. "none": none does. "gone": no revision is left at all. */
function compactEntry(entry: KeyEntry, revision: number, removed: Revision[]): "kept" | "none" | "gone" {
  const history = [...entry.history()];
  let newest = history.length - 1;
  while (newest >= 0 && history[newest]!.main > revision) newest--;
  if (newest < 0) return "none";
  const seen = history[newest]!;
  const keep = seen.live || seen.main === revision;
  const firstKept = keep ? newest : newest + 1;
  for (const located of history.slice(0, firstKept)) removed.push({ main: located.main, sub: located.sub });
  if (firstKept === history.length) return "gone";
  if (firstKept > 0) entry.forgetOldest(firstKept);
  return keep ? "kept" : "none";
}
