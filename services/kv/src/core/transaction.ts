import type { Change } from "./change.js";
import { KvError } from "./errors.js";
import type { History } from "./history.js";
import type { KeyEntry, KeyIndex } from "./key-index.js";
import type { Key, KeyRange } from "./key-range.js";
import type { LeaseTable } from "./lease-table.js";
import type {
  CompareOp,
  DeleteRangeOp,
  DeleteRangeResult,
  Op,
  OpResult,
  PutOp,
  PutResult,
  RangeOp,
  TxnOp,
  TxnResult,
} from "./operations.js";
import { checkRangeRevision, compareBytes, readRange, type RangeView } from "./range-reader.js";
import { decodeRecord, encodeRecord, encodeTombstone, valueOf } from "./record.js";

/** What a transaction works on: the newest state, including writes that are not durable yet. */
export interface TransactionState {
  readonly index: KeyIndex;
  readonly history: History;
  readonly leases: LeaseTable;
  readonly compactRevision: number;
}

/** Which list each transaction runs. */
type Paths = Map<TxnOp, boolean>;
type ReadonlyPaths = ReadonlyMap<TxnOp, boolean>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * One transaction: evaluates operations against the newest state and changes it as it goes, under one revision.
 *
 * Atomicity in memory: everything that can refuse an operation is checked before the first change (`checkOps`); applying
 * cannot fail after that. No other transaction runs in between, since nothing here waits.
 */
export class Transaction {
  readonly changes: Mutable<Change>[] = [];

  constructor(
    private readonly state: TransactionState,
    /** The store's revision before this transaction. */
    private readonly base: number,
  ) {}

  /** The revision that the transaction has reached: one above the base once something changed. */
  get revision(): number {
    return this.changes.length > 0 ? this.base + 1 : this.base;
  }

  /** Runs one operation with its checks. */
  run<T extends Op>(op: T): Extract<OpResult, { type: T["type"] }> {
    const paths: Paths = new Map();
    this.choosePaths([op], paths);
    // Puts first, then ranges, so that the refusal told is the one that etcd tells.
    this.checkOps([op], paths, (one) => one.type === "put" && this.checkPut(one));
    this.checkOps([op], paths, (one) => one.type === "range" && this.checkRange(one));
    return this.apply(op, paths) as Extract<OpResult, { type: T["type"] }>;
  }

  /** Deletes the given keys, in their order. */
  deleteKeys(keys: readonly Key[]): void {
    for (const key of keys) {
      const entry = this.state.index.get(key);
      if (entry?.live) this.deleteEntry(entry);
    }
  }

  /** Marks the end: the last change closes the revision. */
  close(): void {
    const last = this.changes.at(-1);
    if (last !== undefined) last.last = true;
  }

  /** All tests, also of nested transactions, look at the state before the transaction. Source: etcd, `compareToPath`. */
  private choosePaths(ops: readonly Op[], paths: Paths): void {
    for (const op of ops) {
      if (op.type !== "txn") continue;
      const succeeded = op.compares.every((compare) => this.holds(compare));
      paths.set(op, succeeded);
      this.choosePaths(succeeded ? op.success : op.failure, paths);
    }
  }

  private checkOps(ops: readonly Op[], paths: ReadonlyPaths, check: (op: Op) => unknown): void {
    for (const op of ops) {
      if (op.type === "txn") this.checkOps(paths.get(op) ? op.success : op.failure, paths, check);
      else check(op);
    }
  }

  private checkRange(op: RangeOp): void {
    checkRangeRevision(op, { revision: this.base, compactRevision: this.state.compactRevision });
  }

  private checkPut(op: PutOp): void {
    if ((op.ignoreValue || op.ignoreLease) && !this.state.index.get(op.key)?.live) throw new KvError("KeyNotFound");
    if (op.lease !== 0n && this.state.leases.get(op.lease) === undefined) throw new KvError("LeaseNotFound");
  }

  private apply(op: Op, paths: ReadonlyPaths): OpResult {
    switch (op.type) {
      case "range":
        return this.range(op);
      case "put":
        return this.put(op);
      case "deleteRange":
        return this.deleteRange(op);
      case "txn":
        return this.txn(op, paths);
    }
  }

  private txn(op: TxnOp, paths: ReadonlyPaths): TxnResult {
    const succeeded = paths.get(op) === true;
    const results = (succeeded ? op.success : op.failure).map((child) => this.apply(child, paths));
    return { type: "txn", succeeded, results, revision: this.revision };
  }

  private range(op: RangeOp): OpResult {
    const { index, history, compactRevision } = this.state;
    const view: RangeView = { index, history, compactRevision, revision: this.revision, indexRevision: this.revision };
    return readRange(op, view);
  }

  private put(op: PutOp): PutResult {
    const { index, history, leases } = this.state;
    const key = op.key;
    const before = index.get(key);
    const old = before?.live ? { main: before.main, sub: before.sub, lease: before.lease } : undefined;
    const previousBytes = before && old ? this.previousRecord(before, op.prevKv || op.ignoreValue) : undefined;
    const value = op.ignoreValue && previousBytes ? valueOf(previousBytes, decodeRecord(previousBytes)) : op.value;
    const lease = op.ignoreLease && old ? old.lease : op.lease;

    const main = this.base + 1;
    const sub = this.changes.length;
    const revision = { main, sub };
    const entry = before ? index.update(before, revision, lease) : index.create(key, revision, lease);
    const bytes = encodeRecord({
      key,
      createRevision: entry.createRevision,
      modRevision: main,
      version: entry.version,
      value,
      lease,
    });
    history.cache(entry, bytes);
    if (old && old.lease !== 0n && old.lease !== lease) leases.detach(old.lease, key);
    if (lease !== 0n) leases.attach(lease, key);
    this.record({ main, sub, key, bytes, tombstone: false, last: false, previous: old, previousBytes });
    return { type: "put", previous: op.prevKv ? previousBytes : undefined };
  }

  /** Watchers want it too, but only if it costs nothing. */
  private previousRecord(entry: KeyEntry, required: boolean): Uint8Array | undefined {
    const { history } = this.state;
    return required ? history.read(entry, entry) : history.peek(entry);
  }

  private deleteRange(op: DeleteRangeOp): DeleteRangeResult {
    const { index, history } = this.state;
    const entries: KeyEntry[] = [];
    index.walkNewest(op.range, (entry) => entries.push(entry) > 0);
    const previous = op.prevKv ? entries.map((entry) => history.read(entry, entry)) : [];
    for (const entry of entries) this.deleteEntry(entry);
    return { type: "deleteRange", deleted: entries.length, previous };
  }

  private deleteEntry(entry: KeyEntry): void {
    const { index, history, leases } = this.state;
    const { key, lease } = entry;
    const previous = { main: entry.main, sub: entry.sub };
    const revision = { main: this.base + 1, sub: this.changes.length };
    const previousBytes = history.peek(entry);
    index.delete(entry, revision);
    history.uncache(entry);
    if (lease !== 0n) leases.detach(lease, key);
    const bytes = encodeTombstone(key);
    this.record({ ...revision, key, bytes, tombstone: true, last: false, previous, previousBytes });
  }

  /** From here on the history shows the change, to later operations of this transaction first. */
  private record(change: Mutable<Change>): void {
    if (this.changes.length === 0) this.state.history.addPending(change.main, this.changes);
    this.changes.push(change);
  }

  /** A missing key counts as a record of zeros, but has no value to compare. Source: etcd, `applyCompare`. */
  private holds(compare: CompareOp): boolean {
    const entries = this.liveEntries(compare.range);
    if (entries.length > 0) return entries.every((entry) => this.entryHolds(compare, entry));
    const { target } = compare;
    if (target.field === "value") return false;
    return satisfies(compare.result, target.field === "lease" ? order(0n, target.value) : order(0, target.value));
  }

  private liveEntries(range: KeyRange): KeyEntry[] {
    const entries: KeyEntry[] = [];
    this.state.index.walkNewest(range, (entry) => entries.push(entry) > 0);
    return entries;
  }

  private entryHolds(compare: CompareOp, entry: KeyEntry): boolean {
    const { target } = compare;
    switch (target.field) {
      case "version":
        return satisfies(compare.result, order(entry.version, target.value));
      case "createRevision":
        return satisfies(compare.result, order(entry.createRevision, target.value));
      case "modRevision":
        return satisfies(compare.result, order(entry.main, target.value));
      case "lease":
        return satisfies(compare.result, order(entry.lease, target.value));
      case "value": {
        const bytes = this.state.history.read(entry, entry);
        return satisfies(compare.result, compareBytes(valueOf(bytes, decodeRecord(bytes)), target.value));
      }
    }
  }
}

function order<T extends number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** An unknown way to compare holds always. Source: etcd, `compareKV`. */
function satisfies(result: CompareOp["result"], ordering: number): boolean {
  switch (result) {
    case "equal":
      return ordering === 0;
    case "notEqual":
      return ordering !== 0;
    case "greater":
      return ordering > 0;
    case "less":
      return ordering < 0;
    case "unknown":
      return true;
  }
}
