import type { Container, Pod, Probe } from "@flotilla/api/types/core/v1.js";
import type { Clock, Rng, Timer } from "@flotilla/service";
import { type ProbeAnswer, runProbe } from "../adapters/prober.js";
import type { ContainerRuntime } from "../adapters/container-runtime.js";
import {
  afterAnswer,
  givesUp,
  initialState,
  type ProbeKind,
  probesOf,
  type ProbeState,
  probeTiming,
} from "../core/probe-state.js";
import type { ProbeVerdict } from "../core/pod-plan.js";
import type { ContainerView } from "../core/runtime-view.js";

export interface ProbeEvents {
  /** A probe failed: worth an event on the pod. */
  failed(pod: Pod, container: string, kind: ProbeKind, message: string): void;
  /** A verdict turned: the pod has to be looked at again. */
  changed(podUid: string): void;
}

interface Worker {
  readonly kind: ProbeKind;
  state: ProbeState;
  gaveUp: boolean;
  /** The probe's own grace for the container that it gave up. */
  graceSeconds: number | undefined;
  timer: Timer | undefined;
}

/** Asks the probes of the containers that run, each at its own period, and remembers what they say. */
export class ProberManager {
  /** By container id: one run of a container, so that a restart starts afresh. */
  readonly #runs = new Map<string, { podUid: string; workers: Worker[] }>();

  constructor(
    private readonly runtime: ContainerRuntime,
    private readonly clock: Clock,
    private readonly rng: Rng,
    private readonly events: ProbeEvents,
  ) {}

  /** Starts the probes of a run that has none yet. */
  watch(pod: Pod, container: Container, run: ContainerView, podIp: string): void {
    if (this.#runs.has(run.id)) return;
    const workers = probesOf(container).map(([kind]): Worker => ({
      kind,
      state: initialState(kind),
      gaveUp: false,
      graceSeconds: undefined,
      timer: undefined,
    }));
    this.#runs.set(run.id, { podUid: pod.metadata?.uid ?? "", workers });
    for (const [kind, probe] of probesOf(container)) {
      const worker = workers.find((candidate) => candidate.kind === kind) as Worker;
      // After a restart of the Kubelet all probes would else be asked in one moment.
      const age = this.clock.now() - run.startedAt;
      const { initialDelaySeconds, periodSeconds } = probeTiming(probe);
      const wait =
        Math.max(initialDelaySeconds * 1000 - age, 0) +
        (age > periodSeconds * 1000 ? this.rng.next() * periodSeconds * 1000 : 0);
      this.#schedule(pod, container, run, podIp, probe, worker, wait);
    }
  }

  /** Ends all probes of a run. */
  forget(containerId: string): void {
    for (const worker of this.#runs.get(containerId)?.workers ?? []) worker.timer?.stop();
    this.#runs.delete(containerId);
  }

  /** Ends the probes that could restart a container of a pod that is on its way out; readiness goes on. */
  stopRestarting(podUid: string): void {
    for (const run of this.#runs.values()) {
      if (run.podUid === podUid)
        for (const worker of run.workers) if (worker.kind !== "readiness") worker.timer?.stop();
    }
  }

  forgetPod(podUid: string): void {
    for (const [id, run] of this.#runs) if (run.podUid === podUid) this.forget(id);
  }

  started(run: ContainerView): boolean {
    return run.state === "running" && (this.#worker(run, "startup")?.state.passing ?? true);
  }

  ready(run: ContainerView): boolean {
    return this.started(run) && (this.#worker(run, "readiness")?.state.passing ?? true);
  }

  verdict(run: ContainerView): ProbeVerdict {
    const gaveUp = this.#runs.get(run.id)?.workers.find((worker) => worker.gaveUp);
    return { alive: gaveUp === undefined, started: this.started(run), graceSeconds: gaveUp?.graceSeconds };
  }

  #worker(run: ContainerView, kind: ProbeKind): Worker | undefined {
    return this.#runs.get(run.id)?.workers.find((worker) => worker.kind === kind);
  }

  #schedule(
    pod: Pod,
    container: Container,
    run: ContainerView,
    podIp: string,
    probe: Probe,
    worker: Worker,
    delayMs: number,
  ): void {
    worker.timer = this.clock.after(delayMs, () => void this.#ask(pod, container, run, podIp, probe, worker));
  }

  async #ask(
    pod: Pod,
    container: Container,
    run: ContainerView,
    podIp: string,
    probe: Probe,
    worker: Worker,
  ): Promise<void> {
    const timing = probeTiming(probe);
    const waitsForStart = worker.kind !== "startup" && !this.started({ ...run, state: "running" });
    if (!waitsForStart) {
      const answer = await runProbe(
        this.runtime,
        { container, containerId: run.id, podIp },
        probe,
        timing.timeoutSeconds,
      );
      if (!this.#runs.has(run.id)) return;
      this.#judge(pod, container, probe, worker, answer);
      // A startup probe has done its work when it passed; a probe that gave its container up has nothing left to ask.
      if (worker.gaveUp || (worker.kind === "startup" && worker.state.passing)) return;
    }
    if (this.#runs.has(run.id)) this.#schedule(pod, container, run, podIp, probe, worker, timing.periodSeconds * 1000);
  }

  #judge(pod: Pod, container: Container, probe: Probe, worker: Worker, answer: ProbeAnswer): void {
    if (answer.outcome === "unknown") return;
    const timing = probeTiming(probe);
    const before = worker.state.passing;
    worker.state = afterAnswer(worker.state, answer.outcome, timing);
    if (answer.outcome === "failure") this.events.failed(pod, container.name, worker.kind, answer.message);
    if (givesUp(worker.kind, worker.state, timing)) {
      worker.gaveUp = true;
      worker.graceSeconds = probe.terminationGracePeriodSeconds;
    }
    if (worker.state.passing !== before || worker.gaveUp) this.events.changed(pod.metadata?.uid ?? "");
  }
}
