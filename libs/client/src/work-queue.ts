import type { Clock, Metrics, Timer } from "@flotilla/service";
import { defaultControllerLimiter, type RateLimiter } from "./rate-limiter.js";
import { workQueueMetrics, type WorkQueueMetrics } from "./work-queue-metrics.js";

export interface WorkQueueOptions<K> {
  /** The `name` label of the metrics. */
  readonly name: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** For `addRateLimited`. Default: `defaultControllerLimiter`. */
  readonly limiter?: RateLimiter<K> | undefined;
}

/**
 * A queue of keys, with the promises that controllers need:
 * - fair: keys come out in the order in which they went in;
 * - stingy: a key added many times before it is taken comes out once;
 * - never twice at once: a key taken and not yet `done` is not given to anybody else; added meanwhile, it comes out
 *   once more after `done`.
 */
export class WorkQueue<K = string> {
  /** Keys to be processed, in the queue or waiting for their `done`. */
  private readonly dirty = new Set<K>();
  /** Keys taken and not yet done. */
  private readonly processing = new Map<K, number>();
  /** Keys that can be taken, in order: a subset of dirty, disjoint from processing. With when they came. */
  private readonly ready = new Map<K, number>();
  private readonly delayed = new Map<K, { at: number; timer: Timer }>();
  private readonly takers: ((key: K | undefined) => void)[] = [];
  private readonly limiter: RateLimiter<K>;
  private readonly clock: Clock;
  private readonly metrics: WorkQueueMetrics;
  private drained: (() => void)[] = [];
  private shuttingDown = false;

  constructor(options: WorkQueueOptions<K>) {
    this.clock = options.clock;
    this.limiter = options.limiter ?? defaultControllerLimiter<K>(options.clock);
    this.metrics = workQueueMetrics(options.metrics, options.name);
  }

  /** How many keys could be taken now. */
  get length(): number {
    return this.ready.size;
  }

  /** How many keys wait for their time. */
  get delayedLength(): number {
    return this.delayed.size;
  }

  /** True when nothing is in the queue, in process or waiting for `done`. Delayed keys do not count. */
  get idle(): boolean {
    return this.ready.size === 0 && this.processing.size === 0;
  }

  add(key: K): void {
    if (this.shuttingDown || this.dirty.has(key)) return;
    this.metrics.added();
    this.dirty.add(key);
    if (!this.processing.has(key)) this.makeReady(key);
  }

  /** Adds the key after `delayMs`. Of several delays of one key the shortest counts. */
  addAfter(key: K, delayMs: number): void {
    if (this.shuttingDown) return;
    this.metrics.retried();
    if (delayMs <= 0) return this.add(key);
    const at = this.clock.monotonic() + delayMs;
    const waiting = this.delayed.get(key);
    if (waiting && waiting.at <= at) return;
    waiting?.timer.stop();
    const timer = this.clock.after(delayMs, () => {
      this.delayed.delete(key);
      this.add(key);
    });
    this.delayed.set(key, { at, timer });
  }

  /** Adds the key after the delay that its failures have earned. */
  addRateLimited(key: K): void {
    this.addAfter(key, this.limiter.when(key));
  }

  /** Ends the counting of the key's failures. */
  forget(key: K): void {
    this.limiter.forget(key);
  }

  retries(key: K): number {
    return this.limiter.retries(key);
  }

  /** Takes the next key, waiting for one. Undefined after the shutdown. Call `done` with the key after the work. */
  get(): Promise<K | undefined> {
    const next = this.ready.keys().next();
    if (!next.done) return Promise.resolve(this.take(next.value));
    if (this.shuttingDown) return Promise.resolve(undefined);
    return new Promise((resolve) => this.takers.push(resolve));
  }

  done(key: K): void {
    const startedAt = this.processing.get(key);
    if (startedAt === undefined) return;
    this.processing.delete(key);
    this.metrics.worked((this.clock.monotonic() - startedAt) / 1000);
    if (this.dirty.has(key)) this.makeReady(key);
    else if (this.idle) this.drained.splice(0).forEach((resolve) => resolve());
  }

  /** Takes no more keys in; what is in can still be taken. */
  shutDown(): void {
    this.shuttingDown = true;
    for (const { timer } of this.delayed.values()) timer.stop();
    this.delayed.clear();
    this.takers.splice(0).forEach((resolve) => resolve(undefined));
  }

  /** As `shutDown`; resolves when everything that was in is done. */
  async shutDownWithDrain(): Promise<void> {
    this.shutDown();
    if (!this.idle) await new Promise<void>((resolve) => this.drained.push(resolve));
  }

  private makeReady(key: K): void {
    const taker = this.takers.shift();
    this.ready.set(key, this.clock.monotonic());
    this.metrics.depth(this.ready.size);
    if (taker) taker(this.take(key));
  }

  private take(key: K): K {
    const now = this.clock.monotonic();
    this.metrics.waited((now - (this.ready.get(key) ?? now)) / 1000);
    this.ready.delete(key);
    this.dirty.delete(key);
    this.processing.set(key, now);
    this.metrics.depth(this.ready.size);
    return key;
  }
}
