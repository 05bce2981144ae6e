import type { Environment, Running } from "@flotilla/service";
import { isConflict, isNotFound } from "./status-reason.js";
import { WorkQueue } from "./work-queue.js";
import type { RateLimiter } from "./rate-limiter.js";

export interface ReconcileResult {
  /** Look at the key again after so many milliseconds, whatever happens. */
  readonly requeueAfterMs?: number | undefined;
}

/** Brings the world of one key to where it should be. Must be idempotent: it is called again and again. */
export type Reconcile = (key: string) => Promise<ReconcileResult | void>;

export interface ControllerOptions {
  /** Upstream's canonical name, such as "deployment-controller": the queue's name in metrics, too. */
  readonly name: string;
  readonly reconcile: Reconcile;
  /** Keys worked on at the same time. Default 5. */
  readonly concurrency?: number | undefined;
  /** A key that failed more often in a row is given up until something new is heard of it. Default: never. */
  readonly maxRetries?: number | undefined;
  readonly limiter?: RateLimiter<string> | undefined;
  /** Awaited before the first key is taken: stores that `reconcile` reads must be filled. */
  readonly synced?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** Takes keys off a queue and reconciles them, a key never twice at once. */
export class Controller implements Running {
  readonly queue: WorkQueue;
  private readonly stopping = new AbortController();
  private workers: Promise<void> | undefined;
  private readonly failures: ReturnType<Environment["metrics"]["counter"]>;

  constructor(
    private readonly options: ControllerOptions,
    private readonly environment: Environment,
  ) {
    const { name, limiter } = options;
    this.queue = new WorkQueue({ name, clock: environment.clock, metrics: environment.metrics, limiter });
    this.failures = environment.metrics.counter(
      "flotilla_controller_reconcile_failures_total",
      "Reconciles that failed and are tried again",
      ["controller"],
    );
  }

  get name(): string {
    return this.options.name;
  }

  start(): void {
    this.workers ??= this.work();
  }

  /** Finishes what is being worked on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.queue.shutDown();
    await this.workers;
  }

  private async work(): Promise<void> {
    try {
      await this.options.synced?.(this.stopping.signal);
    } catch {
      // Only the stop aborts the wait.
      return;
    }
    const workers = Array.from({ length: this.options.concurrency ?? 5 }, () => this.worker());
    await Promise.all(workers);
  }

  private async worker(): Promise<void> {
    for (
      let key = await this.queue.get();
      key !== undefined && !this.stopping.signal.aborted;
      key = await this.queue.get()
    ) {
      try {
        const result = await this.options.reconcile(key);
        this.queue.forget(key);
        if (result?.requeueAfterMs !== undefined) this.queue.addAfter(key, result.requeueAfterMs);
      } catch (error) {
        this.retry(key, error);
      } finally {
        this.queue.done(key);
      }
    }
  }

  private retry(key: string, error: unknown): void {
    const { name, maxRetries } = this.options;
    const { log } = this.environment;
    this.failures.inc({ controller: name });
    if (maxRetries !== undefined && this.queue.retries(key) >= maxRetries) {
      this.queue.forget(key);
      log.error("reconcile_given_up", { controller: name, key, error });
      return;
    }
    // Somebody else wrote first, or deleted: normal, and healed by the next look.
    if (isConflict(error) || isNotFound(error)) log.debug("reconcile_overtaken", { controller: name, key, error });
    else log.warn("reconcile_failed", { controller: name, key, error });
    this.queue.addRateLimited(key);
  }
}
