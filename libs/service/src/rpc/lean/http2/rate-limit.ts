/** A token bucket: `burst` at once, then `perSecond`. */
export class RateLimit {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly monotonicMs: () => number,
  ) {
    this.tokens = burst;
    this.filledAtMs = monotonicMs();
  }

  /** Counts one event; false if it is too many. */
  take(): boolean {
    if (this.tokens < 1) this.refill();
    this.tokens--;
    return this.tokens >= 0;
  }

  /** Time is looked at only when the bucket is empty: it costs more than the rest. */
  private refill(): void {
    const nowMs = this.monotonicMs();
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.filledAtMs) / 1000) * this.perSecond);
    this.filledAtMs = nowMs;
  }
}
