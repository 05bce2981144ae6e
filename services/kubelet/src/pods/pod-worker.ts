import { StatusError } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod, PodStatus } from "@flotilla/api/types/core/v1.js";
import type { Timer } from "@flotilla/service";
import { ConfigError } from "../core/environment-variables.js";
import { planPod, podContainers, type PodPlan } from "../core/pod-plan.js";
import { podStatus, type Waiting } from "../core/pod-status.js";
import { latestRun, type PodView } from "../core/runtime-view.js";
import type { KubeletContext } from "./kubelet-context.js";
import { readPodInputs } from "./pod-inputs.js";
import { PodStarter } from "./pod-starter.js";
import { stopContainer, stopPod } from "./pod-stopper.js";
import { StartFailure } from "./start-failure.js";

/** How often a pod is looked at when nothing happens: its ConfigMaps may have changed. Source: kubelet `syncFrequency`. */
const RESYNC_MS = 60_000;
/** Wait after a look that failed. Source: kubelet `backOffPeriod`. */
const RETRY_MS = 10_000;
const DEFAULT_GRACE_SECONDS = 30;

/**
 * Makes one pod true: a serial loop that looks at the runtime, plans, carries the plan out, and reports. It is woken by
 * changes of the pod, of its containers, of its probes, and by time; it trusts only what it sees then.
 */
export class PodWorker {
  #pod: Pod;
  #running: Promise<void> | undefined;
  #again = false;
  #timer: Timer | undefined;
  #finished = false;
  #waiting = new Map<string, Waiting>();
  #verdict: { reason: string; message: string } | undefined;

  constructor(
    private readonly context: KubeletContext,
    pod: Pod,
    private readonly onFinished: (uid: string) => void,
  ) {
    this.#pod = pod;
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** The pod changed in the API. */
  update(pod: Pod): void {
    this.#pod = pod;
    this.wake();
  }

  /** Ends the pod for a reason of the node: its containers stop, its phase becomes Failed. */
  evict(reason: string, message: string): void {
    this.#verdict ??= { reason, message };
    this.wake();
  }

  wake(): void {
    if (this.#finished) return;
    this.#again = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
    });
  }

  /** Ends the loop without touching the pod: the Kubelet stops, the containers run on. */
  async stop(): Promise<void> {
    this.#finished = true;
    this.#timer?.stop();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#finished) {
      this.#again = false;
      this.#timer?.stop();
      const wakeIn = await this.#look();
      if (!this.#finished) this.#timer = this.context.environment.clock.after(wakeIn, () => this.wake());
    }
  }

  /** One look; returns when to look again, in ms. */
  async #look(): Promise<number> {
    try {
      if (this.#pod.metadata?.deletionTimestamp !== undefined) return await this.#terminate();
      return await this.#sync();
    } catch (error) {
      this.context.environment.log.warn("pod.sync-failed", { pod: this.#name(), error });
      return RETRY_MS;
    }
  }

  async #sync(): Promise<number> {
    const { clock } = this.context.environment;
    this.#checkDeadline(clock.now());
    let view = await this.#view();
    if (this.#isOver()) {
      await stopPod(this.context, this.#pod, view, this.#grace());
      this.#report(await this.#view());
      return RESYNC_MS;
    }
    this.#watchProbes(view);
    this.#waiting = new Map();
    const plan = this.#plan(view);
    this.#noteBackoff(plan, view);
    if (plan.killPod) await stopPod(this.context, this.#pod, view, this.#grace());
    for (const kill of plan.kill) {
      const run = view.containers.find((container) => container.id === kill.id);
      if (run !== undefined) await stopContainer(this.context, this.#pod, run, this.#grace(), kill.message);
    }
    const retryAt = plan.createSandbox !== undefined || plan.start.length > 0 ? await this.context.limitStarts(() => this.#start(plan)) : undefined;
    view = await this.#view();
    this.#watchProbes(view);
    await this.#collect(view);
    this.#report(view);
    const next = Math.min(plan.wakeAt ?? Infinity, retryAt ?? Infinity, clock.now() + RESYNC_MS, this.#deadlineAt());
    return Math.max(0, next - clock.now());
  }

  #plan(view: PodView): PodPlan {
    const { context } = this;
    return planPod({
      pod: this.#pod,
      view,
      now: context.environment.clock.now(),
      restartReadyAt: (container, endedAt) => context.restartBackoff.readyAt(this.#backoffKey(container), endedAt),
      probe: (run) => ({ alive: context.probes.alive(run), started: context.probes.started(run) }),
    });
  }

  /** Starts what the plan says; returns when to try again what could not be started, or undefined. */
  async #start(plan: PodPlan): Promise<number | undefined> {
    const { context } = this;
    const pod = this.#pod;
    const retryAt = context.environment.clock.now() + RETRY_MS;
    try {
      const podIps = (await this.#view()).sandboxes[0]?.ips ?? [];
      const downward = { pod, podIps, hostIp: context.hostIp, allocatable: context.allocatable() };
      const inputs = await readPodInputs(context.client, context.tokens, pod, downward);
      const volumes = await context.volumes.prepare(pod, inputs.sources, inputs.claims);
      const starter = new PodStarter(context, pod, inputs, volumes);
      if (plan.createSandbox !== undefined) await starter.createSandbox(plan.createSandbox.attempt);
      return await this.#startContainers(starter, plan);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof ConfigError) context.events.event(pod, "Warning", "FailedMount", message);
      else if (!(error instanceof StartFailure)) context.environment.log.warn("pod.start-failed", { pod: this.#name(), error });
      for (const { container } of podContainers(pod)) this.#waiting.set(container.name, { reason: "ContainerCreating", message });
      return retryAt;
    }
  }

  async #startContainers(starter: PodStarter, plan: PodPlan): Promise<number | undefined> {
    let retryAt: number | undefined;
    const view = await this.#view();
    for (const action of plan.start) {
      try {
        if (action.endedAt > 0) this.context.restartBackoff.recordStart(this.#backoffKey(action.container.name), action.endedAt);
        await starter.start(action, view);
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        this.#waiting.set(action.container.name, { reason: error.reason, message: error.message });
        retryAt = Math.min(retryAt ?? Infinity, error.retryAt ?? this.context.environment.clock.now() + RETRY_MS);
      }
    }
    return retryAt;
  }

  /** The pod is being deleted: stop it, report its end, clean up, and let the API forget it. */
  async #terminate(): Promise<number> {
    const { context } = this;
    const uid = this.#uid();
    context.probes.stopRestarting(uid);
    const view = await this.#view();
    const grace = this.#pod.metadata?.deletionGracePeriodSeconds ?? this.#grace();
    await stopPod(context, this.#pod, view, grace);
    context.probes.forgetPod(uid);
    this.#report(await this.#view());
    await context.statuses.flush(uid);
    await removePod(context, await this.#view());
    await this.#forget();
    this.#finished = true;
    this.onFinished(uid);
    return RESYNC_MS;
  }

  async #forget(): Promise<void> {
    const { name = "", namespace, uid } = this.#pod.metadata ?? {};
    try {
      await this.context.client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      const gone = error instanceof StatusError && (error.status.reason === "NotFound" || error.status.reason === "Conflict");
      if (!gone) throw error;
    }
  }

  #view(): Promise<PodView> {
    const { name = "", namespace = "" } = this.#pod.metadata ?? {};
    return this.context.runtime.podView(this.#uid(), namespace, name);
  }

  #report(view: PodView): PodStatus {
    const { context } = this;
    const known = context.statuses.get(this.#uid());
    const status = podStatus({
      pod: known === undefined ? this.#pod : { ...this.#pod, status: { ...this.#pod.status, ...known } },
      view,
      now: context.environment.clock.now(),
      hostIp: context.hostIp,
      runtimeName: context.runtimeName,
      waiting: this.#waiting,
      ready: (run) => context.probes.ready(run),
      started: (run) => context.probes.started(run),
      terminationMessage: (run) => this.#messages.get(run.id) ?? "",
      verdict: this.#verdict,
    });
    context.statuses.set(this.#pod, status);
    return status;
  }

  readonly #messages = new Map<string, string>();

  /** Reads what ended containers left to say, and removes runs that nobody will ask for again. */
  async #collect(view: PodView): Promise<void> {
    for (const run of view.containers) {
      if (run.state !== "exited") continue;
      if (!this.#messages.has(run.id)) this.#messages.set(run.id, await this.context.volumes.terminationMessage(this.#uid(), run.name, run.attempt));
      const [newest, before] = view.containers.filter((other) => other.name === run.name);
      if (run.id === newest?.id || run.id === before?.id) continue;
      await this.context.runtime.removeContainer(run.id);
      this.#messages.delete(run.id);
    }
  }

  #watchProbes(view: PodView): void {
    const podIp = view.sandboxes[0]?.ips[0] ?? this.context.hostIp;
    for (const { container } of podContainers(this.#pod)) {
      const run = latestRun(view, container.name);
      if (run?.state === "running") this.context.probes.watch(this.#pod, container, run, podIp);
      else if (run !== undefined) this.context.probes.forget(run.id);
    }
  }

  #noteBackoff(plan: PodPlan, view: PodView): void {
    for (const name of plan.backingOff) {
      const seconds = this.context.restartBackoff.delayMs(this.#backoffKey(name)) / 1000;
      const message = `back-off ${formatSeconds(seconds)} restarting failed container=${name} pod=${this.#pod.metadata?.name ?? ""}_${this.#pod.metadata?.namespace ?? ""}(${this.#uid()})`;
      this.#waiting.set(name, { reason: "CrashLoopBackOff", message });
      if (latestRun(view, name) !== undefined) this.context.events.event(this.#pod, "Warning", "BackOff", `Back-off restarting failed container ${name} in pod ${this.#pod.metadata?.name ?? ""}_${this.#pod.metadata?.namespace ?? ""}(${this.#uid()})`);
    }
  }

  #isOver(): boolean {
    const phase = this.context.statuses.get(this.#uid())?.phase ?? this.#pod.status?.phase;
    return this.#verdict !== undefined || phase === "Succeeded" || phase === "Failed";
  }

  #deadlineAt(): number {
    const seconds = this.#pod.spec?.activeDeadlineSeconds;
    const started = this.context.statuses.get(this.#uid())?.startTime ?? this.#pod.status?.startTime;
    return seconds === undefined || started === undefined ? Infinity : Date.parse(started) + seconds * 1000;
  }

  #checkDeadline(now: number): void {
    if (now >= this.#deadlineAt()) this.#verdict ??= { reason: "DeadlineExceeded", message: "Pod was active on the node longer than the specified deadline" };
  }

  #grace(): number {
    return this.#pod.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  }

  #backoffKey(container: string): string {
    return `${this.#uid()}/${container}`;
  }

  #uid(): string {
    return this.#pod.metadata?.uid ?? "";
  }

  #name(): string {
    return `${this.#pod.metadata?.namespace ?? ""}/${this.#pod.metadata?.name ?? ""}`;
  }
}

/** Removes everything that a stopped pod left on the node. */
export async function removePod(context: KubeletContext, view: PodView): Promise<void> {
  for (const container of view.containers) await context.runtime.removeContainer(container.id);
  for (const sandbox of view.sandboxes) await context.runtime.removeSandbox(sandbox.id);
  await context.volumes.remove(view.uid);
  context.statuses.forget(view.uid);
  context.tokens.forgetPod(view.uid);
  context.restartBackoff.forget(`${view.uid}/`);
  context.imageBackoff.forget(`${view.uid}/`);
}

/** As Go prints durations of whole seconds: "40s", "2m40s", "5m0s". */
function formatSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
