import type { Change } from "./change.js";
import { isEmptyRange } from "./key-range.js";
import { catchUp } from "./watch-history.js";
import type { WatchHub, WatchSink } from "./watch-hub.js";
import { Watcher, type WatchOptions } from "./watcher.js";

/** The ID in answers that belong to no watcher. */
export const NO_WATCH_ID = -1;
/** What a queued event costs beyond its bytes. */
const QUEUED_EVENT_OVERHEAD_BYTES = 64;
/** A message carries the queued revisions of a watcher up to this size, and at least one revision. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

export interface WatchEvent {
  readonly tombstone: boolean;
  readonly key: string;
  readonly main: number;
  readonly bytes: Uint8Array;
  readonly previous: Uint8Array | undefined;
}

export type WatchRefusal = "DuplicateWatchId" | "EmptyRange" | "NegativeRevision" | "PermissionDenied";

export type WatchMessage =
  | { readonly type: "created"; readonly watchId: number; readonly revision: number }
  | { readonly type: "refused"; readonly reason: WatchRefusal; readonly revision: number }
  | { readonly type: "canceled"; readonly watchId: number; readonly revision: number }
  | {
      readonly type: "compacted";
      readonly watchId: number;
      readonly revision: number;
      readonly compactRevision: number;
    }
  | { readonly type: "progress"; readonly watchId: number; readonly revision: number }
  | {
      readonly type: "events";
      readonly watchId: number;
      readonly revision: number;
      readonly events: readonly WatchEvent[];
      readonly fragment: boolean;
    };

export interface WatchStreamOptions {
  /** Bytes of events that wait for a slow reader; beyond them watchers fall back to reading the history. */
  readonly queueBytesMax: number;
  /** Events of one revision are split into messages of this size, for watchers that allow it. */
  readonly fragmentBytes: number;
}

/**
 * The watchers of one client stream and the messages that go out on it, pulled by the reader at its own speed.
 *
 * Order: answers to requests first (so "created" precedes the events of its watcher), then the events, of each watcher
 * by revision. A watcher that is up to date is fed by the hub into its queue; when all queues of the stream together hold
 * too much, a watcher that is offered more loses its queue and reads the history from there (it "lags") until it has
 * caught up. Memory of a stream is thus bounded, and no event is lost.
 */
export class WatchStream implements WatchSink {
  private readonly watchers = new Map<number, Watcher>();
  private readonly answers: WatchMessage[] = [];
  /** Watchers with queued events, in the order of their turns. */
  private readonly ready = new Set<Watcher>();
  private readonly lagging = new Set<Watcher>();
  private queuedBytes = 0;
  private nextId = 0;
  private progressRequested = false;
  private closed = false;
  private waiting: (() => void) | undefined;

  constructor(
    private readonly hub: WatchHub,
    private readonly options: WatchStreamOptions,
  ) {
    hub.open(this);
  }

  /** Bytes of events that wait for the reader. */
  get pendingBytes(): number {
    return this.queuedBytes;
  }

  create(options: WatchOptions): void {
    const revision = this.hub.revision;
    const refusal = this.refusal(options);
    if (refusal !== undefined) {
      this.answer({ type: "refused", reason: refusal, revision });
      return;
    }
    const id = options.watchId ?? this.freeId();
    const start = options.startRevision > 0 ? options.startRevision : revision + 1;
    const watcher = new Watcher(id, this, options, start);
    this.watchers.set(id, watcher);
    if (start > revision) this.join(watcher);
    else this.lagging.add(watcher);
    this.answer({ type: "created", watchId: id, revision });
  }

  /** Answers that a watcher may not be created. */
  refuse(reason: WatchRefusal): void {
    this.answer({ type: "refused", reason, revision: this.hub.revision });
  }

  cancel(watchId: number): void {
    const watcher = this.watchers.get(watchId);
    if (watcher === undefined) return;
    this.drop(watcher);
    this.answer({ type: "canceled", watchId, revision: this.hub.revision });
  }

  /** Asks for one progress message once all watchers are up to date. */
  requestProgress(): void {
    this.progressRequested = true;
    this.wake();
  }

  /** Queues progress for the watchers that want it now and then and were idle since the last time. */
  notifyProgress(): void {
    const revision = this.hub.revision;
    for (const watcher of this.watchers.values()) {
      const idle =
        watcher.synced && watcher.queue.length === 0 && !watcher.active && watcher.nextRevision <= revision + 1;
      if (watcher.options.progressNotify && idle)
        this.answers.push({ type: "progress", watchId: watcher.id, revision });
      watcher.active = false;
    }
    this.wake();
  }

  offer(watcher: Watcher, change: Change): void {
    if (change.main < watcher.nextRevision || !watcher.wants(change.tombstone)) return;
    if (this.queuedBytes > this.options.queueBytesMax) {
      this.lag(watcher, change);
      return;
    }
    const bytes = change.bytes.length + QUEUED_EVENT_OVERHEAD_BYTES;
    watcher.queue.push(change);
    watcher.queuedBytes += bytes;
    this.queuedBytes += bytes;
    this.ready.add(watcher);
  }

  wake(): void {
    this.waiting?.();
    this.waiting = undefined;
  }

  close(): void {
    this.closed = true;
    for (const watcher of this.watchers.values()) this.drop(watcher);
    this.hub.close(this);
    this.wake();
  }

  /** The messages, until the stream is closed. */
  async *messages(): AsyncGenerator<WatchMessage> {
    while (!this.closed) {
      let idle = true;
      for (let answer = this.answers.shift(); answer !== undefined; answer = this.answers.shift()) {
        idle = false;
        yield answer;
      }
      for (const watcher of first(this.ready)) {
        idle = false;
        yield* this.drain(watcher);
      }
      for (const watcher of first(this.lagging)) {
        idle = false;
        yield* this.readHistory(watcher);
      }
      if (!idle) continue;
      const progress = this.progress();
      if (progress) yield progress;
      else if (!this.closed) await new Promise<void>((resolve) => (this.waiting = resolve));
    }
  }

  private refusal(options: WatchOptions): WatchRefusal | undefined {
    if (options.startRevision < 0) return "NegativeRevision";
    if (isEmptyRange(options.range)) return "EmptyRange";
    if (options.watchId !== undefined && this.watchers.has(options.watchId)) return "DuplicateWatchId";
    return undefined;
  }

  private freeId(): number {
    while (this.watchers.has(this.nextId)) this.nextId++;
    return this.nextId++;
  }

  private answer(message: WatchMessage): void {
    this.answers.push(message);
    this.wake();
  }

  /** The watcher has all events up to the hub's revision; from here on it is fed. */
  private join(watcher: Watcher): void {
    watcher.synced = true;
    this.hub.register(watcher);
  }

  private lag(watcher: Watcher, change: Change): void {
    watcher.nextRevision = watcher.queue[0]?.main ?? change.main;
    this.clearQueue(watcher);
    watcher.synced = false;
    this.hub.unregister(watcher);
    this.lagging.add(watcher);
  }

  private clearQueue(watcher: Watcher): void {
    this.queuedBytes -= watcher.queuedBytes;
    watcher.queuedBytes = 0;
    watcher.queue = [];
    this.ready.delete(watcher);
  }

  private drop(watcher: Watcher): void {
    watcher.canceled = true;
    this.clearQueue(watcher);
    this.lagging.delete(watcher);
    if (watcher.synced) this.hub.unregister(watcher);
    this.watchers.delete(watcher.id);
  }

  /** Sends some of what is queued for a watcher; it then goes to the end of the line. */
  private *drain(watcher: Watcher): Generator<WatchMessage> {
    const { queue } = watcher;
    let bytes = 0;
    let end = 0;
    while (end < queue.length && (bytes < MESSAGE_BYTES_MAX || queue[end]!.main === queue[end - 1]!.main)) {
      bytes += queue[end]!.bytes.length + QUEUED_EVENT_OVERHEAD_BYTES;
      end++;
    }
    const changes = end === queue.length ? queue : queue.slice(0, end);
    watcher.queue = queue.slice(end);
    watcher.queuedBytes -= bytes;
    this.queuedBytes -= bytes;
    this.ready.delete(watcher);
    if (watcher.queue.length > 0) this.ready.add(watcher);
    watcher.nextRevision = changes.at(-1)!.main + 1;
    yield* this.toMessages(watcher, changes, changes.at(-1)!.main);
  }

  /** Gives a lagging watcher its next part of the history. */
  private async *readHistory(watcher: Watcher): AsyncGenerator<WatchMessage> {
    // The end of the line, so that all who lag advance.
    this.lagging.delete(watcher);
    this.lagging.add(watcher);
    const { compactRevision } = this.hub;
    if (watcher.nextRevision < compactRevision) {
      this.drop(watcher);
      yield { type: "compacted", watchId: watcher.id, revision: this.hub.revision, compactRevision };
      return;
    }
    const { changes, nextRevision } = await catchUp(this.hub.store, watcher);
    if (watcher.canceled) return;
    watcher.nextRevision = nextRevision;
    const revision = this.hub.revision;
    if (nextRevision > revision) {
      this.lagging.delete(watcher);
      this.join(watcher);
    }
    yield* this.toMessages(watcher, changes, revision);
  }

  private *toMessages(watcher: Watcher, changes: readonly Change[], revision: number): Generator<WatchMessage> {
    if (changes.length === 0) return;
    watcher.active = true;
    const events = changes.map((change) => this.toEvent(watcher, change));
    const parts = watcher.options.fragment ? split(events, this.options.fragmentBytes) : [events];
    for (const [i, part] of parts.entries()) {
      if (watcher.canceled) return;
      yield { type: "events", watchId: watcher.id, revision, events: part, fragment: i < parts.length - 1 };
    }
  }

  private toEvent(watcher: Watcher, change: Change): WatchEvent {
    const { tombstone, key, main, bytes, previousBytes } = change;
    const wanted = watcher.options.prevKv && change.previous !== undefined;
    const previous = wanted ? (previousBytes ?? this.hub.store.parts.history.find(change.previous)) : undefined;
    return { tombstone, key, main, bytes, previous };
  }

  /** Nothing is queued and no one lags, so all events up to the hub's revision are out. */
  private progress(): WatchMessage | undefined {
    if (!this.progressRequested || this.watchers.size === 0) return undefined;
    const { revision } = this.hub;
    for (const watcher of this.watchers.values()) if (watcher.options.startRevision > revision) return undefined;
    this.progressRequested = false;
    return { type: "progress", watchId: NO_WATCH_ID, revision };
  }
}

function first<T>(set: ReadonlySet<T>): T[] {
  for (const value of set) return [value];
  return [];
}

function sizeOf(event: WatchEvent): number {
  return event.bytes.length + (event.previous?.length ?? 0);
}

/** Cuts events into parts of about `bytesMax`, of at least one event each. */
function split(events: readonly WatchEvent[], bytesMax: number): WatchEvent[][] {
  const parts: WatchEvent[][] = [];
  let part: WatchEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    if (part.length > 0 && bytes + sizeOf(event) >= bytesMax) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(event);
    bytes += sizeOf(event);
  }
  parts.push(part);
  return parts;
}
