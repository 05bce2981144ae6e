import { PutRequest, RangeRequest, TxnRequest, WatchRequest } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Call } from "./grpc-load.js";

/** Bytes of a value: about those of a small object of the ApiServer. */
const VALUE_BYTES = 1024;
/** Keys that calls go to. */
export const KEYS = 10_000;
const VALUE = Buffer.alloc(VALUE_BYTES, "v");

export function keyOf(serial: number): Buffer {
  return Buffer.from(`/registry/pods/namespace-${serial % 100}/pod-${String(serial).padStart(8, "0")}`);
}

function call(path: string, message: { finish(): Uint8Array }): Call {
  return { path: `/etcdserverpb.${path}`, message: message.finish() };
}

export function putCall(serial: number, value = VALUE): Call {
  return call("KV/Put", PutRequest.encode(PutRequest.fromPartial({ key: keyOf(serial % KEYS), value })));
}

function rangeCall(serial: number): Call {
  return call("KV/Range", RangeRequest.encode(RangeRequest.fromPartial({ key: keyOf((serial * 7919) % KEYS) })));
}

function listCall(limit: number): Call {
  const request = RangeRequest.fromPartial({
    key: Buffer.from("/registry/pods/"),
    rangeEnd: Buffer.from("/registry/pods0"),
    limit: BigInt(limit),
  });
  return call("KV/Range", RangeRequest.encode(request));
}

/** As the ApiServer creates an object: put it unless it is there. */
function createCall(serial: number): Call {
  const key = Buffer.from(`/registry/events/${process.hrtime.bigint()}-${serial}`);
  const compare = [{ key, target: 2, result: 0, targetUnion: { $case: "modRevision", value: 0n } }] as const;
  const success = [{ request: { $case: "requestPut", value: { key, value: VALUE } } }] as const;
  return call("KV/Txn", TxnRequest.encode(TxnRequest.fromPartial({ compare: [...compare], success: [...success] })));
}

/** Puts of a hundred keys in one transaction, to fill a store. */
export function fillCall(first: number, count: number, value: Buffer): Call {
  const success = Array.from(
    { length: count },
    (_, i) => ({ request: { $case: "requestPut", value: { key: keyOf(first + i), value } } }) as const,
  );
  return call("KV/Txn", TxnRequest.encode(TxnRequest.fromPartial({ success })));
}

export const WATCH_PATH = "/etcdserverpb.Watch/Watch";

export function watchRequest(): Uint8Array {
  const value = { key: Buffer.from("/registry/pods/"), rangeEnd: Buffer.from("/registry/pods0"), prevKv: true };
  return WatchRequest.encode(WatchRequest.fromPartial({ requestUnion: { $case: "createRequest", value } })).finish();
}

/** Calls that are repeated as fast as they are answered. */
export interface Workload {
  readonly name: string;
  readonly call: (serial: number) => Call;
  readonly inFlight: number;
  readonly connections: number;
}

export const WORKLOADS: readonly Workload[] = [
  { name: "put, 1 in flight", call: putCall, inFlight: 1, connections: 1 },
  { name: "put, 64 in flight", call: putCall, inFlight: 64, connections: 1 },
  { name: "put, 256 in flight", call: putCall, inFlight: 256, connections: 4 },
  { name: "create, 50 in flight", call: createCall, inFlight: 50, connections: 1 },
  { name: "create, 200 in flight", call: createCall, inFlight: 200, connections: 4 },
  { name: "range of 1, 50 in flight", call: rangeCall, inFlight: 50, connections: 1 },
  { name: "range of 500, 8 in flight", call: () => listCall(500), inFlight: 8, connections: 1 },
  { name: "range of 1000, 8 in flight", call: () => listCall(1000), inFlight: 8, connections: 1 },
];
