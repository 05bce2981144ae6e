import type { ComponentPlan } from "./component-plan.js";

/** A component that was started. */
export interface RunningComponent {
  readonly pid: number;
  /** Where it listens, by face. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Resolves when it has ended, for whatever reason. `fatal` when starting it again cannot help. */
  readonly ended: Promise<{ readonly why: string; readonly fatal: boolean }>;
  stop(): Promise<void>;
}

/** Starts components: each as a process, or all within this one. */
export interface Runner {
  /** Resolves when the component is ready; rejects with CliError, in the component's own words, when it cannot start. */
  start(plan: ComponentPlan): Promise<RunningComponent>;
}
