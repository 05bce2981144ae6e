/** Where a change stands in the history: `main` is the transaction's revision, `sub` its place in the transaction. */
export interface Revision {
  readonly main: number;
  readonly sub: number;
}

/** One change as it is kept. */
export interface StoredRecord extends Revision {
  readonly tombstone: boolean;
  /** The last change of its transaction. Shows after a restart that no part of the transaction is missing. */
  readonly last: boolean;
  /** An encoded `mvccpb.KeyValue`. */
  readonly bytes: Uint8Array;
}

/** A named piece of state besides the history: leases, alarms, users. No value removes it. */
export interface MetaChange {
  readonly name: string;
  readonly value: Uint8Array | undefined;
}

/** What becomes durable together. */
export interface Batch {
  readonly records: readonly StoredRecord[];
  readonly meta: readonly MetaChange[];
}

export interface StorageSize {
  /** Bytes taken from the file system. */
  readonly physicalBytes: number;
}

/** All that is stored, as it was at one moment. */
export interface StorageSnapshot {
  readMeta(): Promise<ReadonlyMap<string, Uint8Array>>;
  /** As `Storage.scan`. */
  scan(from: number, to: number): AsyncIterable<readonly StoredRecord[]>;
  close(): Promise<void>;
}

/**
 * The disk, as the store sees it. What it returns is what was written: damage is noticed and thrown as
 * `KvError("Corrupt")`, whose cause names the place.
 */
export interface Storage {
  /** All pieces of state, by name. */
  readMeta(): Promise<ReadonlyMap<string, Uint8Array>>;
  snapshot(): StorageSnapshot;
  /** The records with from <= main <= to, in order, in chunks of bounded size; a view of the moment of the call. */
  scan(from: number, to: number): AsyncIterable<readonly StoredRecord[]>;
  /** The record at a revision, or undefined when there is none. */
  read(main: number, sub: number): StoredRecord | undefined;
  /** Makes a batch durable: all of it or, when the process dies before this resolves, possibly nothing of it. */
  commit(batch: Batch): Promise<void>;
  /** Removes records, not necessarily durably: after a crash some may be back. */
  remove(revisions: readonly Revision[]): Promise<void>;
  /** Gives the space of removed records back to the file system. */
  reclaim(): Promise<void>;
  size(): Promise<StorageSize>;
  close(): Promise<void>;
}
