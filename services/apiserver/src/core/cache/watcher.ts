import { expired, type StatusError } from "@flotilla/api/status.js";
import type { CacheEvent } from "./cache-event.js";
import { WatchItem } from "./cache-event.js";
import type { Selection } from "./selection.js";

/** Events that wait for one reader, in bytes of JSON; beyond it the reader is cut off and has to resume. */
const BACKLOG_LIMIT_BYTES = 32 * 1024 * 1024;

export interface WatcherOptions {
  readonly selection: Selection;
  readonly wantsBookmarks: boolean;
  /** Events up to this revision are not for this watcher. */
  readonly startRevision: number;
  readonly initial: readonly WatchItem[];
  /** What the reader is shown instead, when it reads another version than the stored one. */
  readonly convert?: ((item: WatchItem) => WatchItem) | undefined;
  readonly onClose: (watcher: Watcher) => void;
}

/**
 * One reader of a cache: a queue that its owner empties in batches, either when `onReady` tells that there is something
 * (what costs least with many watchers) or as an async iterable.
 */
export class Watcher implements AsyncIterable<readonly WatchItem[]> {
  #queue: WatchItem[] = [];
  /** Items before it were taken. */
  #head = 0;
  #backlogBytes = 0;
  #ended = false;
  #failure: StatusError | undefined;
  /** Revision of the last item handed in. */
  #revision: number;
  /** Called when the queue is no longer empty, and at the end. */
  onReady: () => void = () => {};
  /** Called once when the stream has ended or its reader has left. */
  onEnd: () => void = () => {};

  constructor(private readonly options: WatcherOptions) {
    this.#revision = options.startRevision;
    for (const item of options.initial) this.#queue.push(item);
  }

  get selection(): Selection {
    return this.options.selection;
  }

  get wantsBookmarks(): boolean {
    return this.options.wantsBookmarks;
  }

  /** Something can be taken. */
  get hasItems(): boolean {
    return this.#head < this.#queue.length;
  }

  /** Nothing will come any more, but what can still be taken. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Why it ended, when it did not end well. */
  get failure(): StatusError | undefined {
    return this.#failure;
  }

  /** The next items, as many as have about `limitBytes` of JSON, and at least one if there is one. */
  take(limitBytes = Infinity): readonly WatchItem[] {
    let end = this.#head;
    for (let bytes = 0; end < this.#queue.length && bytes < limitBytes; end++)
      bytes += this.#queue[end]?.entry.json.length ?? 0;
    const batch = this.#head === 0 && end === this.#queue.length ? this.#queue : this.#queue.slice(this.#head, end);
    this.#head = end;
    if (end === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
      this.#backlogBytes = 0;
    }
    const { convert } = this.options;
    return convert === undefined ? batch : batch.map(convert);
  }

  offer(event: CacheEvent): void {
    if (this.#ended || event.revision <= this.#revision) return;
    const item = event.itemFor(this.selection);
    if (item === undefined) return;
    this.#revision = event.revision;
    this.#backlogBytes += item.entry.json.length;
    if (this.#backlogBytes > BACKLOG_LIMIT_BYTES) {
      this.#queue = [];
      this.#head = 0;
      this.fail(expired("the reader is too slow: its backlog of events was dropped"));
      return;
    }
    this.#push(item);
  }

  /** `item` is a bookmark for a revision up to which this watcher has seen everything. */
  bookmark(revision: number, item: WatchItem): void {
    if (this.#ended || revision < this.#revision) return;
    this.#revision = revision;
    this.#push(item);
  }

  /** Ends the stream with an error once the queue is drained. */
  fail(error: StatusError): void {
    if (this.#ended) return;
    this.#failure = error;
    this.close();
  }

  /** Ends the stream once the queue is drained. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.options.onClose(this);
    this.onEnd();
    this.onReady();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<readonly WatchItem[]> {
    try {
      for (;;) {
        if (this.hasItems) {
          yield this.take();
        } else if (this.#ended) {
          if (this.#failure !== undefined) throw this.#failure;
          return;
        } else {
          await new Promise<void>((resolve) => (this.onReady = resolve));
        }
      }
    } finally {
      this.close();
    }
  }

  #push(item: WatchItem): void {
    const wasEmpty = !this.hasItems;
    this.#queue.push(item);
    if (wasEmpty) this.onReady();
  }
}
