import type { Rng } from "../environment.js";

export interface BackoffOptions {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Each delay is this many times the one before. Default 2. */
  readonly factor?: number;
  /** Up to this part of a delay is added at random, so that many who failed together do not return together. Default 0.2. */
  readonly jitter?: number;
}

/** The delays between attempts: growing, bounded, spread. */
export class Backoff {
  private delayMs: number;
  constructor(
    private readonly options: BackoffOptions,
    private readonly rng: Pick<Rng, "next">,
  ) {
    this.delayMs = options.initialMs;
  }

  /** How long to wait before the next attempt, in milliseconds. */
  next(): number {
    const { maxMs, factor = 2, jitter = 0.2 } = this.options;
    const delayMs = Math.min(this.delayMs, maxMs);
    this.delayMs = Math.min(delayMs * factor, maxMs);
    return delayMs * (1 + jitter * this.rng.next());
  }

  /** After a success: begin anew. */
  reset(): void {
    this.delayMs = this.options.initialMs;
  }
}
