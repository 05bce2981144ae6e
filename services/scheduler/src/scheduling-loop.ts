import type { Environment, Running } from "@flotilla/service";
import type { Binder } from "./adapters/binder.js";
import type { PodWriter } from "./adapters/pod-writer.js";
import type { BindDecision, Consultation, Decision, Scheduler } from "./core/scheduler.js";
import type { SchedulerEvents } from "./events.js";

/** Decisions are made for this long, then the event loop gets its turn: watches and leases must not wait. */
const SLICE_MS = 1;
/** Bindings under way at once. Beyond that, deciding waits: what is decided on stale news is decided badly. */
const BINDINGS_MAX = 2_000;
const FLUSH_UNSCHEDULABLE_MS = 30_000;

/** Makes one decision after the other and carries them out in the background. */
export class SchedulingLoop implements Running {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #bindings = 0;
  #wake: (() => void) | undefined;
  #flushedAtMs = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly writer: PodWriter,
    private readonly binder: Binder,
    private readonly environment: Environment,
    private readonly events: SchedulerEvents,
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be something to do. */
  wake(): void {
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const then = this.#slice();
      if (then === "idle") await this.#idle();
      else if (then === "turn") await nextTurn();
      else await this.#consult(then);
    }
  }

  /** Decides for a while. "idle" when there is nothing to do now; a consultation when somebody must be asked first. */
  #slice(): "idle" | "turn" | Consultation {
    const { clock } = this.environment;
    const untilMs = clock.monotonic() + SLICE_MS;
    this.#flushUnschedulable();
    do {
      if (this.#bindings >= BINDINGS_MAX) return "idle";
      const startedAtMs = clock.monotonic();
      const decision = this.scheduler.next();
      if (!decision) return "idle";
      if (decision.kind === "consult") return decision.consultation;
      this.#carryOut(decision, startedAtMs);
    } while (clock.monotonic() < untilMs);
    return "turn";
  }

  /** One pod at a time, as each answer depends on where the last pod went. */
  async #consult(consultation: Consultation): Promise<void> {
    const startedAtMs = this.environment.clock.monotonic();
    const { advisers, info, pod, candidates } = consultation;
    let decision: Decision;
    try {
      const advice = await Promise.all(advisers.map((adviser) => adviser.advise(info, candidates)));
      if (this.scheduler.queue.get(info.key) !== pod) return;
      decision = this.scheduler.settle(consultation, advice);
    } catch (error) {
      this.events.attemptFailed(info.key, error);
      decision = this.scheduler.failed(pod, error instanceof Error ? error.message : String(error));
    }
    if (decision.kind !== "consult") this.#carryOut(decision, startedAtMs);
  }

  #carryOut(decision: Exclude<Decision, { kind: "consult" }>, startedAtMs: number): void {
    if (decision.kind === "bind") return void this.#bind(decision, startedAtMs);
    const { info, message, reason, preemption, losesNomination } = decision;
    this.events.unschedulable(info.key, message, info.schedulerName);
    const nominatedNodeName = preemption?.nodeName ?? (losesNomination ? "" : undefined);
    void this.writer.wait(info, { message, reason, nominatedNodeName });
    if (!preemption) return;
    this.events.preempting(info.key, preemption.nodeName, preemption.victims.length);
    void this.writer.preempt(info, preemption);
  }

  async #bind(decision: BindDecision, startedAtMs: number): Promise<void> {
    const { info, nodeName } = decision;
    this.#bindings++;
    try {
      await this.binder.bind(decision);
      this.scheduler.queue.delete(info.key);
      this.events.bound(info.key, nodeName, info.schedulerName, this.environment.clock.monotonic() - startedAtMs);
    } catch (error) {
      this.events.bindFailed(info.key, nodeName, info.schedulerName, error);
      this.scheduler.unbound(decision);
    } finally {
      this.#bindings--;
      this.wake();
    }
  }

  /** Until something happens or a pod becomes due. */
  async #idle(): Promise<void> {
    const { clock } = this.environment;
    this.events.pending(this.scheduler.queue.counts);
    const nowMs = clock.monotonic();
    const dueMs = this.scheduler.queue.nextDueMs(nowMs);
    const delayMs =
      this.#bindings >= BINDINGS_MAX
        ? FLUSH_UNSCHEDULABLE_MS
        : Math.min(FLUSH_UNSCHEDULABLE_MS, (dueMs ?? Infinity) - nowMs);
    await new Promise<void>((resolve) => {
      const timer = clock.after(Math.max(0, delayMs), resolve);
      this.#wake = () => {
        timer.stop();
        resolve();
      };
      if (this.#stopping.signal.aborted) this.#wake();
    });
    this.#wake = undefined;
  }

  #flushUnschedulable(): void {
    const nowMs = this.environment.clock.monotonic();
    if (nowMs - this.#flushedAtMs < FLUSH_UNSCHEDULABLE_MS) return;
    this.#flushedAtMs = nowMs;
    this.scheduler.queue.flushUnschedulable(nowMs);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
