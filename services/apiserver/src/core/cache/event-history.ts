import type { CacheEvent } from "./cache-event.js";

/** A reader that was away for less than this finds its place again. Source: upstream's watch cache (75 s). */
const KEEP_MS = 75_000;
const KEEP_AT_LEAST = 100;
/** Bounds the memory under a storm of writes. Source: upstream's watch cache, upper bound of its capacity. */
const KEEP_AT_MOST = 100_000;
/** How many dropped slots may stand before the array is cut. */
const CUT_AFTER = 1024;

/** The latest events of a resource, in revision order. */
export class EventHistory {
  #events: CacheEvent[] = [];
  #start = 0;
  #oldest: number;

  /** Holds what happens after `revision`. */
  constructor(revision: number) {
    this.#oldest = revision;
  }

  /** Watches may start at this revision or a later one. */
  get oldestRevision(): number {
    return this.#oldest;
  }

  add(event: CacheEvent): void {
    this.#events.push(event);
    this.#forget(event.receivedAt);
  }

  /** Undefined when events after `revision` have been forgotten. */
  after(revision: number): readonly CacheEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    let low = this.#start;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low);
  }

  #forget(now: number): void {
    for (;;) {
      const first = this.#events[this.#start];
      const size = this.#events.length - this.#start;
      const old = first !== undefined && first.receivedAt < now - KEEP_MS && size > KEEP_AT_LEAST;
      if (first === undefined || !(old || size > KEEP_AT_MOST)) break;
      this.#oldest = first.revision;
      this.#start++;
    }
    if (this.#start < CUT_AFTER) return;
    this.#events = this.#events.slice(this.#start);
    this.#start = 0;
  }
}
