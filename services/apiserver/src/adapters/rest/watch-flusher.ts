/** How long one turn may go on writing, so that requests and news from the store come in between. */
const SLICE_MS = 10;

export interface Flushable {
  /** Writes what waits. */
  flush(): void;
}

/**
 * Writes for many watchers once a turn of the event loop, after all that came from the store in that turn. Each write
 * costs a TLS record and a system call, far more than its bytes; under load the turns get longer and the batches
 * larger, so that the cost of a watcher falls as the rate of events rises.
 */
export class WatchFlusher {
  /** In the order in which they are served: who was served goes to the end. */
  readonly #waiting = new Set<Flushable>();
  #scheduled = false;

  schedule(stream: Flushable): void {
    this.#waiting.add(stream);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const end = performance.now() + SLICE_MS;
    let left = this.#waiting.size;
    for (const stream of this.#waiting) {
      this.#waiting.delete(stream);
      stream.flush();
      // Whoever is scheduled again meanwhile stands at the end and comes in the next turn.
      if (--left === 0 || performance.now() > end) break;
    }
    if (this.#waiting.size > 0) this.#schedule();
  }
}
