import { Backoff, type Environment } from "@flotilla/service";
import { HistoryCompactedError } from "./store-watch.js";
import type { Heal, HealBatch } from "./subscriber.js";

const RETRY_BACKOFF = { initialMs: 200, maxMs: 10_000 };
/** Only to let the waiter look again. */
const IDLE_MS = 60_000;

type Outcome = { readonly result: IteratorResult<HealBatch> } | { readonly error: unknown };

/**
 * Reads a healing watch one batch ahead of its reader, and opens it again when it ends. A batch counts once it is taken;
 * what was read ahead and not taken is read again.
 */
export class HealingStream {
  private readonly backoff: Backoff;
  private abort: AbortController | undefined;
  private iterator: AsyncIterator<HealBatch> | undefined;
  private outcome: Outcome | undefined;
  private openAtMs = 0;

  /** `ready` is called when `take` may have something new. */
  constructor(
    private readonly heal: Heal,
    private readonly environment: Pick<Environment, "clock" | "rng" | "log">,
    private readonly ready: () => void,
  ) {
    this.backoff = new Backoff(RETRY_BACKOFF, environment.rng);
  }

  /** The next batch, if it is there. Opens the watch at `startRevision` when none is open. Throws `HistoryCompactedError`. */
  take(startRevision: bigint): HealBatch | undefined {
    if (this.iterator === undefined) {
      if (this.retryInMs() <= 0) this.open(startRevision);
      return undefined;
    }
    const { outcome } = this;
    if (outcome === undefined) return undefined;
    this.outcome = undefined;
    if ("error" in outcome || outcome.result.done === true) {
      this.onEnded("error" in outcome ? outcome.error : undefined);
      return undefined;
    }
    this.backoff.reset();
    this.readAhead(this.iterator);
    return outcome.result.value;
  }

  /** When `take` should be called again although nothing was ready, in milliseconds. */
  retryInMs(): number {
    return this.iterator === undefined ? this.openAtMs - this.environment.clock.monotonic() : IDLE_MS;
  }

  close(): void {
    this.abort?.abort();
    // A generator that waits runs its `finally` when the abort reaches it; what it says then interests nobody.
    this.iterator?.return?.().catch(() => undefined);
    this.abort = undefined;
    this.iterator = undefined;
    this.outcome = undefined;
  }

  private open(startRevision: bigint): void {
    this.abort = new AbortController();
    this.iterator = this.heal(startRevision, this.abort.signal)[Symbol.asyncIterator]();
    this.readAhead(this.iterator);
  }

  private readAhead(iterator: AsyncIterator<HealBatch>): void {
    const settle = (outcome: Outcome): void => {
      if (iterator !== this.iterator) return;
      this.outcome = outcome;
      this.ready();
    };
    iterator.next().then(
      (result) => settle({ result }),
      (error: unknown) => settle({ error }),
    );
  }

  private onEnded(error: unknown): void {
    this.close();
    if (error instanceof HistoryCompactedError) throw error;
    if (error !== undefined) this.environment.log.warn("fanout_healing_watch_failed", { error });
    this.openAtMs = this.environment.clock.monotonic() + this.backoff.next();
  }
}
