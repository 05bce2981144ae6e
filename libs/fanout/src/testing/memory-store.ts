import {
  KVDefinition,
  LeaseDefinition,
  RangeResponse,
  ResponseHeader,
  TxnResponse,
  WatchDefinition,
  WatchResponse,
  type TxnRequest,
  type WatchRequest,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Event_EventType, KeyValue, type Event } from "@flotilla/contracts/gen/mvccpb/kv.js";
import {
  createClient,
  inProcessChannel,
  Pushable,
  register,
  RpcCode,
  RpcError,
  type CallContext,
  type Client,
  type Clock,
} from "@flotilla/service";

/** A change to make. */
export interface Change {
  readonly key: string;
  /** Undefined deletes. */
  readonly value: Buffer | undefined;
}

/** The clients of one user of the store. */
export interface StoreClients {
  readonly kv: Client<KVDefinition>;
  readonly lease: Client<LeaseDefinition>;
  readonly watch: Client<WatchDefinition>;
  /** While cut, calls fail and watches end, for this user alone. */
  setCut(cut: boolean): void;
}

interface Watcher {
  readonly matches: (key: string) => boolean;
  readonly responses: Pushable<WatchResponse>;
}

interface Lease {
  readonly ttlSeconds: number;
  expiresAtMs: number;
}

const UNAVAILABLE = new RpcError(RpcCode.UNAVAILABLE, "the store cannot be reached");

/**
 * The part of etcd that the fan-out needs, in memory, on a given clock: a log of commits, watches from any revision that is
 * not compacted, create-if-absent, leases. Its faults are for tests to choose.
 */
export class MemoryStore {
  /** All events, in order. */
  readonly log: Event[] = [];
  private readonly records = new Map<string, KeyValue>();
  private readonly watchers = new Set<Watcher>();
  private readonly leases = new Map<bigint, Lease>();
  private nextLease = 1n;
  private compacted = 0n;

  constructor(private readonly clock: Clock) {}

  revision = 1n;

  clients(): StoreClients {
    const user = { cut: false, ends: new Set<() => void>() };
    const guard = <T>(work: () => T): T => {
      if (user.cut) throw UNAVAILABLE;
      return work();
    };
    const channel = inProcessChannel(
      [
        register(KVDefinition, {
          range: async ({ key }) => guard(() => this.range(key.toString())),
          txn: async (request) => guard(() => this.createIfAbsent(request)),
        }),
        register(LeaseDefinition, {
          leaseGrant: async ({ TTL }) => guard(() => this.grant(TTL)),
          leaseRevoke: async ({ ID }) => guard(() => this.revoke(ID)),
          leaseKeepAlive: (requests) => this.keepAlive(requests, guard),
        }),
        register(WatchDefinition, {
          watch: (requests, context) => this.watch(requests, context, guard, user.ends),
        }),
      ],
      { clock: this.clock },
    );
    return {
      kv: createClient(KVDefinition, channel),
      lease: createClient(LeaseDefinition, channel),
      watch: createClient(WatchDefinition, channel),
      setCut: (cut) => {
        user.cut = cut;
        if (cut) for (const end of user.ends) end();
      },
    };
  }

  /** Writes all changes in one revision, and tells the watchers. */
  commit(changes: readonly Change[], lease = 0n): bigint {
    return this.commitAll([changes], lease);
  }

  /** Writes several revisions that the watchers get in one response, as when a store commits in batches. */
  commitAll(revisions: readonly (readonly Change[])[], lease = 0n): bigint {
    const events = revisions.flatMap((changes) => {
      this.revision++;
      return changes.map((change) => this.apply(change, lease));
    });
    this.log.push(...events);
    for (const watcher of this.watchers) this.tell(watcher, events);
    return this.revision;
  }

  /** Forgets the history before the revision. */
  compact(revision: bigint): void {
    this.compacted = revision;
  }

  /** Ends leases whose time has come; a test calls it as time passes. */
  expireLeases(): void {
    for (const [id, { expiresAtMs }] of this.leases) if (this.clock.monotonic() >= expiresAtMs) this.endLease(id);
  }

  private apply({ key, value }: Change, lease: bigint): Event {
    const previous = this.records.get(key);
    const prevKv = previous === undefined ? {} : { prevKv: previous };
    if (value === undefined) {
      this.records.delete(key);
      const kv = KeyValue.fromPartial({ key: Buffer.from(key), modRevision: this.revision });
      return { type: Event_EventType.DELETE, kv, ...prevKv };
    }
    const kv = KeyValue.fromPartial({
      key: Buffer.from(key),
      value,
      lease,
      modRevision: this.revision,
      createRevision: previous?.createRevision ?? this.revision,
      version: (previous?.version ?? 0n) + 1n,
    });
    this.records.set(key, kv);
    return { type: Event_EventType.PUT, kv, ...prevKv };
  }

  private range(key: string): RangeResponse {
    const record = this.records.get(key);
    return RangeResponse.fromPartial({ header: this.header(), kvs: record === undefined ? [] : [record] });
  }

  /** The one transaction of an election. */
  private createIfAbsent(request: TxnRequest): TxnResponse {
    const put = request.success[0]?.request;
    if (put?.$case !== "requestPut" || request.compare.length !== 1)
      throw new Error("no such transaction in this store");
    const { key, value, lease } = put.value;
    const succeeded = !this.records.has(key.toString());
    if (succeeded) this.commit([{ key: key.toString(), value }], lease);
    return TxnResponse.fromPartial({ header: this.header(), succeeded });
  }

  private grant(ttl: bigint) {
    const ID = this.nextLease++;
    this.leases.set(ID, { ttlSeconds: Number(ttl), expiresAtMs: this.clock.monotonic() + Number(ttl) * 1000 });
    return { header: this.header(), ID, TTL: ttl, error: "" };
  }

  private revoke(id: bigint) {
    if (!this.leases.has(id)) throw new RpcError(RpcCode.NOT_FOUND, "etcdserver: requested lease not found");
    this.endLease(id);
    return { header: this.header() };
  }

  private endLease(id: bigint): void {
    this.leases.delete(id);
    const keys = [...this.records.values()].filter(({ lease }) => lease === id).map(({ key }) => key.toString());
    if (keys.length > 0) this.commit(keys.map((key) => ({ key, value: undefined })));
  }

  private async *keepAlive(requests: AsyncIterable<{ ID: bigint }>, guard: (work: () => void) => void) {
    for await (const { ID } of requests) {
      guard(() => undefined);
      const lease = this.leases.get(ID);
      if (lease !== undefined) lease.expiresAtMs = this.clock.monotonic() + lease.ttlSeconds * 1000;
      yield { header: this.header(), ID, TTL: BigInt(lease?.ttlSeconds ?? 0) };
    }
  }

  private async *watch(
    requests: AsyncIterable<WatchRequest>,
    { signal }: CallContext,
    guard: (work: () => void) => void,
    ends: Set<() => void>,
  ): AsyncIterable<WatchResponse> {
    const responses = new Pushable<WatchResponse>();
    const end = (): void => responses.failNow(UNAVAILABLE);
    signal.addEventListener("abort", end);
    ends.add(end);
    const watcher = await this.openWatcher(requests, responses);
    try {
      guard(() => undefined);
      yield* responses;
    } finally {
      this.watchers.delete(watcher);
      ends.delete(end);
    }
  }

  private async openWatcher(
    requests: AsyncIterable<WatchRequest>,
    responses: Pushable<WatchResponse>,
  ): Promise<Watcher> {
    for await (const { requestUnion } of requests) {
      if (requestUnion?.$case !== "createRequest") continue;
      const { key, rangeEnd, startRevision } = requestUnion.value;
      const [first, end] = [key.toString(), rangeEnd.toString()];
      const matches = (one: string): boolean => (end === "" ? one === first : one >= first && one < end);
      const watcher = { matches, responses };
      responses.push(WatchResponse.fromPartial({ header: this.header(), created: true }));
      if (startRevision > 0n && startRevision < this.compacted) {
        const ended = { header: this.header(), canceled: true, compactRevision: this.compacted };
        responses.push(WatchResponse.fromPartial(ended));
      } else {
        if (startRevision > 0n)
          this.tell(
            watcher,
            this.log.filter(({ kv }) => kv!.modRevision >= startRevision),
          );
        this.watchers.add(watcher);
      }
      return watcher;
    }
    throw new RpcError(RpcCode.CANCELLED, "no watch was asked for");
  }

  private tell({ matches, responses }: Watcher, all: readonly Event[]): void {
    const events = all.filter(({ kv }) => matches(kv!.key.toString()));
    if (events.length > 0) responses.push({ ...WatchResponse.fromPartial({}), header: this.header(), events });
  }

  private header(): ResponseHeader {
    return ResponseHeader.fromPartial({ revision: this.revision });
  }
}
