import { nodes, pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, Informer } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";
import { cheapestNode } from "./energy.js";

const RETRY_MS = 1_000;

/** Binds the pods whose `schedulerName` is its own, one after the other. */
export class EnergyScheduler implements Running {
  readonly #nodes;
  readonly #pods;
  readonly #stopping = new AbortController();
  /** Bound by us, not yet seen as bound: they count already. */
  readonly #assumed = new Map<string, Pod>();
  #running: Promise<void> | undefined;

  constructor(
    private readonly client: ApiClient,
    private readonly environment: Environment,
    private readonly schedulerName: string,
  ) {
    this.#nodes = new Informer(client, nodes, environment);
    this.#pods = new Informer(client, pods, environment);
  }

  async start(): Promise<void> {
    for (const informer of [this.#nodes, this.#pods]) informer.start();
    await Promise.all([this.#nodes.synced(), this.#pods.synced()]);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all([this.#nodes.stop(), this.#pods.stop()]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      for (const pod of this.#known().filter((one) => this.#isMine(one))) await this.#place(pod);
      await this.environment.clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }

  /** The pods as the API tells them, with what was decided since. */
  #known(): Pod[] {
    return this.#pods.store.list().map((pod) => {
      const uid = pod.metadata?.uid ?? "";
      if (pod.spec?.nodeName) this.#assumed.delete(uid);
      return this.#assumed.get(uid) ?? pod;
    });
  }

  #isMine({ metadata, spec }: Pod): boolean {
    return (
      spec?.schedulerName === this.schedulerName &&
      !spec.nodeName &&
      !spec.schedulingGates?.length &&
      !metadata?.deletionTimestamp
    );
  }

  async #place(pod: Pod): Promise<void> {
    const { namespace = "", name = "", uid = "" } = pod.metadata ?? {};
    const nodeName = cheapestNode(pod, this.#nodes.store.list(), this.#known())?.metadata?.name;
    if (nodeName === undefined) return this.environment.log.info("no_room", { pod: `${namespace}/${name}` });
    this.#assumed.set(uid, { ...pod, spec: { ...pod.spec!, nodeName } });
    try {
      await this.client.bind({ namespace, name, uid, nodeName });
      this.environment.log.info("bound", { pod: `${namespace}/${name}`, node: nodeName });
    } catch (error) {
      // Somebody was faster, or the pod is gone.
      this.#assumed.delete(uid);
      this.environment.log.warn("not_bound", { pod: `${namespace}/${name}`, error });
    }
  }
}
