import {
  WatchCreateRequest_FilterType as FilterType,
  type WatchCreateRequest,
  type WatchDefinition,
  type WatchRequest,
  type WatchResponse,
} from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Event_EventType, type Event } from "@flotilla/contracts/gen/mvccpb/kv.js";
import type { CallContext, Clock, Handlers, Rng, Timer } from "@flotilla/service";
import type { WatchHub } from "../core/watch-hub.js";
import {
  NO_WATCH_ID,
  WatchStream,
  type WatchEvent,
  type WatchMessage,
  type WatchRefusal,
  type WatchStreamOptions,
} from "../core/watch-stream.js";
import type { WatchOptions } from "../core/watcher.js";
import { KvError } from "../core/errors.js";
import { toKey, toNumber } from "./decode-requests.js";
import { keyRange } from "../core/key-range.js";
import type { AuthGuard } from "./auth-guard.js";
import type { HeaderAt } from "./headers.js";
import { messageOf } from "./rpc-errors.js";
import { StoredKeyValue } from "./stored-key-value.js";

/** Progress notifications are spread by up to this part of their interval. Source: etcd, `watch.go`. */
const PROGRESS_JITTER = 0.1;

const REFUSALS: Readonly<Record<WatchRefusal, string>> = {
  DuplicateWatchId: "mvcc: duplicate watch ID provided on the WatchStream",
  EmptyRange: "mvcc: watcher range is empty",
  NegativeRevision: messageOf("Compacted"),
  PermissionDenied: messageOf("PermissionDenied"),
};

export interface WatchApiOptions {
  readonly hub: WatchHub;
  readonly guard: AuthGuard;
  readonly headerAt: HeaderAt;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly progressIntervalMs: number;
  readonly stream: WatchStreamOptions;
}

/** etcdserverpb.Watch on the hub. */
export function watchApi(options: WatchApiOptions): Handlers<WatchDefinition> {
  return { watch: (requests, context) => watch(options, requests, context) };
}

async function* watch(
  options: WatchApiOptions,
  requests: AsyncIterable<WatchRequest>,
  context: CallContext,
): AsyncGenerator<WatchResponse> {
  const stream = new WatchStream(options.hub, options.stream);
  const progress = new ProgressTimer(options, stream);
  const end = () => stream.close();
  context.signal.addEventListener("abort", end, { once: true });
  if (context.signal.aborted) end();
  // A client that has closed its side still gets its events; one whose requests break does not.
  let failure: unknown;
  readRequests(options.guard, stream, requests, context).catch((error: unknown) => {
    failure = error;
    end();
  });
  try {
    for await (const message of stream.messages()) yield toResponse(options.headerAt, message);
    context.signal.throwIfAborted();
    if (failure !== undefined) throw failure;
  } finally {
    progress.stop();
    end();
  }
}

async function readRequests(
  guard: AuthGuard,
  stream: WatchStream,
  requests: AsyncIterable<WatchRequest>,
  context: CallContext,
): Promise<void> {
  for await (const { requestUnion } of requests) {
    switch (requestUnion?.$case) {
      case "createRequest":
        create(guard, stream, toWatchOptions(requestUnion.value), context);
        break;
      case "cancelRequest":
        stream.cancel(toNumber(requestUnion.value.watchId));
        break;
      case "progressRequest":
        stream.requestProgress();
        break;
      case undefined:
        // etcd ignores what it does not know.
        break;
    }
  }
}

function create(guard: AuthGuard, stream: WatchStream, options: WatchOptions, context: CallContext): void {
  try {
    guard.checkRead(context, options.range);
  } catch (error) {
    if (!(error instanceof KvError)) throw error;
    stream.refuse("PermissionDenied");
    return;
  }
  stream.create(options);
}

function toWatchOptions(request: WatchCreateRequest): WatchOptions {
  const key = toKey(request.key);
  return {
    // The empty key stands for the smallest one.
    range: keyRange(key === "" ? "\0" : key, toKey(request.rangeEnd)),
    startRevision: toNumber(request.startRevision),
    watchId: request.watchId === 0n ? undefined : toNumber(request.watchId),
    noPut: request.filters.includes(FilterType.NOPUT),
    noDelete: request.filters.includes(FilterType.NODELETE),
    prevKv: request.prevKv,
    fragment: request.fragment,
    progressNotify: request.progressNotify,
  };
}

function toResponse(headerAt: HeaderAt, message: WatchMessage): WatchResponse {
  const base = {
    header: headerAt(message.revision),
    created: false,
    canceled: false,
    compactRevision: 0n,
    cancelReason: "",
    fragment: false,
  };
  switch (message.type) {
    case "created":
      return { ...base, watchId: BigInt(message.watchId), created: true, events: [] };
    case "refused":
      return {
        ...base,
        watchId: BigInt(NO_WATCH_ID),
        created: true,
        canceled: true,
        cancelReason: REFUSALS[message.reason],
        events: [],
      };
    case "canceled":
      return { ...base, watchId: BigInt(message.watchId), canceled: true, events: [] };
    case "compacted":
      return {
        ...base,
        watchId: BigInt(message.watchId),
        canceled: true,
        compactRevision: BigInt(message.compactRevision),
        events: [],
      };
    case "progress":
      return { ...base, watchId: BigInt(message.watchId), events: [] };
    case "events":
      return {
        ...base,
        watchId: BigInt(message.watchId),
        fragment: message.fragment,
        events: message.events.map(toEvent),
      };
  }
}

function toEvent(event: WatchEvent): Event {
  const prevKv = event.previous && new StoredKeyValue(event.previous, false);
  if (!event.tombstone) return { type: Event_EventType.PUT, kv: new StoredKeyValue(event.bytes, false), prevKv };
  const kv = {
    key: Buffer.from(event.key, "latin1"),
    createRevision: 0n,
    modRevision: BigInt(event.main),
    version: 0n,
    value: Buffer.alloc(0),
    lease: 0n,
  };
  return { type: Event_EventType.DELETE, kv, prevKv };
}

/** Lets a stream tell its progress now and then. */
class ProgressTimer {
  private timer: Timer | undefined;
  private readonly delayMs: number;

  constructor(
    private readonly options: WatchApiOptions,
    private readonly stream: WatchStream,
  ) {
    this.delayMs = options.progressIntervalMs * (1 + PROGRESS_JITTER * options.rng.next());
    this.arm();
  }

  stop(): void {
    this.timer?.stop();
  }

  private arm(): void {
    this.timer = this.options.clock.after(this.delayMs, () => {
      this.stream.notifyProgress();
      this.arm();
    });
  }
}
