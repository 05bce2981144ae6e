import type { Watcher } from "../../core/cache/watcher.js";
import type { Exchange } from "./exchange.js";
import type { Flushable, WatchFlusher } from "./watch-flusher.js";
import type { FrameWriter } from "./watch-frames.js";

/** One write carries about so much, so that the initial state of a large cluster is not in memory as a whole. */
const WRITE_BYTES = 256 * 1024;

/** Sends events as they come. Resolves when they end; what ended them becomes an ERROR event. */
export function streamWatch(
  exchange: Exchange,
  watcher: Watcher,
  writer: FrameWriter,
  flusher: WatchFlusher,
): Promise<void> {
  exchange.startStream(writer.contentType);
  return new Promise((resolve, reject) => {
    const stream = new WatchStream(exchange, watcher, writer, flusher, resolve, reject);
    exchange.onDrain(() => stream.drained());
    watcher.onReady = () => flusher.schedule(stream);
    flusher.schedule(stream);
  });
}

class WatchStream implements Flushable {
  /** The connection takes no more for now; what comes waits in the watcher, which bounds it. */
  #full = false;
  #done = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly watcher: Watcher,
    private readonly writer: FrameWriter,
    private readonly flusher: WatchFlusher,
    private readonly resolve: () => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  flush(): void {
    if (this.#done || (this.#full && !this.exchange.signal.aborted)) return;
    try {
      this.#write();
    } catch (error) {
      this.#done = true;
      this.watcher.close();
      this.reject(error);
    }
  }

  drained(): void {
    this.#full = false;
    if (this.watcher.hasItems || this.watcher.ended) this.flusher.schedule(this);
  }

  #write(): void {
    const { exchange, watcher, writer } = this;
    if (exchange.signal.aborted) return this.#finish();
    if (watcher.hasItems) this.#full = !exchange.push(writer.frames(watcher.take(WRITE_BYTES)));
    if (watcher.hasItems) {
      if (!this.#full) this.flusher.schedule(this);
      return;
    }
    if (!watcher.ended) return;
    if (watcher.failure !== undefined) exchange.push(writer.errorFrame(watcher.failure.status));
    this.#finish();
  }

  #finish(): void {
    this.#done = true;
    this.exchange.end();
    this.resolve();
  }
}
