import { rm } from "node:fs/promises";
import type { ClusterState, ComponentState, ProcessRef } from "./cluster-spec.js";
import type { ComponentPlan } from "./component-plan.js";
import { type Home, writeJson } from "./home.js";
import { processRef } from "./process-ref.js";
import type { Runner } from "./runner.js";
import { Supervisor } from "./supervisor.js";

/** What a daemon tells the command that started it. */
export type DaemonMessage =
  | { readonly kind: "step"; readonly text: string; readonly elapsedMs: number; readonly detail: string }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

export type Tell = (message: DaemonMessage) => void;

export interface SupervisedRun {
  readonly home: Home;
  readonly runner: Runner;
  readonly plans: readonly ComponentPlan[];
  /** Where the Kubernetes API answers. */
  readonly server: string;
  /** Parts that are somebody else's to run. */
  readonly external: readonly ComponentState[];
  /** CRI socket of a runtime that is somebody else's; its pods are stopped with the rest. */
  readonly foreignRuntime: string | undefined;
  readonly tell: Tell;
  /** Waits for what makes the start complete, such as ready nodes. */
  afterStart(): Promise<void>;
}

/** Runs components until the process is told to stop. Resolves when they have started; `stopped` when they have ended. */
export async function startSupervised({
  home,
  runner,
  plans,
  server,
  external,
  foreignRuntime,
  tell,
  afterStart,
}: SupervisedRun): Promise<{ readonly stopped: Promise<void> }> {
  const writeState = stateWriter(home, external, server);
  const supervisor = new Supervisor(runner, {
    started: (plan, elapsedMs) => tell({ kind: "step", text: plan.name, elapsedMs, detail: plan.implementation }),
    ended: (plan, why) => logLine("component.ended", { component: plan.name, why }),
    stopping: (plan) => (plan.program === "runtime" ? stopPods(home.socket(plan.name)) : Promise.resolve()),
    changed: (components) => void writeState(components),
  });
  const stopped = onStopSignal(async () => {
    await supervisor.stop();
    if (foreignRuntime !== undefined) await stopPods(foreignRuntime);
    await leaveUserNamespaces(home, plans);
    await rm(home.stateFile, { force: true });
  });
  try {
    await writeState([]);
    await supervisor.start(plans);
    await afterStart();
    await writeState(supervisor.components());
  } catch (error) {
    // Nothing half-started stays behind.
    await supervisor.stop();
    await rm(home.stateFile, { force: true });
    throw error;
  }
  return { stopped };
}

export function externalPart(name: string, implementation: string, endpoint: string, flag: string): ComponentState {
  return {
    name,
    implementation,
    reason: `given by ${flag}`,
    process: undefined,
    endpoints: { grpc: endpoint },
    restarts: 0,
    state: "external",
  };
}

export function stopwatch(tell: Tell): (text: string, detail: string) => void {
  const began = Date.now();
  return (text, detail) => tell({ kind: "step", text, elapsedMs: Date.now() - began, detail });
}

/** A line in the supervisor's log. */
export function logLine(event: string, fields: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
}

/** A runtime that does not answer has no pods that could be stopped. */
async function stopPods(endpoint: string): Promise<void> {
  const address = endpoint.startsWith("unix:") ? endpoint : `unix:${endpoint}`;
  const { drainRuntime } = await import("./drain-runtime.js");
  await drainRuntime(address).catch((error: unknown) =>
    logLine("pods.not-stopped", { endpoint, error: String(error) }),
  );
}

/** Without root our runtime keeps a user namespace open between its own runs; a stopped cluster has no use for it. */
async function leaveUserNamespaces(home: Home, plans: readonly ComponentPlan[]): Promise<void> {
  if (process.getuid?.() === 0) return;
  const { leaveUserNamespace } = await import("@flotilla/runtime");
  for (const { name, program } of plans) if (program === "runtime") await leaveUserNamespace(home.data(name));
}

function stateWriter(
  home: Home,
  external: readonly ComponentState[],
  server: string,
): (components: readonly ComponentState[]) => Promise<void> {
  const startedAt = new Date().toISOString();
  let last: Promise<void> = Promise.resolve();
  return (components) => {
    const state: ClusterState = {
      supervisor: processRef(process.pid) as ProcessRef,
      startedAt,
      server,
      components: [...external, ...components],
    };
    last = last.then(() => writeJson(home.stateFile, state));
    return last;
  };
}

function onStopSignal(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (asked) return;
        asked = true;
        void stop().finally(resolve);
      });
    }
  });
}
