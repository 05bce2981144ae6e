import type { Container, Pod } from "@flotilla/api/types/core/v1.js";
import { containerHash } from "./container-hash.js";
import { type ContainerView, latestRun, type PodView, readySandbox } from "./runtime-view.js";

/** What the probes say of a container. */
export interface ProbeVerdict {
  /** False: a liveness or startup probe gave it up. */
  readonly alive: boolean;
  /** The startup probe has passed, or there is none and the container runs. */
  readonly started: boolean;
}

export interface PlanInput {
  readonly pod: Pod;
  readonly view: PodView;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When a restart of the container is allowed: see `RestartBackoff.readyAt`. */
  readonly restartReadyAt: (container: string, endedAt: number) => number;
  readonly probe: (container: ContainerView) => ProbeVerdict;
}

export interface StartAction {
  readonly container: Container;
  readonly role: ContainerRole;
  /** Counts the runs of this container in this pod, from 0. */
  readonly attempt: number;
  /** When the run before ended; 0 for the first run. */
  readonly endedAt: number;
}

export interface KillAction {
  readonly id: string;
  readonly name: string;
  /** For the event, such as "Container web failed liveness probe, will be restarted". */
  readonly message: string;
}

export type ContainerRole = "init" | "sidecar" | "main" | "ephemeral";

/** The next steps for one pod, in order: kill, then the sandbox, then start. Empty means: nothing to do now. */
export interface PodPlan {
  /** Stop everything: the sandbox is dead, or all is done. */
  readonly killPod: boolean;
  readonly createSandbox: { readonly attempt: number } | undefined;
  readonly kill: readonly KillAction[];
  readonly start: readonly StartAction[];
  /** Containers that wait for their backoff. */
  readonly backingOff: readonly string[];
  /** Look again then, even if nothing happens; undefined when only an event can change the plan. */
  readonly wakeAt: number | undefined;
}

const NOTHING: PodPlan = { killPod: false, createSandbox: undefined, kill: [], start: [], backingOff: [], wakeAt: undefined };

/** Decides what to do next for a pod that shall run. Reads nothing, changes nothing. Source: kubelet `computePodActions`. */
export function planPod(input: PlanInput): PodPlan {
  const { pod, view } = input;
  if (readySandbox(view) === undefined) return planFreshSandbox(input);

  const planner = new ContainerPlanner(input);
  for (const container of pod.spec?.ephemeralContainers ?? []) planner.planEphemeral(container as Container);
  const initialized = planner.planInit(pod.spec?.initContainers ?? []);
  if (initialized === "failed") return { ...NOTHING, killPod: view.containers.some((c) => c.state === "running") };
  if (initialized === "done") {
    for (const container of pod.spec?.containers ?? []) planner.planMain(container);
  }
  return planner.result();
}

/** Every container of the pod that is not ephemeral, with its role. */
export function podContainers(pod: Pod): { container: Container; role: ContainerRole }[] {
  const init = (pod.spec?.initContainers ?? []).map((container) => ({ container, role: isSidecar(container) ? "sidecar" : "init" }) as const);
  const main = (pod.spec?.containers ?? []).map((container) => ({ container, role: "main" }) as const);
  return [...init, ...main];
}

/** An init container that keeps running beside the main ones. Source: KEP-753. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

function planFreshSandbox(input: PlanInput): PodPlan {
  const { pod, view } = input;
  const attempt = view.sandboxes.length === 0 ? 0 : Math.max(...view.sandboxes.map((sandbox) => sandbox.attempt)) + 1;
  const killPod = view.sandboxes.length > 0;
  const runs = new ContainerPlanner({ ...input, view: { ...view, containers: view.containers.filter((c) => c.state !== "running") } });
  const init = pod.spec?.initContainers ?? [];
  const mains = pod.spec?.containers ?? [];
  // A pod that has done its work gets no new sandbox when the old one dies.
  const unfinished = mains.some((container) => runs.shouldRun(container, latestRun(view, container.name)));
  if (!unfinished) return { ...NOTHING, killPod: killPod && view.sandboxes.some((sandbox) => sandbox.ready) };
  // A new sandbox means that the init containers run again, from the first one.
  const first = init[0];
  if (first !== undefined) runs.start(first, isSidecar(first) ? "sidecar" : "init");
  else for (const container of mains) runs.planMain(container);
  return { ...runs.result(), killPod, createSandbox: { attempt } };
}

class ContainerPlanner {
  readonly #kill: KillAction[] = [];
  readonly #start: StartAction[] = [];
  readonly #backingOff: string[] = [];
  #wakeAt: number | undefined;
  #kept = 0;

  constructor(private readonly input: PlanInput) {}

  result(): PodPlan {
    const idle = this.#kept === 0 && this.#start.length === 0 && this.#backingOff.length === 0;
    return {
      killPod: idle,
      createSandbox: undefined,
      kill: this.#kill,
      start: this.#start,
      backingOff: this.#backingOff,
      wakeAt: this.#wakeAt,
    };
  }

  planEphemeral(container: Container): void {
    const run = latestRun(this.input.view, container.name);
    if (run === undefined) this.start(container, "ephemeral");
    else if (run.state === "running") this.#kept += 1;
  }

  /** Plans the next init step; "done" when the main containers may run. */
  planInit(containers: readonly Container[]): "done" | "running" | "failed" {
    // Once a main container has run in this sandbox, the ordinary init containers never run again in it.
    const sandbox = readySandbox(this.input.view);
    const past = (this.input.pod.spec?.containers ?? []).some((c) => latestRun(this.input.view, c.name)?.sandboxId === sandbox?.id);
    for (const container of containers) {
      const step = isSidecar(container) ? this.#planSidecar(container) : past ? "done" : this.#planInitContainer(container);
      if (step !== "done" && !past) return step;
    }
    return "done";
  }

  planMain(container: Container): void {
    const run = latestRun(this.input.view, container.name);
    if (run?.state === "running") {
      const trouble = this.#trouble(container, run);
      if (trouble === undefined) {
        this.#kept += 1;
        return;
      }
      this.#kill.push({ id: run.id, name: container.name, message: trouble });
      if (this.#restartsAfterKill()) this.start(container, "main");
      return;
    }
    if (this.shouldRun(container, run)) this.start(container, "main");
  }

  /** Whether the restart policy wants a container that is not running to run. */
  shouldRun(_container: Container, run: ContainerView | undefined): boolean {
    if (run === undefined || run.state === "created" || run.state === "unknown") return true;
    if (run.state === "running") return true;
    const policy = this.input.pod.spec?.restartPolicy ?? "Always";
    return policy === "Always" || (policy === "OnFailure" && run.exitCode !== 0);
  }

  /** Starts it now, or notes that it waits. */
  start(container: Container, role: ContainerRole): void {
    const runs = this.input.view.containers.filter((run) => run.name === container.name);
    const ended = runs[0]?.state === "exited" ? runs[0].finishedAt : 0;
    const readyAt = ended === 0 ? 0 : this.input.restartReadyAt(container.name, ended);
    if (readyAt > this.input.now) {
      this.#backingOff.push(container.name);
      this.#wakeAt = Math.min(this.#wakeAt ?? readyAt, readyAt);
      return;
    }
    const attempt = runs.length === 0 ? 0 : Math.max(...runs.map((run) => run.attempt)) + 1;
    this.#start.push({ container, role, attempt, endedAt: ended });
  }

  #planInitContainer(container: Container): "done" | "running" | "failed" {
    const sandbox = readySandbox(this.input.view);
    const run = latestRun(this.input.view, container.name);
    if (run === undefined || run.sandboxId !== sandbox?.id || run.state === "created" || run.state === "unknown") {
      this.start(container, "init");
      return "running";
    }
    if (run.state === "running") {
      this.#kept += 1;
      return "running";
    }
    if (run.exitCode === 0) return "done";
    if (this.input.pod.spec?.restartPolicy === "Never") return "failed";
    this.start(container, "init");
    return "running";
  }

  #planSidecar(container: Container): "done" | "running" {
    const run = latestRun(this.input.view, container.name);
    if (run?.state !== "running") {
      this.start(container, "sidecar");
      return "running";
    }
    const trouble = this.#trouble(container, run);
    if (trouble !== undefined) {
      this.#kill.push({ id: run.id, name: container.name, message: trouble });
      this.start(container, "sidecar");
      return "running";
    }
    // A sidecar alone keeps no pod alive: it is not counted as kept.
    return this.input.probe(run).started ? "done" : "running";
  }

  #trouble(container: Container, run: ContainerView): string | undefined {
    if (run.hash !== containerHash(container)) return `Container ${container.name} definition changed, will be restarted`;
    if (!this.input.probe(run).alive) {
      const probe = this.input.probe(run).started ? "liveness" : "startup";
      return `Container ${container.name} failed ${probe} probe, will be restarted`;
    }
    return undefined;
  }

  #restartsAfterKill(): boolean {
    return this.input.pod.spec?.restartPolicy !== "Never";
  }
}
