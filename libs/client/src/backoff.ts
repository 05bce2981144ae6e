import type { Rng } from "@flotilla/service";

export interface BackoffOptions {
  readonly initialMs: number;
  readonly maxMs: number;
  /** The delay is stretched by a random share of itself up to this. Default 1: between once and twice. */
  readonly jitter?: number | undefined;
}

/** Delays that double from try to try. `reset` after a success. */
export class Backoff {
  private tries = 0;

  constructor(
    private readonly options: BackoffOptions,
    private readonly rng: Rng,
  ) {}

  nextMs(): number {
    const base = Math.min(this.options.maxMs, this.options.initialMs * 2 ** this.tries);
    this.tries++;
    return base * (1 + this.rng.next() * (this.options.jitter ?? 1));
  }

  reset(): void {
    this.tries = 0;
  }
}
