import {
  AuthDefinition,
  ClusterDefinition,
  DeleteRangeRequest,
  KVDefinition,
  LeaseDefinition,
  MaintenanceDefinition,
  PutRequest,
  RangeRequest,
  RequestOp,
  TxnRequest,
  WatchCreateRequest,
  WatchDefinition,
  type WatchRequest,
  type WatchResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Event, KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import { createClient, Pushable, type CallOptions, type Channel, type Client } from "@flotilla/service";

/** All of a store's services over one channel. */
export interface KvClients {
  readonly kv: Client<typeof KVDefinition>;
  readonly watch: Client<typeof WatchDefinition>;
  readonly lease: Client<typeof LeaseDefinition>;
  readonly cluster: Client<typeof ClusterDefinition>;
  readonly maintenance: Client<typeof MaintenanceDefinition>;
  readonly auth: Client<typeof AuthDefinition>;
}

export function kvClients(channel: Channel): KvClients {
  return {
    kv: createClient(KVDefinition, channel),
    watch: createClient(WatchDefinition, channel),
    lease: createClient(LeaseDefinition, channel),
    cluster: createClient(ClusterDefinition, channel),
    maintenance: createClient(MaintenanceDefinition, channel),
    auth: createClient(AuthDefinition, channel),
  };
}

type Text<T> = {
  [K in keyof T]?: T[K] extends Buffer ? string | Buffer : T[K] extends bigint ? number | bigint : T[K];
};

/** Requests with keys and values as text (one byte a character) and integers as numbers. */
function fill<T extends object>(empty: T, parts: Text<T>): T {
  const filled = { ...empty } as Record<string, unknown>;
  for (const [name, value] of Object.entries(parts)) {
    const target = filled[name];
    if (typeof value === "string" && Buffer.isBuffer(target)) filled[name] = Buffer.from(value, "latin1");
    else if (typeof value === "number" && typeof target === "bigint") filled[name] = BigInt(value);
    else filled[name] = value;
  }
  return filled as T;
}

export const rangeOf = (parts: Text<RangeRequest>) => fill(RangeRequest.fromPartial({}), parts);
export const putOf = (parts: Text<PutRequest>) => fill(PutRequest.fromPartial({}), parts);
export const deleteOf = (parts: Text<DeleteRangeRequest>) => fill(DeleteRangeRequest.fromPartial({}), parts);
export const watchOf = (parts: Text<WatchCreateRequest>) => fill(WatchCreateRequest.fromPartial({}), parts);

export const opRange = (parts: Text<RangeRequest>): RequestOp => ({
  request: { $case: "requestRange", value: rangeOf(parts) },
});
export const opPut = (parts: Text<PutRequest>): RequestOp => ({
  request: { $case: "requestPut", value: putOf(parts) },
});
export const opDelete = (parts: Text<DeleteRangeRequest>): RequestOp => ({
  request: { $case: "requestDeleteRange", value: deleteOf(parts) },
});
export const opTxn = (value: TxnRequest): RequestOp => ({ request: { $case: "requestTxn", value } });

export function txnOf(parts: Partial<TxnRequest>): TxnRequest {
  return { compare: [], success: [], failure: [], ...parts };
}

/** The key after the last one with that prefix. */
export function endOf(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** A record in short: key=value, create/mod/version and the lease if there is one. */
export function brief(kv: KeyValue | undefined): string {
  if (kv === undefined) return "-";
  const lease = kv.lease === 0n ? "" : ` lease ${kv.lease}`;
  return `${kv.key.toString("latin1")}=${kv.value.toString("latin1")} ${kv.createRevision}/${kv.modRevision}/${kv.version}${lease}`;
}

/** An event in short. */
export function briefEvent(event: Event): string {
  return `${event.type === 0 ? "PUT" : "DELETE"} ${brief(event.kv)}${event.prevKv ? ` was ${brief(event.prevKv)}` : ""}`;
}

/** One watch stream, with its answers in order. */
export class WatchSession {
  private readonly requests = new Pushable<WatchRequest>();
  private readonly responses: AsyncIterator<WatchResponse>;
  private readonly abort = new AbortController();

  constructor(clients: KvClients, options: CallOptions = {}) {
    const responses = clients.watch.watch(this.requests, { ...options, signal: this.abort.signal });
    this.responses = responses[Symbol.asyncIterator]();
  }

  create(parts: Text<WatchCreateRequest>): void {
    this.requests.push({ requestUnion: { $case: "createRequest", value: watchOf(parts) } });
  }

  /** Creates a watch and waits for the answer. */
  async open(parts: Text<WatchCreateRequest>): Promise<WatchResponse> {
    this.create(parts);
    return this.next();
  }

  cancel(watchId: bigint): void {
    this.requests.push({ requestUnion: { $case: "cancelRequest", value: { watchId } } });
  }

  requestProgress(): void {
    this.requests.push({ requestUnion: { $case: "progressRequest", value: {} } });
  }

  /** Sends no more requests. */
  endRequests(): void {
    this.requests.end();
  }

  async next(): Promise<WatchResponse> {
    const result = await this.responses.next();
    if (result.done) throw new Error("the watch stream ended");
    return result.value;
  }

  /** The next `count` events, whatever messages they come in. */
  async rawEvents(count: number): Promise<Event[]> {
    const events: Event[] = [];
    while (events.length < count) events.push(...(await this.next()).events);
    return events;
  }

  /** The same in short. */
  async events(count: number): Promise<string[]> {
    return (await this.rawEvents(count)).map(briefEvent);
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.responses.return?.();
  }
}
