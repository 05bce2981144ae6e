import { KvError } from "./errors.js";
import type { History } from "./history.js";
import type { KeyEntry, KeyIndex, Located } from "./key-index.js";
import { isSingleKey } from "./key-range.js";
import type { RangeOp, RangeResult } from "./operations.js";
import { decodeRecord, valueOf, type RecordHead } from "./record.js";

/** From where a range is read. */
export interface RangeView {
  readonly index: KeyIndex;
  readonly history: History;
  /** The revision that "current" means to this reader. */
  readonly revision: number;
  /** The index may be ahead of `revision`, by writes that this reader must not see. */
  readonly indexRevision: number;
  readonly compactRevision: number;
}

/** Checks the revision that a range asks for. */
export function checkRangeRevision(op: RangeOp, view: { revision: number; compactRevision: number }): void {
  if (op.revision <= 0) return;
  if (op.revision > view.revision) throw new KvError("FutureRevision");
  if (op.revision < view.compactRevision) throw new KvError("Compacted");
}

/** Reads a range. Source of the order of steps: etcd, `executeRange`: filter, sort, cut to the limit, strip. */
export function readRange(op: RangeOp, view: RangeView): RangeResult {
  checkRangeRevision(op, view);
  const at = op.revision > 0 ? op.revision : view.revision;
  if (op.countOnly) return toResult(op, [], countAt(op, at, view), false);

  // Sorting and filtering need all records; only a plain read can stop at the limit.
  const plain = !isFiltered(op) && isKeyOrder(op);
  const wanted = plain && op.limit > 0 ? op.limit + 1 : Infinity;
  const { records, complete } = collect(op, at, wanted, view);
  const count = complete ? records.length : countAt(op, at, view);
  const selected = plain ? records : sorted(filtered(records, op), op);
  const more = op.limit > 0 && selected.length > op.limit;
  return toResult(op, more ? selected.slice(0, op.limit) : selected, count, more);
}

function toResult(op: RangeOp, records: Uint8Array[], count: number, more: boolean): RangeResult {
  return { type: "range", records, keysOnly: op.keysOnly, more, count };
}

/** The first `wanted` records of the range; `complete` when there are no others. */
function collect(
  op: RangeOp,
  at: number,
  wanted: number,
  view: RangeView,
): { records: Uint8Array[]; complete: boolean } {
  const { index, history } = view;
  const records: Uint8Array[] = [];
  const take = (entry: KeyEntry, located: Located): boolean => {
    records.push(history.read(entry, located));
    return records.length < wanted;
  };
  if (isSingleKey(op.range)) {
    const entry = index.get(op.range.start);
    const located = entry?.at(at);
    if (entry && located?.live) take(entry, located);
    return { records, complete: true };
  }
  if (at >= view.indexRevision) index.walkNewest(op.range, (entry) => take(entry, entry));
  else index.walkAll(op.range, (entry) => visitAt(entry, at, take));
  return { records, complete: records.length < wanted };
}

function visitAt(entry: KeyEntry, at: number, visit: (entry: KeyEntry, located: Located) => boolean): boolean {
  const located = entry.at(at);
  return located?.live ? visit(entry, located) : true;
}

function countAt(op: RangeOp, at: number, view: RangeView): number {
  const { index, history } = view;
  if (at >= view.indexRevision) return index.countNewest(op.range);
  if (at === view.revision) return index.countNewest(op.range) - history.pendingLiveDelta(op.range);
  let count = 0;
  index.walkAll(op.range, (entry) =>
    visitAt(entry, at, () => {
      count++;
      return true;
    }),
  );
  return count;
}

function isFiltered(op: RangeOp): boolean {
  return [op.minModRevision, op.maxModRevision, op.minCreateRevision, op.maxCreateRevision].some(
    (bound) => bound !== 0,
  );
}

function isKeyOrder(op: RangeOp): boolean {
  return op.sort.target === "key" && op.sort.order !== "descend";
}

function filtered(records: readonly Uint8Array[], op: RangeOp): Uint8Array[] {
  if (!isFiltered(op)) return [...records];
  const within = (value: number, min: number, max: number) =>
    (min === 0 || value >= min) && (max === 0 || value <= max);
  return records.filter((bytes) => {
    const head = decodeRecord(bytes);
    return (
      within(head.modRevision, op.minModRevision, op.maxModRevision) &&
      within(head.createRevision, op.minCreateRevision, op.maxCreateRevision)
    );
  });
}

interface Sortable {
  readonly bytes: Uint8Array;
  readonly head: RecordHead;
}

/** Another target than the key sorts ascending when no order is given. Source: etcd, `executeRange`. */
function sorted(records: readonly Uint8Array[], op: RangeOp): Uint8Array[] {
  if (isKeyOrder(op)) return [...records];
  const compare = comparator(op.sort.target);
  const sign = op.sort.order === "descend" ? -1 : 1;
  const sortable = records.map((bytes): Sortable => ({ bytes, head: decodeRecord(bytes) }));
  return sortable.sort((a, b) => sign * compare(a, b)).map(({ bytes }) => bytes);
}

function comparator(target: RangeOp["sort"]["target"]): (a: Sortable, b: Sortable) => number {
  switch (target) {
    case "key":
      return (a, b) => (a.head.key < b.head.key ? -1 : a.head.key > b.head.key ? 1 : 0);
    case "version":
      return (a, b) => a.head.version - b.head.version;
    case "create":
      return (a, b) => a.head.createRevision - b.head.createRevision;
    case "mod":
      return (a, b) => a.head.modRevision - b.head.modRevision;
    case "value":
      return (a, b) => compareBytes(valueOf(a.bytes, a.head), valueOf(b.bytes, b.head));
  }
}

/** Negative, zero or positive, as bytes order. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
