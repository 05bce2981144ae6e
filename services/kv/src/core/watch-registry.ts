import { contains, isSingleKey, prefixOf, type Key, type KeyRange } from "./key-range.js";

/**
 * Who watches what: finds the watchers of a key without looking at all of them. Single keys and prefixes, which is what
 * clients watch, are found by hashing; ranges of other shapes one after another.
 */
export class WatchRegistry<W extends { readonly range: KeyRange }> {
  private readonly byKey = new Map<Key, Set<W>>();
  private readonly byPrefix = new Map<Key, Set<W>>();
  /** Length of prefixes to the number of different ones. */
  private readonly prefixLengths = new Map<number, number>();
  private readonly others = new Set<W>();

  add(watcher: W): void {
    const { range } = watcher;
    if (isSingleKey(range)) {
      addTo(this.byKey, range.start, watcher);
      return;
    }
    const prefix = prefixOf(range);
    if (prefix === undefined) this.others.add(watcher);
    else if (addTo(this.byPrefix, prefix, watcher)) {
      this.prefixLengths.set(prefix.length, (this.prefixLengths.get(prefix.length) ?? 0) + 1);
    }
  }

  remove(watcher: W): void {
    const { range } = watcher;
    if (isSingleKey(range)) {
      removeFrom(this.byKey, range.start, watcher);
      return;
    }
    const prefix = prefixOf(range);
    if (prefix === undefined) this.others.delete(watcher);
    else if (removeFrom(this.byPrefix, prefix, watcher)) {
      const count = this.prefixLengths.get(prefix.length)! - 1;
      if (count > 0) this.prefixLengths.set(prefix.length, count);
      else this.prefixLengths.delete(prefix.length);
    }
  }

  /** Calls `visit` with each watcher of the key; it may remove that watcher. */
  visit(key: Key, visit: (watcher: W) => void): void {
    this.byKey.get(key)?.forEach(visit);
    for (const length of this.prefixLengths.keys()) {
      if (length <= key.length) this.byPrefix.get(key.slice(0, length))?.forEach(visit);
    }
    for (const watcher of this.others) if (contains(watcher.range, key)) visit(watcher);
  }
}

/** Returns whether the key is new. */
function addTo<W>(map: Map<Key, Set<W>>, key: Key, watcher: W): boolean {
  const watchers = map.get(key);
  if (watchers === undefined) map.set(key, new Set([watcher]));
  else watchers.add(watcher);
  return watchers === undefined;
}

/** Returns whether the key has no watcher left. */
function removeFrom<W>(map: Map<Key, Set<W>>, key: Key, watcher: W): boolean {
  const watchers = map.get(key);
  if (!watchers?.delete(watcher) || watchers.size > 0) return false;
  map.delete(key);
  return true;
}
