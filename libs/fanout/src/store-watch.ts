import { WatchRequest, type WatchDefinition, type WatchResponse } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { EventType, type Event } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { Event_EventType, type Event as StoredEvent } from "@flotilla/contracts/gen/mvccpb/kv.js";
import { Pushable, RpcCode, RpcError, type Client } from "@flotilla/service";

/** What the store has told: all events below the prefix up to `revision` that were not told before. */
export interface StoreBatch {
  readonly revision: bigint;
  /** In revision order; none when it only tells how far the store has come. */
  readonly events: readonly Event[];
  /** Some came without the state before them, because it is compacted: `events` cannot say what happened. */
  readonly incomplete: boolean;
}

/** The history from the revision that was asked for is gone. */
export class HistoryCompactedError extends Error {
  override readonly name = "HistoryCompactedError";
  constructor(
    /** The oldest revision that can still be read; 0 when not known. */
    readonly oldestRevision: bigint,
    options?: ErrorOptions,
  ) {
    super(`the history before revision ${oldestRevision} is compacted`, options);
  }
}

/** etcd asks members that lost their leader to end watches with this metadata. Source: etcd, clientv3 `WithRequireLeader`. */
const REQUIRE_LEADER = new Map([["hasleader", ["true"]]]);

/**
 * Follows the store from `startRevision`, whose events come first. Progress is what the watch itself tells now and then
 * (`progress_notify`); asking for it is not safe, since etcd before 3.4.25 and 3.5.8 then names revisions whose events are
 * still to come. Source: etcd issue 15220.
 */
export async function* watchStore(
  client: Client<WatchDefinition>,
  prefix: string,
  startRevision: bigint,
  signal: AbortSignal,
): AsyncIterable<StoreBatch> {
  const requests = new Pushable<WatchRequest>();
  requests.push(createRequest(prefix, startRevision));
  let parts: StoredEvent[] = [];
  for await (const response of client.watch(requests, { signal, metadata: REQUIRE_LEADER })) {
    failIfEnded(response);
    // The answer to the creation may name a revision whose events are still to come.
    if (response.created) continue;
    parts.push(...response.events);
    if (response.fragment) continue;
    const events = parts;
    parts = [];
    const revision = events.at(-1)?.kv?.modRevision ?? response.header?.revision ?? 0n;
    yield { revision, events: events.map(toEvent), incomplete: events.some(lacksPrevious) };
  }
}

/** The first key after all that begin with the prefix. */
export function endOfPrefix(prefix: string): Buffer {
  const end = Buffer.from(prefix);
  end[end.length - 1] = (end.at(-1) ?? 0) + 1;
  return end;
}

function createRequest(prefix: string, startRevision: bigint): WatchRequest {
  const value = {
    key: Buffer.from(prefix),
    rangeEnd: endOfPrefix(prefix),
    startRevision,
    progressNotify: true,
    prevKv: true,
    fragment: true,
  };
  return WatchRequest.fromPartial({ requestUnion: { $case: "createRequest", value } });
}

function failIfEnded(response: WatchResponse): void {
  if (response.compactRevision > 0n) throw new HistoryCompactedError(response.compactRevision);
  if (response.canceled) throw new RpcError(RpcCode.UNAVAILABLE, `the store ended the watch: ${response.cancelReason}`);
}

function lacksPrevious({ type, kv, prevKv }: StoredEvent): boolean {
  return prevKv === undefined && (type === Event_EventType.DELETE || (kv?.version ?? 0n) > 1n);
}

function toEvent({ type, kv, prevKv }: StoredEvent): Event {
  const key = kv?.key.toString() ?? "";
  const revision = kv?.modRevision ?? 0n;
  const empty = Buffer.alloc(0);
  if (type === Event_EventType.DELETE) {
    const value = prevKv?.value ?? empty;
    const createRevision = prevKv?.createRevision ?? 0n;
    return { type: EventType.EVENT_TYPE_DELETED, key, revision, createRevision, value, previousValue: empty };
  }
  const created = kv?.version === 1n;
  return {
    type: created ? EventType.EVENT_TYPE_CREATED : EventType.EVENT_TYPE_MODIFIED,
    key,
    revision,
    createRevision: kv?.createRevision ?? 0n,
    value: kv?.value ?? empty,
    previousValue: created ? empty : (prevKv?.value ?? empty),
  };
}
