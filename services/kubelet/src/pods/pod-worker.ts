import { StatusError } from "@flotilla/api";
import { pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { Timer } from "@flotilla/service";
import { ConfigError } from "../core/environment-variables.js";
import { isStatic } from "../core/mirror-pod.js";
import { planPod, podContainers, type PodPlan } from "../core/pod-plan.js";
import { podStatus, type Waiting, withKnownStatus } from "../core/pod-status.js";
import { latestRun, type PodView } from "../core/runtime-view.js";
import type { KubeletContext } from "./kubelet-context.js";
import { type PodInputs, readPodInputs } from "./pod-inputs.js";
import { PodStarter } from "./pod-starter.js";
import { stopContainer, stopPod } from "./pod-stopper.js";
import { Resizer } from "./resizer.js";
import { StartFailure } from "./start-failure.js";
import { terminationMessage } from "./termination-messages.js";

/** How often a pod is looked at when nothing happens: its tokens may have to be renewed. Source: kubelet `syncFrequency`. */
const RESYNC_MS = 60_000;
/** Wait after a look that failed. Source: kubelet `backOffPeriod`. */
const RETRY_MS = 10_000;
const DEFAULT_GRACE_SECONDS = 30;
const NEVER = Infinity;

/** Why a pod ends before its containers do, such as "Evicted". */
export interface Verdict {
  readonly reason: string;
  readonly message: string;
}

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
  #verdict: Verdict | undefined;
  #waiting = new Map<string, Waiting>();
  /** When the volumes have to be brought up to date again, ms since 1970. */
  #volumesStaleAt = 0;
  /** By container id: what containers that ended left to say. */
  readonly #messages = new Map<string, string>();
  readonly #resizer: Resizer;

  constructor(
    private readonly context: KubeletContext,
    pod: Pod,
    private readonly onFinished: (uid: string) => void,
  ) {
    this.#pod = pod;
    this.#resizer = new Resizer(context);
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** The pod has ended, or is about to: it takes no room on the node any more. */
  get isOver(): boolean {
    const phase = this.context.statuses.get(this.#uid())?.phase ?? this.#pod.status?.phase;
    return this.#verdict !== undefined || phase === "Succeeded" || phase === "Failed";
  }

  /** The pod changed in the API. */
  update(pod: Pod): void {
    const before = this.#pod;
    this.#pod = pod;
    const grace = pod.metadata?.deletionGracePeriodSeconds;
    // A second, more impatient deletion must not wait for the first one's grace.
    if (grace !== undefined && grace < (before.metadata?.deletionGracePeriodSeconds ?? 0)) void this.#hurry(grace);
    this.refresh();
  }

  /** Something that the pod is made of changed: its files are written again. */
  refresh(): void {
    this.#volumesStaleAt = 0;
    this.wake();
  }

  /** Ends the pod for a reason of the node: its containers stop, its phase becomes Failed. */
  end(verdict: Verdict): void {
    this.#verdict ??= verdict;
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
    if (clock.now() >= this.#deadlineAt())
      this.#verdict ??= {
        reason: "DeadlineExceeded",
        message: "Pod was active on the node longer than the specified deadline",
      };
    const view = await this.#view();
    if (this.isOver) return this.#endPod(view);
    this.#watchProbes(view);
    this.#waiting = new Map();
    const plan = this.#plan(view);
    this.#noteBackoff(plan, view);
    await this.#kill(plan, view);
    const retryAt = await this.#start(plan, view);
    await this.#resizer.apply(this.#pod, view);
    await this.#finishLook();
    const next = Math.min(plan.wakeAt ?? NEVER, retryAt ?? NEVER, clock.now() + RESYNC_MS, this.#deadlineAt());
    return Math.max(0, next - clock.now());
  }

  async #endPod(view: PodView): Promise<number> {
    const left =
      view.containers.some((run) => run.state === "running") || view.sandboxes.some((sandbox) => sandbox.ready);
    if (left) await stopPod(this.context, this.#pod, view, this.#grace());
    await this.#finishLook();
    return RESYNC_MS;
  }

  async #finishLook(): Promise<void> {
    const view = await this.#view();
    this.#watchProbes(view);
    await this.#collect(view);
    this.#report(view);
  }

  #plan(view: PodView): PodPlan {
    const { context } = this;
    return planPod({
      pod: this.#pod,
      view,
      now: context.environment.clock.now(),
      restartReadyAt: (container, endedAt) => context.restartBackoff.readyAt(this.#backoffKey(container), endedAt),
      probe: (run) => context.probes.verdict(run),
    });
  }

  async #kill(plan: PodPlan, view: PodView): Promise<void> {
    if (plan.killPod) await stopPod(this.context, this.#pod, view, this.#grace());
    for (const kill of plan.kill) {
      const run = view.containers.find((container) => container.id === kill.id);
      if (run !== undefined)
        await stopContainer(this.context, this.#pod, run, kill.graceSeconds ?? this.#grace(), kill.message);
    }
    // What was killed is looked at again at once: it may have to start.
    if (plan.killPod || plan.kill.length > 0) this.#again = true;
  }

  /** Starts what the plan says, and keeps the volumes fresh; returns when to try again what failed, or undefined. */
  async #start(plan: PodPlan, view: PodView): Promise<number | undefined> {
    const { clock } = this.context.environment;
    const starts = plan.createSandbox !== undefined || plan.start.length > 0;
    if (!starts && clock.now() < this.#volumesStaleAt) return undefined;
    try {
      const inputs = await this.#readInputs(view);
      const volumes = await this.context.volumes.prepare(this.#pod, inputs.sources, inputs.claims);
      this.#volumesStaleAt = clock.now() + RESYNC_MS;
      if (!starts) return undefined;
      const starter = new PodStarter(this.context, this.#pod, inputs, volumes);
      if (plan.createSandbox !== undefined) {
        for (const sandbox of view.sandboxes) await this.context.runtime.stopSandbox(sandbox.id);
        await starter.createSandbox(plan.createSandbox.attempt);
      }
      return await this.#startContainers(starter, plan);
    } catch (error) {
      this.#noteFailure(error);
      return clock.now() + RETRY_MS;
    }
  }

  #noteFailure(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ConfigError) this.context.events.event(this.#pod, "Warning", "FailedMount", message);
    else if (!(error instanceof StartFailure))
      this.context.environment.log.warn("pod.start-failed", { pod: this.#name(), error });
    for (const { container } of podContainers(this.#pod))
      this.#waiting.set(container.name, { reason: "ContainerCreating", message });
  }

  #readInputs(view: PodView): Promise<PodInputs> {
    const { context } = this;
    const podIps = view.sandboxes[0]?.ips ?? [];
    return readPodInputs(context, this.#pod, {
      pod: this.#pod,
      podIps,
      hostIp: context.hostIp,
      allocatable: context.allocatable(),
    });
  }

  async #startContainers(starter: PodStarter, plan: PodPlan): Promise<number | undefined> {
    let retryAt: number | undefined;
    const view = await this.#view();
    for (const action of plan.start) {
      try {
        if (action.endedAt > 0)
          this.context.restartBackoff.recordStart(this.#backoffKey(action.container.name), action.endedAt);
        await starter.start(action, view);
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        this.#waiting.set(action.container.name, { reason: error.reason, message: error.message });
        retryAt = Math.min(retryAt ?? NEVER, error.retryAt ?? this.context.environment.clock.now() + RETRY_MS);
      }
    }
    return retryAt;
  }

  /** The pod is being deleted: stop it, report its end, clean up, and let the API forget it. */
  async #terminate(): Promise<number> {
    const { context } = this;
    const uid = this.#uid();
    context.probes.stopRestarting(uid);
    await stopPod(
      context,
      this.#pod,
      await this.#view(),
      this.#pod.metadata?.deletionGracePeriodSeconds ?? this.#grace(),
    );
    context.probes.forgetPod(uid);
    const view = await this.#view();
    await this.#collect(view);
    this.#report(view);
    await context.statuses.flush(uid);
    await removePod(context, await this.#view());
    if (!isStatic(this.#pod)) await this.#forget();
    this.#finished = true;
    this.onFinished(uid);
    return RESYNC_MS;
  }

  async #hurry(graceSeconds: number): Promise<void> {
    try {
      const running = (await this.#view()).containers.filter((run) => run.state === "running");
      await Promise.all(running.map((run) => this.context.runtime.stopContainer(run.id, graceSeconds)));
    } catch (error) {
      this.context.environment.log.warn("pod.hurry-failed", { pod: this.#name(), error });
    }
  }

  async #forget(): Promise<void> {
    const { name = "", namespace, uid } = this.#pod.metadata ?? {};
    try {
      await this.context.client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      const gone =
        error instanceof StatusError && (error.status.reason === "NotFound" || error.status.reason === "Conflict");
      if (!gone) throw error;
    }
  }

  #view(): Promise<PodView> {
    const { name = "", namespace = "" } = this.#pod.metadata ?? {};
    return this.context.runtime.podView(this.#uid(), namespace, name);
  }

  #report(view: PodView): void {
    const { context } = this;
    const status = podStatus({
      pod: withKnownStatus(this.#pod, context.statuses.get(this.#uid())),
      view,
      now: context.environment.clock.now(),
      hostIp: context.hostIp,
      runtimeName: context.runtimeName,
      waiting: this.#waiting,
      ready: (run) => context.probes.ready(run),
      started: (run) => context.probes.started(run),
      terminationMessage: (run) => this.#messages.get(run.id) ?? "",
      resources: (run) => this.#resizer.resources(run),
      verdict: this.#verdict,
    });
    context.statuses.set(this.#pod, status);
  }

  /** Reads what ended containers left to say, and removes runs and sandboxes that nobody will ask for again. */
  async #collect(view: PodView): Promise<void> {
    const kept = new Set<string>();
    for (const run of view.containers) {
      const [newest, before] = view.containers.filter((other) => other.name === run.name);
      if (run.state === "running" || run.id === newest?.id || run.id === before?.id) {
        kept.add(run.sandboxId);
        if (run.state === "exited" && !this.#messages.has(run.id))
          this.#messages.set(run.id, await terminationMessage(this.context, this.#pod, run));
        continue;
      }
      await this.context.runtime.removeContainer(run.id);
      this.#messages.delete(run.id);
      this.#resizer.forget(run.id);
    }
    for (const sandbox of view.sandboxes.slice(1))
      if (!sandbox.ready && !kept.has(sandbox.id)) await this.context.runtime.removeSandbox(sandbox.id);
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
    const { name: podName = "", namespace = "" } = this.#pod.metadata ?? {};
    const pod = `${podName}_${namespace}(${this.#uid()})`;
    for (const name of plan.backingOff) {
      const seconds = this.context.restartBackoff.delayMs(this.#backoffKey(name)) / 1000;
      this.#waiting.set(name, {
        reason: "CrashLoopBackOff",
        message: `back-off ${formatSeconds(seconds)} restarting failed container=${name} pod=${pod}`,
      });
      if (latestRun(view, name) !== undefined)
        this.context.events.event(
          this.#pod,
          "Warning",
          "BackOff",
          `Back-off restarting failed container ${name} in pod ${pod}`,
        );
    }
  }

  #deadlineAt(): number {
    const seconds = this.#pod.spec?.activeDeadlineSeconds;
    const started = this.context.statuses.get(this.#uid())?.startTime ?? this.#pod.status?.startTime;
    return seconds === undefined || started === undefined || this.isOver ? NEVER : Date.parse(started) + seconds * 1000;
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
  await context.removeLogs(view);
  context.statuses.forget(view.uid);
  context.tokens.forgetPod(view.uid);
  context.configMaps.forgetPod(view.uid);
  context.secrets.forgetPod(view.uid);
  context.restartBackoff.forget(`${view.uid}/`);
  context.imageBackoff.forget(`${view.uid}/`);
}

/** As Go prints durations of whole seconds: "40s", "2m40s", "5m0s". */
function formatSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
