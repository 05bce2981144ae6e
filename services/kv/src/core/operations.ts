import type { Key, KeyRange } from "./key-range.js";

/** What a client asks for, free of wire forms: revisions are numbers, ranges are half open. */

export type SortTarget = "key" | "version" | "create" | "mod" | "value";
export type SortOrder = "none" | "ascend" | "descend";

export interface RangeOp {
  readonly type: "range";
  readonly range: KeyRange;
  /** 0 for no limit. */
  readonly limit: number;
  /** 0 or less for the current revision. */
  readonly revision: number;
  readonly sort: { readonly target: SortTarget; readonly order: SortOrder };
  readonly keysOnly: boolean;
  readonly countOnly: boolean;
  /** Inclusive; 0 for none. */
  readonly minModRevision: number;
  readonly maxModRevision: number;
  readonly minCreateRevision: number;
  readonly maxCreateRevision: number;
}

export interface PutOp {
  readonly type: "put";
  readonly key: Key;
  readonly value: Uint8Array;
  readonly lease: bigint;
  readonly prevKv: boolean;
  readonly ignoreValue: boolean;
  readonly ignoreLease: boolean;
}

export interface DeleteRangeOp {
  readonly type: "deleteRange";
  readonly range: KeyRange;
  readonly prevKv: boolean;
}

export interface TxnOp {
  readonly type: "txn";
  readonly compares: readonly CompareOp[];
  readonly success: readonly Op[];
  readonly failure: readonly Op[];
}

export type Op = RangeOp | PutOp | DeleteRangeOp | TxnOp;

export type CompareResult = "equal" | "greater" | "less" | "notEqual" | "unknown";

export interface CompareOp {
  readonly range: KeyRange;
  readonly result: CompareResult;
  readonly target:
    | { readonly field: "version" | "createRevision" | "modRevision"; readonly value: number }
    | { readonly field: "lease"; readonly value: bigint }
    | { readonly field: "value"; readonly value: Uint8Array };
}

/** Records are encoded `mvccpb.KeyValue` messages. */
export interface RangeResult {
  readonly type: "range";
  readonly records: readonly Uint8Array[];
  readonly keysOnly: boolean;
  readonly more: boolean;
  readonly count: number;
}

export interface PutResult {
  readonly type: "put";
  readonly previous: Uint8Array | undefined;
}

export interface DeleteRangeResult {
  readonly type: "deleteRange";
  readonly deleted: number;
  readonly previous: readonly Uint8Array[];
}

export interface TxnResult {
  readonly type: "txn";
  readonly succeeded: boolean;
  readonly results: readonly OpResult[];
  /** The revision the transaction had reached when this part of it ended. */
  readonly revision: number;
}

export type OpResult = RangeResult | PutResult | DeleteRangeResult | TxnResult;

/** A result together with the store's revision when it was true. */
export interface At<T> {
  readonly revision: number;
  readonly result: T;
}
