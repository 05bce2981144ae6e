import { expired, type StatusError } from "@flotilla/api/status.js";
import type { CacheEvent } from "./cache-event.js";
import { WatchItem } from "./cache-event.js";
import type { Selection } from "./selection.js";

/** Events that wait for one reader, in bytes of JSON; beyond it the reader is cut off and has to resume. */
const BACKLOG_LIMIT_BYTES = 32 * 1024 * 1024;

/** One reader of a cache: a queue that its owner drains in batches. */
export class Watcher implements AsyncIterable<readonly WatchItem[]> {
  #queue: WatchItem[] = [];
  #backlogBytes = 0;
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: StatusError | undefined;
  /** Called once when the stream has ended or its reader has left. */
  onEnd: () => void = () => {};
  /** Revision of the last item handed in. */
  #revision: number;

  constructor(
    readonly selection: Selection,
    readonly wantsBookmarks: boolean,
    /** Events up to this revision are not for this watcher. */
    startRevision: number,
    initial: readonly WatchItem[],
    private readonly onClose: (watcher: Watcher) => void,
  ) {
    this.#revision = startRevision;
    this.#queue.push(...initial);
  }

  offer(event: CacheEvent): void {
    if (this.#ended || event.revision <= this.#revision) return;
    const item = event.itemFor(this.selection);
    if (item === undefined) return;
    this.#revision = event.revision;
    this.#backlogBytes += item.entry.json.length;
    if (this.#backlogBytes > BACKLOG_LIMIT_BYTES) {
      this.#queue.length = 0;
      this.fail(expired("the reader is too slow: its backlog of events was dropped"));
      return;
    }
    this.#push(item);
  }

  /** `make` builds the bookmark for a revision up to which this watcher has seen everything. */
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
    this.onClose(this);
    this.onEnd();
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<readonly WatchItem[]> {
    try {
      for (;;) {
        if (this.#queue.length > 0) {
          const batch = this.#queue;
          this.#queue = [];
          this.#backlogBytes = 0;
          yield batch;
        } else if (this.#ended) {
          if (this.#failure !== undefined) throw this.#failure;
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
    } finally {
      this.close();
    }
  }

  #push(item: WatchItem): void {
    this.#queue.push(item);
    this.#wake?.();
  }
}
