import { pods } from "@flotilla/api/resources.js";
import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import { Informer } from "@flotilla/client";
import { type Running, RpcCode, RpcError, type Timer } from "@flotilla/service";
import { rejection } from "../core/admission.js";
import { isMirror } from "../core/mirror-pod.js";
import { emptyView } from "../core/runtime-view.js";
import type { KubeletContext } from "./kubelet-context.js";
import { stopPod } from "./pod-stopper.js";
import { PodWorker, removePod } from "./pod-worker.js";
import { StaticPods } from "./static-pods.js";

/** How often the runtime is asked what changed. Source: kubelet `plegRelistPeriod`. */
const RELIST_MS = 1_000;
/** With events from the runtime the relist is only a safety net. */
const RELIST_WITH_EVENTS_MS = 10_000;
/** How often pods that the API does not know are looked for. Source: kubelet `housekeepingPeriod`. */
const HOUSEKEEPING_MS = 2_000;
const EVENTS_RETRY_MS = 5_000;
/** Source: kubelet `fileCheckFrequency`. */
const STATIC_SCAN_MS = 20_000;

export interface PodManagerOptions {
  /** Folder with static pods; undefined for none. */
  readonly staticPodPath: string | undefined;
  /** The node as it was last reported: what pods are admitted against. */
  readonly node: () => Node | undefined;
}

/** One worker for each pod of this node, woken by the API and by the runtime. */
export class PodManager implements Running {
  readonly #informer: Informer<Pod>;
  readonly #static: StaticPods | undefined;
  readonly #workers = new Map<string, PodWorker>();
  readonly #removing = new Set<string>();
  readonly #stopping = new AbortController();
  #fingerprints = new Map<string, string>();
  #timers: Timer[] = [];
  #eventsFlow = false;

  constructor(
    private readonly context: KubeletContext,
    private readonly options: PodManagerOptions,
  ) {
    this.#informer = new Informer(context.client, pods, context.environment, {
      fieldSelector: `spec.nodeName=${context.nodeName}`,
    });
    this.#informer.addHandler({
      add: (pod) => this.#see(pod),
      update: (_old, pod) => this.#see(pod),
      delete: (pod) => this.#gone(pod),
    });
    if (options.staticPodPath !== undefined) {
      const changed = {
        add: (pod: Pod) => this.#see(pod),
        remove: (pod: Pod) => this.#gone(pod),
        shown: (pod: Pod) => context.statuses.resend(pod.metadata?.uid ?? ""),
      };
      this.#static = new StaticPods(
        context.client,
        context.environment.log,
        { folder: options.staticPodPath, nodeName: context.nodeName },
        changed,
      );
    }
  }

  /** All pods of this node, with what is known of their status. */
  get pods(): readonly Pod[] {
    return [...this.#workers.values()].map((worker) => worker.pod);
  }

  /** Pods that have not ended, by uid. */
  get active(): readonly PodWorker[] {
    return [...this.#workers.values()].filter((worker) => !worker.isOver);
  }

  findPod(namespace: string, name: string): Pod | undefined {
    return this.pods.find((pod) => pod.metadata?.name === name && pod.metadata.namespace === namespace);
  }

  wake(uid: string): void {
    this.#workers.get(uid)?.wake();
  }

  /** Something that the pod is made of changed. */
  refresh(uid: string): void {
    this.#workers.get(uid)?.refresh();
  }

  start(): void {
    this.#informer.start();
    this.#repeat(
      () => (this.#eventsFlow ? RELIST_WITH_EVENTS_MS : RELIST_MS),
      () => this.#relist(),
    );
    this.#repeat(
      () => HOUSEKEEPING_MS,
      () => this.#housekeep(),
    );
    const statics = this.#static;
    if (statics !== undefined) {
      void statics.scan();
      this.#repeat(
        () => STATIC_SCAN_MS,
        () => statics.scan(),
      );
    }
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
    if (isMirror(pod)) return;
    const uid = pod.metadata?.uid ?? "";
    const worker = this.#workers.get(uid);
    if (worker !== undefined) return worker.update(pod);
    const fresh = new PodWorker(this.context, pod, (gone) => this.#workers.delete(gone));
    this.#admit(pod, fresh);
    this.#workers.set(uid, fresh);
    fresh.wake();
  }

  /** A pod that this node has run before was admitted then. */
  #admit(pod: Pod, worker: PodWorker): void {
    const node = this.options.node();
    if (node === undefined || pod.status?.startTime !== undefined || pod.metadata?.deletionTimestamp !== undefined)
      return;
    const refused = rejection(
      pod,
      this.active.map((other) => other.pod),
      node,
    );
    if (refused === undefined) return;
    this.context.events.event(pod, "Warning", refused.reason, refused.message);
    worker.end(refused);
  }

  /** There is no such pod any more: whatever of it still runs is stopped at once. */
  #gone(pod: Pod): void {
    const uid = pod.metadata?.uid ?? "";
    const worker = this.#workers.get(uid);
    if (worker === undefined) return;
    this.#workers.delete(uid);
    void this.#removeOrphan(uid, worker.pod, worker);
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
        for await (const uid of this.context.runtime.changedPods(this.#stopping.signal)) {
          this.#eventsFlow = true;
          this.wake(uid);
        }
      } catch (error) {
        log.debug("runtime.no-events", { error });
        if (error instanceof RpcError && error.code === RpcCode.UNIMPLEMENTED) return;
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
      if (!this.#workers.has(uid)) await this.#removeOrphan(uid, { metadata: { uid, namespace, name } }, undefined);
    }
    for (const uid of await this.context.volumes.pods()) {
      const known = this.#workers.has(uid) || this.#removing.has(uid) || present.some((pod) => pod.uid === uid);
      if (!known) await removePod(this.context, emptyView(uid, "", ""));
    }
  }

  async #removeOrphan(uid: string, pod: Pod, worker: PodWorker | undefined): Promise<void> {
    if (this.#removing.has(uid)) return;
    this.#removing.add(uid);
    const { namespace = "", name = "" } = pod.metadata ?? {};
    const view = () => this.context.runtime.podView(uid, namespace, name);
    try {
      await stopPod(this.context, pod, await view(), 0);
      await worker?.stop();
      // The worker may have started something in the meantime.
      await stopPod(this.context, pod, await view(), 0);
      this.context.probes.forgetPod(uid);
      await removePod(this.context, await view());
    } catch (error) {
      this.context.environment.log.warn("pod.orphan-removal-failed", { pod: `${namespace}/${name}`, error });
    } finally {
      this.#removing.delete(uid);
    }
  }

  #repeat(intervalMs: () => number, task: () => Promise<void>): void {
    const { clock, log } = this.context.environment;
    const index = this.#timers.length;
    const next = (): void => {
      if (this.#stopping.signal.aborted) return;
      this.#timers[index] = clock.after(
        intervalMs(),
        () =>
          void task()
            .catch((error: unknown) => log.warn("runtime.unreachable", { error }))
            .finally(next),
      );
    };
    next();
  }
}
