import type { Change } from "./change.js";
import { CommitPipeline } from "./commit-pipeline.js";
import { compactSlice } from "./compaction.js";
import { KvError } from "./errors.js";
import { checkOp } from "./request-check.js";
import { History } from "./history.js";
import type { KeyIndex } from "./key-index.js";
import type { Key } from "./key-range.js";
import { LeaseTable, type Lease } from "./lease-table.js";
import {
  META_COMPACTION,
  leaseIdOf,
  leaseMetaName,
  metaChange,
  readMetaValue,
  type CompactionMeta,
  type LeaseMeta,
} from "./meta.js";
import type {
  At,
  DeleteRangeOp,
  DeleteRangeResult,
  PutOp,
  PutResult,
  RangeOp,
  RangeResult,
  TxnOp,
  TxnResult,
} from "./operations.js";
import { readRange } from "./range-reader.js";
import { restoreHistory } from "./restore.js";
import type { MetaChange, Revision, Storage } from "./storage.js";
import { Transaction } from "./transaction.js";

/** Keys looked at in one slice of a compaction: about a millisecond of work. */
const COMPACTION_SLICE_KEYS = 1000;
/** Records removed at a time. */
const COMPACTION_BATCH_RECORDS = 500;

export interface StoreOptions {
  readonly storage: Storage;
  /** Resolves after the calls that have arrived by now have been handled. */
  readonly nextTurn: () => Promise<void>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly cacheBytesMax: number;
  /** Operations in one transaction. */
  readonly txnOpsMax: number;
  readonly minLeaseTtlSeconds: number;
  readonly onFailure: (error: Error) => void;
}

/** Told of the history as it becomes durable. */
export interface CommitListener {
  committed(revision: number, changes: readonly Change[]): void;
  compacted(revision: number): void;
}

/**
 * The store: one history of revisions, changed by one transaction after another.
 *
 * What becomes visible when. A transaction is evaluated on the newest state, at once and alone, and changes it at once;
 * its answer waits until its revision is durable. Reads see the state at `revision`, the newest durable one, so they
 * never wait and never show what a crash could take back. A transaction that changed nothing has still seen the newest
 * state, so its answer waits until all of that is durable. Thus revisions order all calls strictly: a call that begins
 * after another was answered sees at least that other's revision.
 */
export class Store {
  private readonly pipeline: CommitPipeline;
  private readonly listeners = new Set<CommitListener>();
  private durable: number;
  private applied: number;
  private compaction: CompactionMeta;
  /** Readable from here on. Follows `compaction.scheduled` once that is durable. */
  private readableFrom: number;
  private compacting: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    private readonly options: StoreOptions,
    private readonly index: KeyIndex,
    private readonly history: History,
    private readonly leases: LeaseTable,
    restored: { revision: number; recordBytes: number; compaction: CompactionMeta },
  ) {
    this.durable = restored.revision;
    this.applied = restored.revision;
    this.usedBytes = restored.recordBytes;
    this.compaction = restored.compaction;
    this.readableFrom = restored.compaction.scheduled;
    this.pipeline = new CommitPipeline({
      storage: options.storage,
      nextTurn: options.nextTurn,
      onDurable: (revision, changes) => this.onDurable(revision, changes),
      onFailure: options.onFailure,
    });
  }

  /** Reads the store back from its storage. */
  static async open(options: StoreOptions, meta: ReadonlyMap<string, Uint8Array>): Promise<Store> {
    const compaction = readMetaValue<CompactionMeta>(meta, META_COMPACTION) ?? {
      scheduled: 0,
      finished: 0,
      keptCount: 0,
    };
    const { index, revision, recordBytes } = await restoreHistory(options.storage, compaction);
    const leases = restoreLeases(options, meta, index);
    const history = new History(options.storage, options.cacheBytesMax);
    const store = new Store(options, index, history, leases, { revision, recordBytes, compaction });
    if (compaction.scheduled > compaction.finished) store.startCompaction(compaction.scheduled);
    return store;
  }

  /** The newest durable revision. */
  get revision(): number {
    return this.durable;
  }

  /** The oldest readable revision; 0 before the first compaction. */
  get compactRevision(): number {
    return this.readableFrom;
  }

  /** Bytes of all records kept, also of those not yet durable. */
  usedBytes: number;

  subscribe(listener: CommitListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  range(op: RangeOp): At<RangeResult> {
    this.checkOpen();
    checkOp(op, this.options.txnOpsMax);
    const { index, history, applied: indexRevision, durable: revision, readableFrom: compactRevision } = this;
    return { revision, result: readRange(op, { index, history, revision, indexRevision, compactRevision }) };
  }

  async put(op: PutOp): Promise<At<PutResult>> {
    checkOp(op, this.options.txnOpsMax);
    return this.transact((transaction) => transaction.run(op));
  }

  async deleteRange(op: DeleteRangeOp): Promise<At<DeleteRangeResult>> {
    checkOp(op, this.options.txnOpsMax);
    return this.transact((transaction) => transaction.run(op));
  }

  async txn(op: TxnOp): Promise<At<TxnResult>> {
    checkOp(op, this.options.txnOpsMax);
    return this.transact((transaction) => transaction.run(op));
  }

  /** Makes revisions below `revision` unreadable; with `physical` waits until their records are removed. */
  async compact(revision: number, physical: boolean): Promise<number> {
    this.checkOpen();
    if (revision <= this.compaction.scheduled) throw new KvError("Compacted");
    if (revision > this.applied) throw new KvError("FutureRevision");
    this.compaction = { ...this.compaction, scheduled: revision };
    // Becomes readable only behind the writes it was staged after, so a reader's "current" is never below it.
    await this.pipeline.stage(this.applied, [], [metaChange(META_COMPACTION, this.compaction)]);
    this.readableFrom = Math.max(this.readableFrom, revision);
    for (const listener of this.listeners) listener.compacted(this.readableFrom);
    const done = this.startCompaction(revision);
    if (physical) await done;
    return this.durable;
  }

  async grantLease(id: bigint, ttlSeconds: bigint): Promise<Lease> {
    this.checkOpen();
    const lease = this.leases.grant(id, ttlSeconds, this.options.now());
    await this.writeMeta([metaChange(leaseMetaName(id), { ttlSeconds: lease.ttlSeconds } satisfies LeaseMeta)]);
    return lease;
  }

  /** Deletes a lease and, in one revision and ordered, its keys. */
  async revokeLease(id: bigint): Promise<number> {
    const lease = this.leases.get(id);
    if (lease === undefined) throw new KvError("LeaseNotFound");
    const keys = [...lease.keys].sort();
    this.leases.remove(id);
    const removal = [metaChange(leaseMetaName(id), undefined)];
    return (await this.transact((transaction) => transaction.deleteKeys(keys), removal)).revision;
  }

  /** Revokes at most `countMax` leases that have run out. */
  async expireLeases(countMax: number): Promise<number> {
    const ids = this.leases.expired(this.options.now(), countMax);
    await Promise.all(ids.map((id) => this.revokeLease(id)));
    return ids.length;
  }

  renewLease(id: bigint): Lease | undefined {
    this.checkOpen();
    return this.leases.renew(id, this.options.now());
  }

  /** Waits until what it tells of is durable. */
  async findLease(id: bigint): Promise<Lease | undefined> {
    const lease = this.leases.get(id);
    await this.pipeline.settled();
    return lease;
  }

  async leaseIds(): Promise<bigint[]> {
    const ids = this.leases.ids();
    await this.pipeline.settled();
    return ids;
  }

  hasLease(id: bigint): boolean {
    return this.leases.get(id) !== undefined;
  }

  /** Makes pieces of state durable, in order with everything else. */
  async writeMeta(meta: readonly MetaChange[]): Promise<void> {
    this.checkOpen();
    await this.pipeline.stage(this.applied, [], meta);
  }

  /** Visits the index and the history for those who follow it: watches, checksums. */
  get parts(): { readonly index: KeyIndex; readonly history: History; readonly storage: Storage } {
    return { index: this.index, history: this.history, storage: this.options.storage };
  }

  /** Lets what is staged become durable, refuses the rest. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.pipeline.drain();
    await this.compacting;
    // A compaction that was just through may have staged its end.
    await this.pipeline.drain();
  }

  /** Throws when the store can take no writes any more. */
  checkWorking(): void {
    this.checkOpen();
    this.pipeline.checkWorking();
  }

  private checkOpen(): void {
    if (this.closed) throw new KvError("Stopped");
  }

  /** Runs one transaction and waits until its result may be told. */
  private async transact<T>(run: (transaction: Transaction) => T, meta: readonly MetaChange[] = []): Promise<At<T>> {
    this.checkOpen();
    const { index, history, leases } = this;
    const state = { index, history, leases, compactRevision: this.compaction.scheduled };
    const transaction = new Transaction(state, this.applied);
    const result = this.runWhole(transaction, run);
    const { changes, revision } = transaction;
    if (changes.length === 0 && meta.length === 0) {
      await this.pipeline.settled();
      return { revision, result };
    }
    transaction.close();
    this.applied = revision;
    for (const change of changes) this.usedBytes += change.bytes.length;
    await this.pipeline.stage(revision, changes, meta);
    return { revision, result };
  }

  /** A transaction that breaks half way (damage on the disk) leaves memory that must not be used any more. */
  private runWhole<T>(transaction: Transaction, run: (transaction: Transaction) => T): T {
    try {
      return run(transaction);
    } catch (error) {
      if (transaction.changes.length > 0) {
        this.closed = true;
        this.options.onFailure(error as Error);
      }
      throw error;
    }
  }

  private onDurable(revision: number, changes: readonly Change[]): void {
    this.durable = revision;
    this.history.dropPending(changes);
    for (const listener of this.listeners) listener.committed(revision, changes);
  }

  /** Compactions run one after another, each in slices between which other calls are served. */
  private startCompaction(revision: number): Promise<void> {
    this.compacting = this.runCompaction(this.compacting, revision);
    return this.compacting;
  }

  private async runCompaction(before: Promise<void>, revision: number): Promise<void> {
    await before;
    try {
      await this.removeCompacted(revision);
    } catch (error) {
      if (!this.closed) this.options.onFailure(error as Error);
    }
  }

  private async removeCompacted(revision: number): Promise<void> {
    let from: Key | undefined = "";
    let keptCount = 0;
    while (from !== undefined) {
      if (this.closed) return;
      const slice = compactSlice(this.index, revision, from, COMPACTION_SLICE_KEYS);
      keptCount += slice.keptCount;
      from = slice.next;
      await this.removeRecords(slice.removed);
    }
    this.compaction = { ...this.compaction, finished: revision, keptCount };
    await this.pipeline.stage(this.applied, [], [metaChange(META_COMPACTION, this.compaction)]);
  }

  private async removeRecords(revisions: readonly Revision[]): Promise<void> {
    const { storage, nextTurn } = this.options;
    for (let i = 0; i < revisions.length; i += COMPACTION_BATCH_RECORDS) {
      const batch = revisions.slice(i, i + COMPACTION_BATCH_RECORDS);
      for (const { main, sub } of batch) this.usedBytes -= storage.read(main, sub)?.bytes.length ?? 0;
      await storage.remove(batch);
      await nextTurn();
    }
  }
}

function restoreLeases(options: StoreOptions, meta: ReadonlyMap<string, Uint8Array>, index: KeyIndex): LeaseTable {
  const leases = new LeaseTable(options.minLeaseTtlSeconds);
  const now = options.now();
  for (const name of meta.keys()) {
    const id = leaseIdOf(name);
    if (id !== undefined) leases.restore(id, readMetaValue<LeaseMeta>(meta, name)!.ttlSeconds, now);
  }
  index.walkNewest({ start: "", end: undefined }, (entry) => {
    if (entry.lease !== 0n) leases.attach(entry.lease, entry.key);
    return true;
  });
  return leases;
}
