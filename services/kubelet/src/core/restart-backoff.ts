/** First wait before a container that ended is started again, and the ceiling. Source: kubelet `MaxContainerBackOff`. */
export const RESTART_DELAY_INITIAL_MS = 10_000;
export const RESTART_DELAY_MAX_MS = 300_000;

interface Entry {
  delayMs: number;
  /** When the delay was last raised. */
  updatedAt: number;
}

/**
 * Growing waits between restarts, one for each key ("POD_UID/CONTAINER" or an image). The first restart is free, the
 * next waits 10 s after the container ended, then 20 s, up to 5 minutes. A container that ran for twice the ceiling
 * starts afresh.
 */
export class RestartBackoff {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly initialMs = RESTART_DELAY_INITIAL_MS,
    private readonly maxMs = RESTART_DELAY_MAX_MS,
  ) {}

  /** When the next start is allowed, for something that ended at `endedAt`; in the past when it is allowed now. */
  readyAt(key: string, endedAt: number): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#expired(entry, endedAt)) return 0;
    return endedAt + entry.delayMs;
  }

  /** A start is made for something that ended at `endedAt`: the next wait is longer. */
  recordStart(key: string, endedAt: number): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#expired(entry, endedAt)) {
      this.#entries.set(key, { delayMs: this.initialMs, updatedAt: endedAt });
      return;
    }
    entry.delayMs = Math.min(entry.delayMs * 2, this.maxMs);
    entry.updatedAt = endedAt;
  }

  /** Something failed at `failedAt` without having started: the next try waits longer. */
  recordFailure(key: string, failedAt: number): void {
    this.recordStart(key, failedAt);
  }

  /** When the last failure or start was recorded. */
  lastFailure(key: string): number | undefined {
    return this.#entries.get(key)?.updatedAt;
  }

  /** The wait now in force, for messages such as "back-off 40s restarting". */
  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0;
  }

  /** Forgets every key that starts with `prefix`: the pod is gone. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  #expired(entry: Entry, endedAt: number): boolean {
    return endedAt - entry.updatedAt > 2 * this.maxMs;
  }
}
