export interface EventuallyOptions {
  /** Default 60 s: these machines are shared. */
  readonly timeoutMs?: number;
  readonly pollMs?: number;
}

const TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** Waits for a state, never for a time: repeats `check` until it does not throw, and returns what it returned. */
export async function eventually<T>(check: () => Promise<T> | T, options: EventuallyOptions = {}): Promise<T> {
  const deadline = performance.now() + (options.timeoutMs ?? TIMEOUT_MS);
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, options.pollMs ?? POLL_MS));
    }
  }
}
