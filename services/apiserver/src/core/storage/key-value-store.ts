/**
 * What the ApiServer needs of the KV store: etcd's semantics in the few shapes that Kubernetes uses. Revisions are
 * numbers here: they count writes, and 2^53 writes do not happen.
 */
export interface KeyValueStore {
  /** Linearizable, unless `revision` names an older state. */
  get(key: string, revision?: number): Promise<{ readonly value: StoredValue | undefined; readonly revision: number }>;
  /** The keys in [start, end), in order. `revision` of the answer is the state that was read. */
  range(request: RangeQuery): Promise<RangePage>;
  /** One atomic step; see `Commit`. */
  commit(commit: Commit): Promise<CommitResult>;
  /** Changes to keys with this prefix, from `fromRevision` on. */
  watch(prefix: string, fromRevision: number, signal: AbortSignal): StoreWatch;
  /** The newest revision, linearizable. */
  currentRevision(): Promise<number>;
  /** A lease that ends after `ttlSeconds`; keys attached to it vanish then. */
  grantLease(ttlSeconds: number): Promise<bigint>;
  /** Forgets history below `revision`. */
  compact(revision: number): Promise<void>;
}

export interface StoredValue {
  readonly key: string;
  readonly value: Uint8Array;
  readonly modRevision: number;
  /** How often the key was written since it was created. */
  readonly version: number;
  /** The store would now write these bytes in another form, such as under a newer key. */
  readonly stale?: boolean | undefined;
}

export interface RangeQuery {
  readonly start: string;
  readonly end: string;
  /** Absent: the newest state. */
  readonly revision?: number | undefined;
  /** Absent: no limit. */
  readonly limit?: number | undefined;
}

export interface RangePage {
  readonly values: readonly StoredValue[];
  /** More keys follow the last one. */
  readonly more: boolean;
  /** All keys in the range, beyond `limit` too. */
  readonly count: number;
  readonly revision: number;
}

/** Writes `key` if it is still at `expectedRevision` (0: absent), together with keys that must change with it. */
export interface Commit {
  readonly key: string;
  readonly expectedRevision: number;
  /** Absent: delete. */
  readonly value?: Uint8Array | undefined;
  readonly lease?: bigint | undefined;
  /** Each must be absent, else the whole commit fails. */
  readonly claims?: readonly { readonly key: string; readonly value: Uint8Array }[] | undefined;
  /** Deleted with the commit, if they are there. */
  readonly releases?: readonly string[] | undefined;
}

export type CommitResult =
  | { readonly ok: true; readonly revision: number }
  /** `current` is the state of `key` at the time of the refusal; when it is at the expected revision, a claim was taken. */
  | { readonly ok: false; readonly current: StoredValue | undefined; readonly revision: number };

export interface StoreWatch {
  /** Throws `CompactedError` when the start is no longer in the history. */
  readonly batches: AsyncIterable<StoreWatchBatch>;
  /** Asks for a batch without events that tells how far the watch is. */
  requestProgress(): void;
}

export interface StoreWatchBatch {
  /** All events up to this revision have been delivered with this batch. */
  readonly revision: number;
  readonly events: readonly StoreEvent[];
}

export interface StoreEvent {
  readonly key: string;
  /** Absent: the key was deleted. */
  readonly value: Uint8Array | undefined;
  readonly revision: number;
}

/** The revision asked for is no longer in the store's history. */
export class CompactedError extends Error {
  override readonly name = "CompactedError";
}

/** The revision asked for has not happened yet. */
export class FutureRevisionError extends Error {
  override readonly name = "FutureRevisionError";
}

/** What is stored cannot be read with the keys that are configured. */
export class UnreadableValueError extends Error {
  override readonly name = "UnreadableValueError";

  constructor(
    /** Where the value lies. */
    readonly key: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`unable to transform key ${JSON.stringify(key)}: ${why}`, options);
  }
}

/** The end of the range that holds exactly the keys with `prefix`. Keys are ASCII. */
export function prefixEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
