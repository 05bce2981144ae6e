import { expired, statusError, timeout } from "@flotilla/api/status.js";
import type { Clock, Timer } from "@flotilla/service";
import { Entry } from "../storage/entry.js";
import {
  CompactedError,
  prefixEnd,
  UnreadableValueError,
  type KeyValueStore,
  type StoreEvent,
  type StoreWatch,
} from "../storage/key-value-store.js";
import { CacheEvent, WatchItem } from "./cache-event.js";
import type { CurrentRevision } from "./current-revision.js";
import { EventHistory } from "./event-history.js";
import { RevisionWaiters } from "./revision-waiters.js";
import { SortedMap } from "./sorted-map.js";
import { selects, type FieldReader, type Selection } from "./selection.js";
import { Watcher } from "./watcher.js";
import { WatcherIndex } from "./watcher-index.js";

/** Keys in one answer of the store while the cache fills. */
const FILL_PAGE_KEYS = 1000;
/** Between two tries to reach the store. */
const RETRY_MS = 250;
/** How often the store is asked how far the watch is while somebody waits. Source: upstream (100 ms). */
const PROGRESS_INTERVAL_MS = 100;
/** A consistent read gives up after this. Source: upstream's watch cache, `blockTimeout`. */
const FRESHNESS_TIMEOUT_MS = 3_000;
/** Source: upstream, "about once a minute". */
const BOOKMARK_INTERVAL_MS = 60_000;

export interface WatchCacheOptions {
  readonly store: KeyValueStore;
  /** Ends with "/". */
  readonly prefix: string;
  readonly clock: Clock;
  readonly currentRevision: CurrentRevision;
  readonly toEntry: (key: string, revision: number, stored: Uint8Array) => Entry;
  /** An object of the resource's kind that has nothing but a revision, for bookmarks. */
  readonly bookmark: (revision: number, initialEventsEnd: boolean) => Entry;
  readonly indexedFields: readonly string[];
  readonly readField: FieldReader;
  /** The watch of the store broke; it is tried again. */
  readonly onBroken: (error: unknown) => void;
}

export interface WatchStart {
  /** Absent: the current state as ADDED events first. */
  readonly afterRevision?: number | undefined;
  readonly bookmarks: boolean;
  /** A bookmark marks where the initial state ends. */
  readonly initialEventsEnd: boolean;
  /** What the reader is shown instead of an item. */
  readonly convert?: ((item: WatchItem) => WatchItem) | undefined;
}

/** All objects of one resource and their latest changes, kept by following one watch of the store. */
export class WatchCache {
  readonly #options: WatchCacheOptions;
  readonly #stop = new AbortController();
  readonly #waiters = new RevisionWaiters();
  readonly #watchers: WatcherIndex;
  #filled!: Promise<void>;
  #setFilled: () => void = () => {};
  #failFilled: (error: Error) => void = () => {};
  /** Why the cache cannot go on; trying again does not help before somebody brings the key. */
  #unreadable: UnreadableValueError | undefined;
  #objects = new SortedMap<Entry>();
  #history = new EventHistory(0);
  #revision = 0;
  #watch: StoreWatch | undefined;
  #progressTimer: Timer | undefined;
  #bookmarkTimer: Timer | undefined;

  constructor(options: WatchCacheOptions) {
    this.#options = options;
    this.#watchers = new WatcherIndex(options.indexedFields, options.readField);
    this.#expectFilled();
    void this.#follow();
    this.#scheduleBookmarks();
  }

  /** The state of everything up to this revision is known. */
  get revision(): number {
    return this.#revision;
  }

  get watcherCount(): number {
    return this.#watchers.size;
  }

  get size(): number {
    return this.#objects.size;
  }

  stop(): void {
    this.#stop.abort(new Error("the watch cache was stopped"));
    this.#progressTimer?.stop();
    this.#bookmarkTimer?.stop();
    for (const watcher of this.#watchers.all()) watcher.close();
  }

  /** Resolves once the cache has been filled for the first time. Throws UnreadableValueError. */
  async ready(): Promise<void> {
    if (this.#unreadable !== undefined) throw this.#unreadable;
    await this.#filled;
  }

  /** The state as of now at the store, or later. */
  async fresh(signal: AbortSignal): Promise<void> {
    await this.atLeast(await this.#options.currentRevision.get(), signal);
  }

  /** Throws Timeout when the revision is not reached soon, and UnreadableValueError. */
  async atLeast(revision: number, signal: AbortSignal): Promise<void> {
    await this.ready();
    if (this.#revision >= revision) return;
    const limit = new AbortController();
    const timer = this.#options.clock.after(FRESHNESS_TIMEOUT_MS, () => limit.abort());
    const onAbort = (): void => limit.abort();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const reached = this.#waiters.wait(revision, limit.signal);
      this.#askForProgress();
      await reached;
    } catch {
      if (signal.aborted) throw timeout("the request was cancelled");
      throw tooLargeResourceVersion(revision, this.#revision);
    } finally {
      timer.stop();
      signal.removeEventListener("abort", onAbort);
    }
  }

  get(key: string): Entry | undefined {
    return this.#objects.get(key);
  }

  /** In key order. */
  list(selection: Selection): Entry[] {
    const found: Entry[] = [];
    if (selection.key !== undefined) {
      const entry = this.#objects.get(selection.key);
      if (entry !== undefined && selects(selection, entry)) found.push(entry);
      return found;
    }
    const { matches, keyPrefix } = selection;
    for (const entry of this.#objects.range(keyPrefix, prefixEnd(keyPrefix))) {
      if (matches === undefined || matches(entry)) found.push(entry);
    }
    return found;
  }

  /** Throws Expired when `afterRevision` has left the history. */
  watch(selection: Selection, start: WatchStart): Watcher {
    const { afterRevision } = start;
    let initial: WatchItem[] = [];
    let missed: readonly CacheEvent[] = [];
    if (afterRevision === undefined) {
      initial = this.list(selection).map((entry) => entry.memo("added", () => new WatchItem("ADDED", entry)));
    } else {
      const found = this.#history.after(afterRevision);
      if (found === undefined)
        throw expired(`too old resource version: ${afterRevision} (${this.#history.oldestRevision})`);
      missed = found;
    }
    const startRevision = afterRevision ?? this.#revision;
    if (start.initialEventsEnd)
      initial.push(new WatchItem("BOOKMARK", this.#options.bookmark(this.#revision, true), true));
    const watcher = new Watcher({
      selection,
      wantsBookmarks: start.bookmarks,
      startRevision,
      initial,
      convert: start.convert,
      onClose: (closed) => this.#watchers.remove(closed),
    });
    this.#watchers.add(watcher);
    for (const event of missed) watcher.offer(event);
    return watcher;
  }

  #expectFilled(): void {
    this.#filled = new Promise((resolve, reject) => {
      this.#setFilled = resolve;
      this.#failFilled = reject;
    });
    // Whoever waits sees the failure; often nobody does.
    this.#filled.catch(() => undefined);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    let filled = false;
    while (!signal.aborted) {
      try {
        if (!filled) await this.#fill();
        filled = true;
        await this.#followWatch();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof CompactedError) {
          filled = false;
          this.#expireWatchers();
        }
        if (error instanceof UnreadableValueError) this.#giveUpReaders(error);
        this.#options.onBroken(error);
      }
      await this.#options.clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }

  async #fill(): Promise<void> {
    const { store, prefix, toEntry } = this.#options;
    const objects = new SortedMap<Entry>();
    const end = prefixEnd(prefix);
    let start = prefix;
    let revision: number | undefined;
    for (;;) {
      const page = await store.range({ start, end, revision, limit: FILL_PAGE_KEYS });
      revision ??= page.revision;
      for (const { key, value, modRevision } of page.values) objects.set(key, toEntry(key, modRevision, value));
      const last = page.values.at(-1);
      if (!page.more || last === undefined) break;
      start = `${last.key}\0`;
    }
    this.#objects = objects;
    this.#history = new EventHistory(revision);
    this.#advance(revision);
    this.#setFilled();
  }

  async #followWatch(): Promise<void> {
    const { store, prefix } = this.#options;
    const watch = store.watch(prefix, this.#revision + 1, this.#stop.signal);
    this.#watch = watch;
    if (this.#waiters.size > 0) this.#askForProgress();
    try {
      for await (const batch of watch.batches) {
        for (const event of batch.events) this.#apply(event);
        if (batch.revision > this.#revision) this.#advance(batch.revision);
      }
    } finally {
      this.#watch = undefined;
    }
  }

  #apply(event: StoreEvent): void {
    const { key, revision, value } = event;
    const previous = this.#objects.get(key);
    if (revision <= this.#revision) return;
    const current = value && this.#options.toEntry(key, revision, value);
    if (current === undefined) this.#objects.delete(key);
    else this.#objects.set(key, current);
    if (current === undefined && previous === undefined) return;
    const seen = new CacheEvent(key, revision, current, previous, this.#options.clock.monotonic());
    this.#history.add(seen);
    this.#watchers.dispatch(seen);
  }

  /** Readers are told at once, those that wait and those to come, until the value can be read. */
  #giveUpReaders(error: UnreadableValueError): void {
    this.#unreadable = error;
    this.#failFilled(error);
    if (this.#revision === 0) this.#expectFilled();
  }

  #advance(revision: number): void {
    this.#unreadable = undefined;
    this.#revision = revision;
    this.#waiters.reached(revision);
  }

  /** The store's history has a hole: nobody can be told what was missed. */
  #expireWatchers(): void {
    for (const watcher of this.#watchers.all())
      watcher.fail(expired("too old resource version: the store compacted its history"));
  }

  #askForProgress(): void {
    if (this.#progressTimer !== undefined) return;
    this.#watch?.requestProgress();
    this.#progressTimer = this.#options.clock.after(PROGRESS_INTERVAL_MS, () => {
      this.#progressTimer = undefined;
      if (this.#waiters.size > 0) this.#askForProgress();
    });
  }

  #scheduleBookmarks(): void {
    this.#bookmarkTimer = this.#options.clock.after(BOOKMARK_INTERVAL_MS, () => {
      this.#sendBookmarks();
      this.#watch?.requestProgress();
      this.#scheduleBookmarks();
    });
  }

  #sendBookmarks(): void {
    const item = new WatchItem("BOOKMARK", this.#options.bookmark(this.#revision, false));
    for (const watcher of this.#watchers.all()) if (watcher.wantsBookmarks) watcher.bookmark(this.#revision, item);
  }
}

/** Source: apiserver storage `NewTooLargeResourceVersionError`; client-go looks for the cause. */
export function tooLargeResourceVersion(asked: number, current: number) {
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }];
  return statusError("Timeout", `Too large resource version: ${asked}, current: ${current}`, {
    retryAfterSeconds: 1,
    causes,
  });
}
