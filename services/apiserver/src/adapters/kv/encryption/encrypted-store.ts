import type {
  Commit,
  CommitResult,
  KeyValueStore,
  RangePage,
  RangeQuery,
  StoredValue,
  StoreWatch,
  StoreWatchBatch,
} from "../../../core/storage/key-value-store.js";
import type { Transformer } from "./transformer.js";

/** A store that keeps the values of some resources encrypted. Keys, and all else about them, stay as they are. */
export class EncryptedStore implements KeyValueStore {
  constructor(
    private readonly store: KeyValueStore,
    /** By the prefix of a resource's keys, such as "/registry/secrets/". */
    private readonly transformers: ReadonlyMap<string, Transformer>,
  ) {}

  async get(key: string, revision?: number): Promise<{ value: StoredValue | undefined; revision: number }> {
    const { value, revision: read } = await this.store.get(key, revision);
    return { value: value && this.#opened(value), revision: read };
  }

  async range(query: RangeQuery): Promise<RangePage> {
    const page = await this.store.range(query);
    return { ...page, values: page.values.map((value) => this.#opened(value)) };
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { key, value } = commit;
    const transformer = this.#transformerOf(key);
    const sealed = value && transformer ? { ...commit, value: transformer.toStorage(key, value) } : commit;
    const result = await this.store.commit(sealed);
    return result.ok || result.current === undefined ? result : { ...result, current: this.#opened(result.current) };
  }

  watch(prefix: string, fromRevision: number, signal: AbortSignal): StoreWatch {
    const { batches, requestProgress } = this.store.watch(prefix, fromRevision, signal);
    return { batches: this.#openedBatches(batches), requestProgress };
  }

  currentRevision(): Promise<number> {
    return this.store.currentRevision();
  }

  grantLease(ttlSeconds: number): Promise<bigint> {
    return this.store.grantLease(ttlSeconds);
  }

  compact(revision: number): Promise<void> {
    return this.store.compact(revision);
  }

  async *#openedBatches(batches: AsyncIterable<StoreWatchBatch>): AsyncIterable<StoreWatchBatch> {
    for await (const { revision, events } of batches) {
      yield {
        revision,
        events: events.map((event) =>
          event.value === undefined ? event : { ...event, value: this.#open(event.key, event.value).plain },
        ),
      };
    }
  }

  #opened(stored: StoredValue): StoredValue {
    const { plain, stale } = this.#open(stored.key, stored.value);
    return plain === stored.value && !stale ? stored : { ...stored, value: plain, stale };
  }

  #open(key: string, stored: Uint8Array): { readonly plain: Uint8Array; readonly stale: boolean } {
    return this.#transformerOf(key)?.fromStorage(key, stored) ?? { plain: stored, stale: false };
  }

  /** A resource's prefix is /registry/RESOURCE/, or /registry/GROUP/RESOURCE/. */
  #transformerOf(key: string): Transformer | undefined {
    const first = key.indexOf("/", 1);
    const second = key.indexOf("/", first + 1);
    const third = key.indexOf("/", second + 1);
    return this.transformers.get(key.slice(0, second + 1)) ?? this.transformers.get(key.slice(0, third + 1));
  }
}
