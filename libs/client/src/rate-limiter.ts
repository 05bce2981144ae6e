import type { Clock } from "@flotilla/service";

/** Decides how long an item has to wait before it is tried again. */
export interface RateLimiter<K> {
  /** Milliseconds to wait; counts as one more failure of the item. */
  when(item: K): number;
  /** The item succeeded, or is given up: its failures do not count any more. */
  forget(item: K): void;
  retries(item: K): number;
}

/** base · 2^failures, up to a cap, for each item by itself. */
export class ItemExponentialLimiter<K> implements RateLimiter<K> {
  private readonly failures = new Map<K, number>();

  constructor(
    private readonly baseMs: number,
    private readonly maxMs: number,
  ) {}

  when(item: K): number {
    const failures = this.retries(item);
    this.failures.set(item, failures + 1);
    return Math.min(this.maxMs, this.baseMs * 2 ** failures);
  }

  forget(item: K): void {
    this.failures.delete(item);
  }

  retries(item: K): number {
    return this.failures.get(item) ?? 0;
  }
}

/** A token bucket over all callers: `burst` at once, then `perSecond`. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly clock: Clock,
  ) {
    this.tokens = burst;
    this.filledAt = clock.monotonic();
  }

  /** Takes a token if there is one. */
  tryTake(): boolean {
    this.fill();
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }

  /** Takes a token, now or in the future; returns the milliseconds until it is there. */
  reserve(): number {
    this.fill();
    this.tokens--;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.perSecond) * 1000;
  }

  private fill(): void {
    const now = this.clock.monotonic();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
  }
}

/** The slower of a limiter for each item and one bucket for all. */
class BucketedLimiter<K> implements RateLimiter<K> {
  constructor(
    private readonly items: RateLimiter<K>,
    private readonly bucket: TokenBucket,
  ) {}

  when(item: K): number {
    return Math.max(this.items.when(item), this.bucket.reserve());
  }

  forget(item: K): void {
    this.items.forget(item);
  }

  retries(item: K): number {
    return this.items.retries(item);
  }
}

/** Upstream's default for controllers: 5 ms·2^n up to 1000 s an item, and 10 retries a second (burst 100) over all. */
export function defaultControllerLimiter<K>(clock: Clock): RateLimiter<K> {
  return new BucketedLimiter(new ItemExponentialLimiter<K>(5, 1_000_000), new TokenBucket(10, 100, clock));
}
