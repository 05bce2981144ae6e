import {
  DeleteRangeRequest,
  PutRequest,
  TxnRequest,
  type KVDefinition,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Handlers } from "@flotilla/service";
import { KvError } from "../core/errors.js";
import type { Space } from "../core/space.js";
import type { Store } from "../core/store.js";
import { toDeleteRangeOp, toNumber, toPutOp, toRangeOp, toTxnOp } from "./decode-requests.js";
import { toDeleteRangeResponse, toPutResponse, toRangeResponse, toTxnResponse } from "./encode-responses.js";
import type { AuthGuard } from "./auth-guard.js";
import type { HeaderAt } from "./headers.js";
import { toRpcError } from "./rpc-errors.js";

export interface KvApiOptions {
  readonly store: Store;
  readonly space: Space;
  readonly guard: AuthGuard;
  readonly headerAt: HeaderAt;
  readonly requestBytesMax: number;
}

/** etcdserverpb.KV on the store. */
export function kvApi(options: KvApiOptions): Handlers<KVDefinition> {
  const { store, space, guard, headerAt, requestBytesMax } = options;
  const checkSize = (approximateBytes: number, exactBytes: () => number): void => {
    // Encoding again only to measure would cost more than the call; the parts that can be large are measured first.
    if (
      approximateBytes > requestBytesMax ||
      (approximateBytes > requestBytesMax / 2 && exactBytes() > requestBytesMax)
    ) {
      throw new KvError("RequestTooLarge");
    }
  };
  return {
    range: (request, context) =>
      answer(async () => {
        const op = toRangeOp(request);
        guard.checkOp(context, op);
        const { revision, result } = store.range(op);
        return toRangeResponse(headerAt(revision), result);
      }),
    put: (request, context) =>
      answer(async () => {
        checkSize(request.key.length + request.value.length, () => PutRequest.encode(request).finish().length);
        const op = toPutOp(request);
        guard.checkOp(context, op);
        space.claim([op]);
        const { revision, result } = await store.put(op);
        return toPutResponse(headerAt(revision), result);
      }),
    deleteRange: (request, context) =>
      answer(async () => {
        checkSize(
          request.key.length + request.rangeEnd.length,
          () => DeleteRangeRequest.encode(request).finish().length,
        );
        const op = toDeleteRangeOp(request);
        guard.checkOp(context, op);
        const { revision, result } = await store.deleteRange(op);
        return toDeleteRangeResponse(headerAt(revision), result);
      }),
    txn: (request, context) =>
      answer(async () => {
        const op = toTxnOp(request);
        checkSize(txnBytes(request), () => TxnRequest.encode(request).finish().length);
        guard.checkOp(context, op);
        space.claim([op]);
        const { revision, result } = await store.txn(op);
        return toTxnResponse(headerAt(revision), result);
      }),
    compact: (request) =>
      answer(async () => {
        const revision = await store.compact(toNumber(request.revision), request.physical);
        return { header: headerAt(revision) };
      }),
  };
}

/** Runs a handler; what the store refuses becomes etcd's error. */
export async function answer<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toRpcError(error);
  }
}

/** Bytes of keys and values in a transaction. */
function txnBytes(request: TxnRequest): number {
  let bytes = 0;
  for (const { key, rangeEnd, targetUnion } of request.compare) {
    bytes += key.length + rangeEnd.length + (targetUnion?.$case === "value" ? targetUnion.value.length : 0);
  }
  for (const { request: op } of [...request.success, ...request.failure]) {
    if (op?.$case === "requestPut") bytes += op.value.key.length + op.value.value.length;
    else if (op?.$case === "requestTxn") bytes += txnBytes(op.value);
    else if (op !== undefined) bytes += op.value.key.length + op.value.rangeEnd.length;
  }
  return bytes;
}
