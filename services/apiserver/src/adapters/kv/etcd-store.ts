import {
  Compare_CompareResult,
  Compare_CompareTarget,
  CompactionRequest,
  KVDefinition,
  LeaseDefinition,
  LeaseGrantRequest,
  RangeRequest,
  TxnRequest,
  WatchDefinition,
  WatchRequest,
  type RangeResponse,
  type WatchResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Event_EventType, type KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import {
  createClient,
  Pushable,
  RpcCode,
  RpcError,
  type CallOptions,
  type Channel,
  type Client,
} from "@flotilla/service";
import {
  CompactedError,
  FutureRevisionError,
  type Commit,
  type CommitResult,
  type KeyValueStore,
  type RangePage,
  type RangeQuery,
  type StoredValue,
  type StoreWatch,
  type StoreWatchBatch,
} from "../../core/storage/key-value-store.js";

/** A read or write that the store has not answered by then has failed. Upstream's clients wait as long as the request. */
const CALL_TIMEOUT_MS = 30_000;

/** A key that exists in no cluster: reading it tells the store's revision and nothing else. */
const PROBE_KEY = "/registry/health";

/** etcd asks members that lost their leader to end watches with this metadata. Source: etcd, clientv3 `WithRequireLeader`. */
const REQUIRE_LEADER = new Map([["hasleader", ["true"]]]);

/** The KV store over `etcdserverpb`, ours or etcd's. */
export class EtcdStore implements KeyValueStore {
  readonly #kv: Client<KVDefinition>;
  readonly #watch: Client<WatchDefinition>;
  readonly #lease: Client<LeaseDefinition>;

  constructor(channel: Channel) {
    this.#kv = createClient(KVDefinition, channel);
    this.#watch = createClient(WatchDefinition, channel);
    this.#lease = createClient(LeaseDefinition, channel);
  }

  async get(key: string, revision = 0): Promise<{ value: StoredValue | undefined; revision: number }> {
    const page = await this.#range(RangeRequest.fromPartial({ key: Buffer.from(key), revision: BigInt(revision) }));
    return { value: page.values[0], revision: page.revision };
  }

  async range(query: RangeQuery): Promise<RangePage> {
    return this.#range(
      RangeRequest.fromPartial({
        key: Buffer.from(query.start),
        rangeEnd: Buffer.from(query.end),
        revision: BigInt(query.revision ?? 0),
        limit: BigInt(query.limit ?? 0),
      }),
    );
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const answer = await call((options) => this.#kv.txn(toTxn(commit), options));
    const revision = Number(answer.header?.revision ?? 0n);
    if (answer.succeeded) return { ok: true, revision };
    const refused = answer.responses[0]?.response;
    const current = refused?.$case === "responseRange" ? refused.value.kvs[0] : undefined;
    return { ok: false, current: current && toStoredValue(current), revision };
  }

  watch(prefix: string, fromRevision: number, signal: AbortSignal): StoreWatch {
    const requests = new Pushable<WatchRequest>();
    requests.push(createWatch(prefix, fromRevision));
    const responses = this.#watch.watch(requests, { signal, metadata: REQUIRE_LEADER });
    return {
      batches: toBatches(responses),
      requestProgress: () =>
        void requests.push(WatchRequest.fromPartial({ requestUnion: { $case: "progressRequest", value: {} } })),
    };
  }

  async currentRevision(): Promise<number> {
    return (await this.get(PROBE_KEY)).revision;
  }

  async grantLease(ttlSeconds: number): Promise<bigint> {
    const request = LeaseGrantRequest.fromPartial({ TTL: BigInt(ttlSeconds) });
    return (await call((options) => this.#lease.leaseGrant(request, options))).ID;
  }

  async compact(revision: number): Promise<void> {
    await call((options) => this.#kv.compact(CompactionRequest.fromPartial({ revision: BigInt(revision) }), options));
  }

  async #range(request: RangeRequest): Promise<RangePage> {
    return toPage(await call((options) => this.#kv.range(request, options)));
  }
}

async function call<T>(run: (options: CallOptions) => Promise<T>): Promise<T> {
  try {
    return await run({ timeoutMs: CALL_TIMEOUT_MS });
  } catch (error) {
    throw translate(error);
  }
}

/** etcd has one code for both; its clients tell them apart by the text, which is therefore part of its contract. */
function translate(error: unknown): unknown {
  if (!(error instanceof RpcError) || error.code !== RpcCode.OUT_OF_RANGE) return error;
  if (error.message.includes("has been compacted")) return new CompactedError(error.message, { cause: error });
  if (error.message.includes("is a future revision")) return new FutureRevisionError(error.message, { cause: error });
  return error;
}

function toTxn(commit: Commit): TxnRequest {
  const key = Buffer.from(commit.key);
  const claims = commit.claims ?? [];
  const put = (name: string, value: Uint8Array, lease = 0n) =>
    ({ request: { $case: "requestPut", value: { key: Buffer.from(name), value: asBuffer(value), lease } } }) as const;
  const remove = (name: string) =>
    ({ request: { $case: "requestDeleteRange", value: { key: Buffer.from(name) } } }) as const;
  return TxnRequest.fromPartial({
    compare: [revisionIs(commit.key, commit.expectedRevision), ...claims.map((claim) => revisionIs(claim.key, 0))],
    success: [
      commit.value === undefined ? remove(commit.key) : put(commit.key, commit.value, commit.lease),
      ...claims.map((claim) => put(claim.key, claim.value)),
      ...(commit.releases ?? []).map(remove),
    ],
    failure: [{ request: { $case: "requestRange", value: { key } } }],
  });
}

function revisionIs(key: string, revision: number) {
  return {
    key: Buffer.from(key),
    target: Compare_CompareTarget.MOD,
    result: Compare_CompareResult.EQUAL,
    targetUnion: { $case: "modRevision", value: BigInt(revision) },
  } as const;
}

function createWatch(prefix: string, fromRevision: number): WatchRequest {
  const value = {
    key: Buffer.from(prefix),
    rangeEnd: endOfPrefix(prefix),
    startRevision: BigInt(fromRevision),
    progressNotify: true,
  };
  return WatchRequest.fromPartial({ requestUnion: { $case: "createRequest", value } });
}

function endOfPrefix(prefix: string): Buffer {
  const end = Buffer.from(prefix);
  end[end.length - 1] = (end[end.length - 1] ?? 0) + 1;
  return end;
}

async function* toBatches(responses: AsyncIterable<WatchResponse>): AsyncIterable<StoreWatchBatch> {
  for await (const response of responses) {
    if (response.compactRevision > 0n) throw new CompactedError("the watched revision has been compacted");
    if (response.canceled) throw new RpcError(RpcCode.UNAVAILABLE, response.cancelReason);
    // The answer to the creation may name a revision whose events are still to come; it says nothing about progress.
    if (response.created) continue;
    const events = response.events.map((event) => ({
      key: event.kv?.key.toString() ?? "",
      value: event.type === Event_EventType.DELETE ? undefined : event.kv?.value,
      revision: Number(event.kv?.modRevision ?? 0n),
    }));
    yield { revision: events.at(-1)?.revision ?? Number(response.header?.revision ?? 0n), events };
  }
}

function toPage(response: RangeResponse): RangePage {
  return {
    values: response.kvs.map(toStoredValue),
    more: response.more,
    count: Number(response.count),
    revision: Number(response.header?.revision ?? 0n),
  };
}

function toStoredValue(kv: KeyValue): StoredValue {
  return { key: kv.key.toString(), value: kv.value, modRevision: Number(kv.modRevision), version: Number(kv.version) };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
