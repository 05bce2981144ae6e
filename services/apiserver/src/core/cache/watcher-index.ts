import type { CacheEvent } from "./cache-event.js";
import type { FieldReader } from "./selection.js";
import type { Watcher } from "./watcher.js";

/**
 * Finds the watchers that an event can concern. A thousand kubelets each watch the pods of one node: looking at all of
 * them for every pod would cost more than all the rest.
 */
export class WatcherIndex {
  readonly #all = new Set<Watcher>();
  readonly #unindexed = new Set<Watcher>();
  readonly #byKey = new Map<string, Set<Watcher>>();
  readonly #byField = new Map<string, Map<string, Set<Watcher>>>();

  constructor(
    private readonly indexedFields: readonly string[],
    private readonly readField: FieldReader,
  ) {
    for (const field of indexedFields) this.#byField.set(field, new Map());
  }

  get size(): number {
    return this.#all.size;
  }

  add(watcher: Watcher): void {
    this.#all.add(watcher);
    this.#bucketOf(watcher).add(watcher);
  }

  remove(watcher: Watcher): void {
    this.#all.delete(watcher);
    const bucket = this.#bucketOf(watcher);
    bucket.delete(watcher);
    if (bucket.size > 0) return;
    const { key, indexed } = watcher.selection;
    if (key !== undefined) this.#byKey.delete(key);
    else if (indexed !== undefined) this.#byField.get(indexed.field)?.delete(indexed.value);
  }

  /** In no order; a snapshot, so that a watcher may leave while it is told. */
  all(): readonly Watcher[] {
    return [...this.#all];
  }

  dispatch(event: CacheEvent): void {
    for (const watcher of this.#unindexed) watcher.offer(event);
    offerAll(this.#byKey.get(event.key), event);
    for (const field of this.indexedFields) this.#dispatchByField(field, event);
  }

  #dispatchByField(field: string, event: CacheEvent): void {
    const byValue = this.#byField.get(field);
    if (byValue === undefined || byValue.size === 0) return;
    const current = event.current && this.readField(event.current.object, field);
    const previous = event.previous && this.readField(event.previous.object, field);
    if (current !== undefined) offerAll(byValue.get(current), event);
    if (previous !== undefined && previous !== current) offerAll(byValue.get(previous), event);
  }

  #bucketOf(watcher: Watcher): Set<Watcher> {
    const { key, indexed } = watcher.selection;
    if (key !== undefined) return bucket(this.#byKey, key);
    const byValue = indexed && this.#byField.get(indexed.field);
    return byValue === undefined ? this.#unindexed : bucket(byValue, indexed?.value ?? "");
  }
}

function offerAll(watchers: ReadonlySet<Watcher> | undefined, event: CacheEvent): void {
  if (watchers !== undefined) for (const watcher of watchers) watcher.offer(event);
}

function bucket(buckets: Map<string, Set<Watcher>>, name: string): Set<Watcher> {
  let found = buckets.get(name);
  if (found === undefined) buckets.set(name, (found = new Set()));
  return found;
}
