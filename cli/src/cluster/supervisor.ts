import { CliError } from "../cli-error.js";
import type { ComponentState } from "./cluster-spec.js";
import type { ComponentPlan } from "./component-plan.js";
import { processRef } from "./process-ref.js";
import type { RunningComponent, Runner } from "./runner.js";

/** Wait before a component that ended is started again: doubles while it keeps ending soon. */
const RESTART_DELAY_MIN_MS = 100;
const RESTART_DELAY_MAX_MS = 10_000;
/** A component that ran so long is taken for healthy: the next wait is short again. */
const HEALTHY_AFTER_MS = 30_000;

export interface SupervisorEvents {
  started(plan: ComponentPlan, elapsedMs: number): void;
  ended(plan: ComponentPlan, why: string): void;
  /** Nobody uses the component any more; it is stopped when this resolves. */
  stopping(plan: ComponentPlan): Promise<void>;
  /** The picture of what runs changed. */
  changed(components: readonly ComponentState[]): void;
}

interface Slot {
  readonly plan: ComponentPlan;
  running: RunningComponent | undefined;
  restarts: number;
  state: ComponentState["state"];
  delayMs: number;
}

/** Starts the components of a plan in order, starts again those that end, and stops all in reverse. */
export class Supervisor {
  readonly #slots = new Map<string, Slot>();
  #stopping = false;

  constructor(
    private readonly runner: Runner,
    private readonly events: SupervisorEvents,
  ) {}

  /** Resolves when every component is ready. When one cannot start, all that did are stopped, and it rejects. */
  async start(plans: readonly ComponentPlan[]): Promise<void> {
    const ready = new Map<string, Promise<void>>();
    for (const plan of plans) {
      this.#slots.set(plan.name, {
        plan,
        running: undefined,
        restarts: 0,
        state: "starting",
        delayMs: RESTART_DELAY_MIN_MS,
      });
      const needs = plan.after.map((name) => ready.get(name) ?? Promise.resolve());
      ready.set(
        plan.name,
        Promise.all(needs).then(() => this.#begin(plan.name)),
      );
    }
    const results = await Promise.allSettled(ready.values());
    const failure = results.find((result) => result.status === "rejected");
    if (failure === undefined) return;
    await this.stop();
    throw failure.reason;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    // Who needs others stops before them.
    const order = [...this.#slots.values()].reverse();
    const stopped = new Map<string, Promise<void>>();
    for (const slot of order) {
      const users = order
        .filter((other) => other.plan.after.includes(slot.plan.name))
        .map((other) => stopped.get(other.plan.name) ?? Promise.resolve());
      stopped.set(
        slot.plan.name,
        Promise.all(users).then(() => this.#end(slot)),
      );
    }
    await Promise.all(stopped.values());
  }

  async #end(slot: Slot): Promise<void> {
    if (slot.running === undefined) return;
    await this.events.stopping(slot.plan);
    await slot.running.stop();
  }

  components(): ComponentState[] {
    return [...this.#slots.values()].map(({ plan, running, restarts, state }) => ({
      name: plan.name,
      implementation: plan.implementation,
      reason: plan.reason,
      process: running === undefined ? undefined : processRef(running.pid),
      endpoints: dialable(running?.addresses ?? {}),
      restarts,
      state,
    }));
  }

  async #begin(name: string): Promise<void> {
    const slot = this.#slots.get(name) as Slot;
    if (this.#stopping) throw new CliError(`${name} was not started: another component failed`);
    const began = Date.now();
    slot.running = await this.runner.start(slot.plan);
    if (this.#stopping) return slot.running.stop();
    slot.state = "ready";
    this.events.started(slot.plan, Date.now() - began);
    this.events.changed(this.components());
    void this.#keep(slot, slot.running, Date.now());
  }

  async #keep(slot: Slot, running: RunningComponent, since: number): Promise<void> {
    const { why } = await running.ended;
    if (this.#stopping) return;
    slot.running = undefined;
    slot.state = "restarting";
    slot.restarts += 1;
    if (Date.now() - since > HEALTHY_AFTER_MS) slot.delayMs = RESTART_DELAY_MIN_MS;
    this.events.ended(slot.plan, why);
    this.events.changed(this.components());
    await this.#restart(slot);
  }

  async #restart(slot: Slot): Promise<void> {
    while (!this.#stopping) {
      await new Promise((resolve) => setTimeout(resolve, slot.delayMs));
      slot.delayMs = Math.min(slot.delayMs * 2, RESTART_DELAY_MAX_MS);
      if (this.#stopping) return;
      try {
        return await this.#begin(slot.plan.name);
      } catch (error) {
        this.events.ended(slot.plan, error instanceof Error ? error.message : String(error));
      }
    }
  }
}

/** "0.0.0.0" is every address of this machine; shown is one that can be dialled. */
function dialable(addresses: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(addresses);
  return Object.fromEntries(entries.map(([face, address]) => [face, address.replace(/^0\.0\.0\.0:/, "127.0.0.1:")]));
}
