import { Pushable } from "@flotilla/service";
import {
  CompactedError,
  FutureRevisionError,
  type Commit,
  type CommitResult,
  type KeyValueStore,
  type RangePage,
  type RangeQuery,
  type StoredValue,
  type StoreEvent,
  type StoreWatch,
  type StoreWatchBatch,
} from "../key-value-store.js";

interface Watching {
  readonly prefix: string;
  readonly batches: Pushable<StoreWatchBatch>;
}

/** The store's semantics in a few data structures: all history in one list, a state is what a replay of it gives. */
export class MemoryStore implements KeyValueStore {
  /** As in etcd, an empty store is at revision 1. */
  #revision = 1;
  #compacted = 0;
  #leases = 0n;
  readonly #log: StoreEvent[] = [];
  readonly #live = new Map<string, StoredValue>();
  readonly #watchers = new Set<Watching>();

  async get(key: string, revision?: number): Promise<{ value: StoredValue | undefined; revision: number }> {
    return { value: this.#stateAt(revision).get(key), revision: this.#revision };
  }

  async range({ start, end, revision, limit }: RangeQuery): Promise<RangePage> {
    const values = [...this.#stateAt(revision).values()]
      .filter(({ key }) => key >= start && key < end)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const page = limit === undefined ? values : values.slice(0, limit);
    return { values: page, more: page.length < values.length, count: values.length, revision: this.#revision };
  }

  async commit({ key, expectedRevision, value, claims = [], releases = [] }: Commit): Promise<CommitResult> {
    const current = this.#live.get(key);
    const claimTaken = claims.some((claim) => this.#live.has(claim.key));
    if ((current?.modRevision ?? 0) !== expectedRevision || claimTaken)
      return { ok: false, current, revision: this.#revision };
    const revision = ++this.#revision;
    const events: StoreEvent[] = [{ key, value, revision }];
    for (const claim of claims) events.push({ ...claim, revision });
    for (const released of releases)
      if (this.#live.has(released)) events.push({ key: released, value: undefined, revision });
    this.#apply(events);
    return { ok: true, revision };
  }

  watch(prefix: string, fromRevision: number, signal: AbortSignal): StoreWatch {
    const batches = new Pushable<StoreWatchBatch>();
    const watching = { prefix, batches };
    if (fromRevision <= this.#compacted) batches.fail(new CompactedError("compacted"));
    const missed = this.#log.filter((event) => event.revision >= fromRevision && event.key.startsWith(prefix));
    if (missed.length > 0) batches.push({ revision: missed.at(-1)?.revision ?? 0, events: missed });
    this.#watchers.add(watching);
    signal.addEventListener("abort", () => batches.end(), { once: true });
    return { batches, requestProgress: () => void batches.push({ revision: this.#revision, events: [] }) };
  }

  async currentRevision(): Promise<number> {
    return this.#revision;
  }

  async grantLease(): Promise<bigint> {
    return ++this.#leases;
  }

  async compact(revision: number): Promise<void> {
    this.#compacted = revision;
  }

  /** Ends all watches, as a restart of the store does. */
  breakWatches(): void {
    for (const { batches } of this.#watchers) batches.fail(new Error("the connection broke"));
    this.#watchers.clear();
  }

  #apply(events: readonly StoreEvent[]): void {
    for (const event of events) {
      replay(this.#live, event);
      this.#log.push(event);
    }
    for (const { prefix, batches } of this.#watchers) {
      const seen = events.filter(({ key }) => key.startsWith(prefix));
      if (seen.length > 0) batches.push({ revision: this.#revision, events: seen });
    }
  }

  #stateAt(revision = 0): ReadonlyMap<string, StoredValue> {
    if (revision === 0) return this.#live;
    if (revision > this.#revision) throw new FutureRevisionError("future");
    if (revision < this.#compacted) throw new CompactedError("compacted");
    const state = new Map<string, StoredValue>();
    for (const event of this.#log) if (event.revision <= revision) replay(state, event);
    return state;
  }
}

function replay(state: Map<string, StoredValue>, { key, value, revision }: StoreEvent): void {
  if (value === undefined) state.delete(key);
  else state.set(key, { key, value, modRevision: revision, version: (state.get(key)?.version ?? 0) + 1 });
}
