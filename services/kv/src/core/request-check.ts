import { KvError } from "./errors.js";
import { contains, type Key, type KeyRange } from "./key-range.js";
import type { Op, TxnOp } from "./operations.js";

/** Refuses an operation that is wrong whatever the store holds. `opsMax` limits transactions. */
export function checkOp(op: Op, opsMax: number): void {
  switch (op.type) {
    case "range":
    case "deleteRange":
      if (op.range.start === "") throw new KvError("KeyNotProvided");
      return;
    case "put":
      if (op.key === "") throw new KvError("KeyNotProvided");
      if (op.ignoreValue && op.value.length > 0) throw new KvError("ValueProvided");
      if (op.ignoreLease && op.lease !== 0n) throw new KvError("LeaseProvided");
      return;
    case "txn":
      checkTxn(op, opsMax);
      checkWrites(op.success);
      checkWrites(op.failure);
  }
}

/** The operations allowed shrink with the depth. Source: etcd, `checkTxnRequest`. */
function checkTxn(txn: TxnOp, opsMax: number): void {
  const count = Math.max(txn.compares.length, txn.success.length, txn.failure.length);
  if (count > opsMax) throw new KvError("TooManyOps");
  if (txn.compares.some((compare) => compare.range.start === "")) throw new KvError("KeyNotProvided");
  for (const op of [...txn.success, ...txn.failure]) {
    if (op.type === "txn") checkTxn(op, opsMax - count);
    else checkOp(op, opsMax);
  }
}

/** What a list of operations may write, in some branch. */
interface Writes {
  readonly puts: Set<Key>;
  readonly deletes: KeyRange[];
}

/**
 * Refuses a list that could put a key twice, or put a key that another of its operations deletes. The two branches of a
 * nested transaction exclude each other. Source: etcd, `checkIntervals`, whose one gap is kept: a key put by a nested
 * transaction may be deleted by a later nested one.
 */
function checkWrites(ops: readonly Op[]): Writes {
  const puts = new Set<Key>();
  const deletes = ops.flatMap((op) => (op.type === "deleteRange" ? [op.range] : []));
  const refuseDeleted = (key: Key) => {
    if (deletes.some((range) => contains(range, key))) throw new KvError("DuplicateKey");
  };
  for (const op of ops) {
    if (op.type !== "txn") continue;
    const branches = [checkWrites(op.success), checkWrites(op.failure)];
    const childPuts = new Set(branches.flatMap((branch) => [...branch.puts]));
    for (const key of childPuts) {
      if (puts.has(key)) throw new KvError("DuplicateKey");
      refuseDeleted(key);
    }
    for (const key of childPuts) puts.add(key);
    for (const branch of branches) deletes.push(...branch.deletes);
  }
  for (const op of ops) {
    if (op.type !== "put") continue;
    if (puts.has(op.key)) throw new KvError("DuplicateKey");
    refuseDeleted(op.key);
    puts.add(op.key);
  }
  return { puts, deletes };
}
