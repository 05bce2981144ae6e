import { pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { Informer } from "@flotilla/client";
import type { Running, Timer } from "@flotilla/service";
import { emptyView } from "../core/runtime-view.js";
import type { KubeletContext } from "./kubelet-context.js";
import { PodWorker, removePod } from "./pod-worker.js";
import { stopPod } from "./pod-stopper.js";

/** How often the runtime is asked what changed. Source: kubelet `plegRelistPeriod`. */
const RELIST_MS = 1_000;
/** With events from the runtime the relist is only a safety net. */
const RELIST_WITH_EVENTS_MS = 10_000;
/** How often pods that the API does not know are looked for. Source: kubelet `housekeepingPeriod`. */
const HOUSEKEEPING_MS = 2_000;
const EVENTS_RETRY_MS = 5_000;

/** One worker for each pod of this node, woken by the API and by the runtime. */
export class PodManager implements Running {
  readonly #informer: Informer<Pod>;
  readonly #workers = new Map<string, PodWorker>();
  readonly #stopping = new AbortController();
  #fingerprints = new Map<string, string>();
  #timers: Timer[] = [];
  #eventsFlow = false;

  constructor(private readonly context: KubeletContext) {
    this.#informer = new Informer(context.client, pods, context.environment, { fieldSelector: `spec.nodeName=${context.nodeName}` });
    this.#informer.addHandler({
      add: (pod) => this.#see(pod),
      update: (_old, pod) => this.#see(pod),
      delete: (pod) => this.#workerGone(pod),
    });
  }

  get pods(): readonly Pod[] {
    return this.#informer.store.list();
  }

  findPod(namespace: string, name: string): Pod | undefined {
    return this.#informer.store.get(`${namespace}/${name}`);
  }

  wake(uid: string): void {
    this.#workers.get(uid)?.wake();
  }

  start(): void {
    this.#informer.start();
    this.#repeat(() => (this.#eventsFlow ? RELIST_WITH_EVENTS_MS : RELIST_MS), () => this.#relist());
    this.#repeat(() => HOUSEKEEPING_MS, () => this.#housekeep());
    void this.#followEvents();
  }

  /** Stops managing; the containers run on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) timer.stop();
    await this.#informer.stop();
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop()));
  }

  #see(pod: Pod): void {
    const uid = pod.metadata?.uid ?? "";
    const worker = this.#workers.get(uid);
    if (worker !== undefined) return worker.update(pod);
    const fresh = new PodWorker(this.context, pod, (gone) => this.#workers.delete(gone));
    this.#workers.set(uid, fresh);
    fresh.wake();
  }

  /** The API has no such pod any more: whatever of it still runs is stopped at once. */
  #workerGone(pod: Pod): void {
    const uid = pod.metadata?.uid ?? "";
    const worker = this.#workers.get(uid);
    this.#workers.delete(uid);
    if (worker !== undefined) void worker.stop().then(() => this.#removeOrphan(uid, pod));
  }

  async #relist(): Promise<void> {
    const current = await this.context.runtime.fingerprints();
    for (const [uid, lines] of current) if (this.#fingerprints.get(uid) !== lines) this.wake(uid);
    for (const uid of this.#fingerprints.keys()) if (!current.has(uid)) this.wake(uid);
    this.#fingerprints = current;
  }

  async #followEvents(): Promise<void> {
    const { clock, log } = this.context.environment;
    while (!this.#stopping.signal.aborted) {
      try {
        this.#eventsFlow = true;
        for await (const uid of this.context.runtime.changedPods(this.#stopping.signal)) this.wake(uid);
      } catch (error) {
        log.debug("runtime.no-events", { error });
      }
      this.#eventsFlow = false;
      await clock.sleep(EVENTS_RETRY_MS, this.#stopping.signal).catch(() => undefined);
    }
  }

  /** Removes what is left of pods that the API no longer has; only once the API's word is known. */
  async #housekeep(): Promise<void> {
    if (!this.#informer.hasSynced) return;
    const present = await this.context.runtime.listPods();
    for (const { uid, namespace, name } of present) {
      if (!this.#workers.has(uid) && !this.#removing.has(uid)) await this.#removeOrphan(uid, { metadata: { uid, namespace, name } });
    }
    for (const uid of await this.context.volumes.pods()) {
      const known = this.#workers.has(uid) || this.#removing.has(uid) || present.some((pod) => pod.uid === uid);
      if (!known) await removePod(this.context, emptyView(uid, "", ""));
    }
  }

  readonly #removing = new Set<string>();

  async #removeOrphan(uid: string, pod: Pod): Promise<void> {
    if (this.#removing.has(uid)) return;
    this.#removing.add(uid);
    try {
      const view = await this.context.runtime.podView(uid, pod.metadata?.namespace ?? "", pod.metadata?.name ?? "");
      await stopPod(this.context, pod, view, 0);
      this.context.probes.forgetPod(uid);
      await removePod(this.context, await this.context.runtime.podView(uid, pod.metadata?.namespace ?? "", pod.metadata?.name ?? ""));
    } catch (error) {
      this.context.environment.log.warn("pod.orphan-removal-failed", { pod: `${pod.metadata?.namespace ?? ""}/${pod.metadata?.name ?? ""}`, error });
    } finally {
      this.#removing.delete(uid);
    }
  }

  #repeat(intervalMs: () => number, task: () => Promise<void>): void {
    const { clock, log } = this.context.environment;
    const index = this.#timers.length;
    const next = (): void => {
      if (this.#stopping.signal.aborted) return;
      this.#timers[index] = clock.after(intervalMs(), () => void task().catch((error: unknown) => log.warn("runtime.unreachable", { error })).finally(next));
    };
    next();
  }
}
