import type { Running } from "@flotilla/service";
import type { ControllerContext, ControllerDefinition } from "./controllers/controller-definition.js";
import { isSelected } from "./core/controller-selection.js";
import type { ControllerManagerEvents } from "./events.js";

export type ControllerState = "running" | "waiting" | "disabled" | "unavailable";

export interface ControllerReport {
  readonly definition: ControllerDefinition;
  readonly state: ControllerState;
  /** For "unavailable": what it lacks. */
  readonly message: string;
}

interface Entry {
  readonly definition: ControllerDefinition;
  enabled: boolean;
  running: Running | undefined;
  unavailable: string | undefined;
}

/** The controllers of this instance: which are on, and which run. They run only between `start` and `stop`. */
export class ControllerSet {
  private readonly entries: readonly Entry[];
  private context: ControllerContext | undefined;

  constructor(
    definitions: readonly ControllerDefinition[],
    selectors: readonly string[],
    private readonly events: ControllerManagerEvents,
  ) {
    this.entries = definitions.map((definition) => ({
      definition,
      enabled: isSelected(definition, selectors),
      running: undefined,
      unavailable: undefined,
    }));
  }

  /** What controllers get; undefined unless they run. */
  get runningContext(): ControllerContext | undefined {
    return this.context;
  }

  /** By name or alias. */
  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** Starts what is on. */
  start(context: ControllerContext): void {
    this.context = context;
    for (const entry of this.entries) this.startOne(entry);
  }

  /** Stops all, in reverse. */
  async stop(): Promise<void> {
    this.context = undefined;
    for (const entry of [...this.entries].reverse()) await this.stopOne(entry);
  }

  /** By name or alias; undefined for none. */
  enable(name: string): ControllerReport | undefined {
    const entry = this.find(name);
    if (!entry) return undefined;
    entry.enabled = true;
    this.startOne(entry);
    return report(entry);
  }

  async disable(name: string): Promise<ControllerReport | undefined> {
    const entry = this.find(name);
    if (!entry) return undefined;
    entry.enabled = false;
    await this.stopOne(entry);
    return report(entry);
  }

  list(): ControllerReport[] {
    return this.entries.map(report).sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  private find(name: string): Entry | undefined {
    return this.entries.find(({ definition }) => definition.name === name || definition.aliases?.includes(name));
  }

  private startOne(entry: Entry): void {
    if (!this.context || !entry.enabled || entry.running) return;
    const started = entry.definition.start(this.context);
    if ("unavailable" in started) {
      entry.unavailable = started.unavailable;
      this.events.controllerUnavailable(entry.definition.name, started.unavailable);
    } else {
      entry.running = started;
      this.events.controllerStarted(entry.definition.name);
    }
  }

  private async stopOne(entry: Entry): Promise<void> {
    const { running } = entry;
    entry.running = undefined;
    entry.unavailable = undefined;
    if (!running) return;
    await running.stop();
    this.events.controllerStopped(entry.definition.name);
  }
}

function report({ definition, enabled, running, unavailable }: Entry): ControllerReport {
  const state = !enabled ? "disabled" : running ? "running" : unavailable !== undefined ? "unavailable" : "waiting";
  return { definition, state, message: enabled ? (unavailable ?? "") : "" };
}
