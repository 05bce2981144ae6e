/** A timer that can be stopped. Stopping one that has fired does nothing. */
export interface Timer {
  stop(): void;
}

/**
 * The only source of time. The system's clock in programs, a simulated one in tests and simulation; nothing else in
 * the tree calls `Date.now`, `setTimeout` or `setInterval`.
 */
export interface Clock {
  /** Wall-clock time, milliseconds since 1970. May jump. */
  now(): number;
  /** Milliseconds since an arbitrary moment. Never goes back. Measure durations with it. */
  monotonic(): number;
  /** Calls `callback` once, `delayMs` from now (any non-negative number, also above 2^31). Does not keep the process alive. */
  after(delayMs: number, callback: () => void): Timer;
  /** Resolves `delayMs` from now; rejects with the signal's reason when it aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
