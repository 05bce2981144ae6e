import type {
  DeleteRangeResponse,
  PutResponse,
  RangeResponse,
  ResponseHeader,
  ResponseOp,
  TxnResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { DeleteRangeResult, OpResult, PutResult, RangeResult, TxnResult } from "../core/operations.js";
import { StoredKeyValue } from "./stored-key-value.js";

type Header = ResponseHeader | undefined;

export function toRangeResponse(header: Header, result: RangeResult): RangeResponse {
  const kvs = result.records.map((record) => new StoredKeyValue(record, result.keysOnly));
  return { header, kvs, more: result.more, count: BigInt(result.count) };
}

export function toPutResponse(header: Header, { previous }: PutResult): PutResponse {
  return { header, prevKv: previous && new StoredKeyValue(previous, false) };
}

export function toDeleteRangeResponse(header: Header, result: DeleteRangeResult): DeleteRangeResponse {
  const prevKvs = result.previous.map((record) => new StoredKeyValue(record, false));
  return { header, deleted: BigInt(result.deleted), prevKvs };
}

export function toTxnResponse(header: Header, result: TxnResult): TxnResponse {
  return { header, succeeded: result.succeeded, responses: result.results.map((child) => toResponseOp(header, child)) };
}

/** Answers inside a transaction carry a header with the revision alone. Source: etcd, `applyTxn`. */
function toResponseOp(header: Header, result: OpResult): ResponseOp {
  const inner = header && { clusterId: 0n, memberId: 0n, revision: header.revision, raftTerm: 0n };
  switch (result.type) {
    case "range":
      return { response: { $case: "responseRange", value: toRangeResponse(inner, result) } };
    case "put":
      return { response: { $case: "responsePut", value: toPutResponse(inner, result) } };
    case "deleteRange":
      return { response: { $case: "responseDeleteRange", value: toDeleteRangeResponse(inner, result) } };
    case "txn":
      return { response: { $case: "responseTxn", value: toTxnResponse(inner, result) } };
  }
}
