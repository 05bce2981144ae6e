import type { Container, Pod } from "@flotilla/api/types/core/v1.js";
import { containerHash } from "./container-hash.js";
import { type ContainerView, latestRun, type PodView, readySandbox } from "./runtime-view.js";

/** What the probes say of a container. */
export interface ProbeVerdict {
  /** False: a liveness or startup probe gave it up. */
  readonly alive: boolean;
  /** The grace of the probe that gave it up, when that has one of its own. */
  readonly graceSeconds?: number | undefined;
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
  /** When the probe that gave the container up has a grace of its own. */
  readonly graceSeconds: number | undefined;
}

export type ContainerRole = "init" | "sidecar" | "main" | "ephemeral";

/**
 * The next steps for one pod, in order: kill, then the sandbox, then start. What is killed is started again by a later
 * plan, which sees when it ended. Empty means: nothing to do now.
 */
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

const NOTHING: PodPlan = {
  killPod: false,
  createSandbox: undefined,
  kill: [],
  start: [],
  backingOff: [],
  wakeAt: undefined,
};

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

/** Every container of the pod that the runtime knows by name: for probes, hooks and messages. */
export function findContainer(pod: Pod, name: string): Container | undefined {
  return podContainers(pod).find(({ container }) => container.name === name)?.container;
}

/** Every container of the pod that is not ephemeral, with its role. */
export function podContainers(pod: Pod): { container: Container; role: ContainerRole }[] {
  const init = (pod.spec?.initContainers ?? []).map(
    (container) => ({ container, role: isSidecar(container) ? "sidecar" : "init" }) as const,
  );
  const main = (pod.spec?.containers ?? []).map((container) => ({ container, role: "main" }) as const);
  return [...init, ...main];
}

/** An init container that keeps running beside the main ones. Source: KEP-753. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

function planFreshSandbox(input: PlanInput): PodPlan {
  const { pod, view } = input;
  // What still runs in a dead sandbox ends first: its end decides what comes next.
  if (view.sandboxes.some((sandbox) => sandbox.ready) || view.containers.some((run) => run.state === "running"))
    return { ...NOTHING, killPod: true };
  const attempt = view.sandboxes.length === 0 ? 0 : Math.max(...view.sandboxes.map((sandbox) => sandbox.attempt)) + 1;
  const planner = new ContainerPlanner(input);
  const mains = pod.spec?.containers ?? [];
  // A pod that has done its work gets no new sandbox when the old one dies; nor one whose containers run once only.
  const ranOnce = pod.spec?.restartPolicy === "Never" && view.containers.some((run) => run.startedAt > 0);
  const unfinished = mains.some((container) => planner.shouldRun(latestRun(view, container.name)));
  if (ranOnce || !unfinished) return NOTHING;
  // A new sandbox means that the init containers run again, from the first one.
  const first = pod.spec?.initContainers?.[0];
  if (first !== undefined) planner.start(first, isSidecar(first) ? "sidecar" : "init");
  else for (const container of mains) planner.planMain(container);
  return { ...planner.result(), killPod: false, createSandbox: { attempt } };
}

class ContainerPlanner {
  readonly #kill: KillAction[] = [];
  readonly #start: StartAction[] = [];
  readonly #backingOff: string[] = [];
  #wakeAt: number | undefined;
  #kept = 0;

  constructor(private readonly input: PlanInput) {}

  result(): PodPlan {
    const idle =
      this.#kept === 0 && this.#kill.length === 0 && this.#start.length === 0 && this.#backingOff.length === 0;
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
    const past = (this.input.pod.spec?.containers ?? []).some(
      (c) => latestRun(this.input.view, c.name)?.sandboxId === sandbox?.id,
    );
    for (const container of containers) {
      const step = isSidecar(container)
        ? this.#planSidecar(container)
        : past
          ? "done"
          : this.#planInitContainer(container);
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
      this.#kill.push(trouble);
      return;
    }
    if (this.shouldRun(run)) this.start(container, "main");
  }

  /** Whether the restart policy wants a container that is not running to run. */
  shouldRun(run: ContainerView | undefined): boolean {
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
      this.#kill.push(trouble);
      return "running";
    }
    // A sidecar alone keeps no pod alive: it is not counted as kept.
    return this.input.probe(run).started ? "done" : "running";
  }

  /** Why a running container has to go, if it has to. */
  #trouble(container: Container, run: ContainerView): KillAction | undefined {
    const kill = (message: string, graceSeconds?: number): KillAction => ({
      id: run.id,
      name: container.name,
      message,
      graceSeconds,
    });
    if (run.hash !== containerHash(container))
      return kill(`Container ${container.name} definition changed, will be restarted`);
    const { alive, started, graceSeconds } = this.input.probe(run);
    return alive
      ? undefined
      : kill(
          `Container ${container.name} failed ${started ? "liveness" : "startup"} probe, will be restarted`,
          graceSeconds,
        );
  }
}
