import {
  Compare_CompareResult,
  Compare_CompareTarget,
  RangeRequest_SortOrder,
  RangeRequest_SortTarget,
  type Compare,
  type DeleteRangeRequest,
  type PutRequest,
  type RangeRequest,
  type RequestOp,
  type TxnRequest,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { KvError } from "../core/errors.js";
import { keyRange, type Key, type KeyRange } from "../core/key-range.js";
import type {
  CompareOp,
  CompareResult,
  DeleteRangeOp,
  Op,
  PutOp,
  RangeOp,
  SortOrder,
  SortTarget,
  TxnOp,
} from "../core/operations.js";

/** A key's bytes as the store holds keys. */
export function toKey(bytes: Uint8Array): Key {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

export function toRange(message: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array }): KeyRange {
  return keyRange(toKey(message.key), toKey(message.rangeEnd));
}

/** Clients send revisions as odd as 2^63 - 3; beyond what a number holds exactly, one is as good as another. */
export function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER;
  if (value < BigInt(Number.MIN_SAFE_INTEGER)) return Number.MIN_SAFE_INTEGER;
  return Number(value);
}

const SORT_TARGETS: Readonly<Record<number, SortTarget>> = {
  [RangeRequest_SortTarget.KEY]: "key",
  [RangeRequest_SortTarget.VERSION]: "version",
  [RangeRequest_SortTarget.CREATE]: "create",
  [RangeRequest_SortTarget.MOD]: "mod",
  [RangeRequest_SortTarget.VALUE]: "value",
};

const SORT_ORDERS: Readonly<Record<number, SortOrder>> = {
  [RangeRequest_SortOrder.NONE]: "none",
  [RangeRequest_SortOrder.ASCEND]: "ascend",
  [RangeRequest_SortOrder.DESCEND]: "descend",
};

export function toRangeOp(request: RangeRequest): RangeOp {
  const target = SORT_TARGETS[request.sortTarget];
  const order = SORT_ORDERS[request.sortOrder];
  if (target === undefined || order === undefined) throw new KvError("InvalidSortOption");
  return {
    type: "range",
    range: toRange(request),
    limit: Math.max(0, toNumber(request.limit)),
    revision: toNumber(request.revision),
    sort: { target, order },
    keysOnly: request.keysOnly,
    countOnly: request.countOnly,
    minModRevision: toNumber(request.minModRevision),
    maxModRevision: toNumber(request.maxModRevision),
    minCreateRevision: toNumber(request.minCreateRevision),
    maxCreateRevision: toNumber(request.maxCreateRevision),
  };
}

export function toPutOp(request: PutRequest): PutOp {
  const { value, lease, prevKv, ignoreValue, ignoreLease } = request;
  return { type: "put", key: toKey(request.key), value, lease, prevKv, ignoreValue, ignoreLease };
}

export function toDeleteRangeOp(request: DeleteRangeRequest): DeleteRangeOp {
  return { type: "deleteRange", range: toRange(request), prevKv: request.prevKv };
}

export function toTxnOp(request: TxnRequest): TxnOp {
  return {
    type: "txn",
    compares: request.compare.map(toCompareOp),
    success: request.success.map(toOp),
    failure: request.failure.map(toOp),
  };
}

function toOp({ request }: RequestOp): Op {
  switch (request?.$case) {
    case "requestRange":
      return toRangeOp(request.value);
    case "requestPut":
      return toPutOp(request.value);
    case "requestDeleteRange":
      return toDeleteRangeOp(request.value);
    case "requestTxn":
      return toTxnOp(request.value);
    case undefined:
      // etcd's answer to an operation of no kind.
      throw new KvError("KeyNotFound");
  }
}

const COMPARE_RESULTS: Readonly<Record<number, CompareResult>> = {
  [Compare_CompareResult.EQUAL]: "equal",
  [Compare_CompareResult.GREATER]: "greater",
  [Compare_CompareResult.LESS]: "less",
  [Compare_CompareResult.NOT_EQUAL]: "notEqual",
};

const NO_BYTES = new Uint8Array(0);

/** What is compared with is zero when the message carries none, or one of another kind. Source: etcd, `compareKV`. */
function toCompareOp(compare: Compare): CompareOp {
  const { targetUnion } = compare;
  const integer = (kind: string) =>
    targetUnion?.$case === kind && typeof targetUnion.value === "bigint" ? targetUnion.value : 0n;
  const base = { range: toRange(compare), result: COMPARE_RESULTS[compare.result] ?? "unknown" } as const;
  switch (compare.target) {
    case Compare_CompareTarget.CREATE:
      return { ...base, target: { field: "createRevision", value: toNumber(integer("createRevision")) } };
    case Compare_CompareTarget.MOD:
      return { ...base, target: { field: "modRevision", value: toNumber(integer("modRevision")) } };
    case Compare_CompareTarget.VALUE:
      return {
        ...base,
        target: { field: "value", value: targetUnion?.$case === "value" ? targetUnion.value : NO_BYTES },
      };
    case Compare_CompareTarget.LEASE:
      return { ...base, target: { field: "lease", value: integer("lease") } };
    default:
      return { ...base, target: { field: "version", value: toNumber(integer("version")) } };
  }
}
