import { objectKey } from "@flotilla/api";
import { nodes, pods } from "@flotilla/api/resources.js";
import { type ApiClient, Informer } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";
import type { Scheduler } from "../core/scheduler.js";

/** Pods that ended take nothing of a node. */
const LIVE_PODS = "status.phase!=Succeeded,status.phase!=Failed";

/** Tells the scheduler what happens in the cluster. */
export class ClusterFeed implements Running {
  readonly #pods;
  readonly #nodes;

  constructor(
    client: ApiClient,
    environment: Environment,
    private readonly scheduler: Scheduler,
    private readonly wake: () => void,
  ) {
    this.#pods = new Informer(client, pods, environment, { fieldSelector: LIVE_PODS });
    this.#nodes = new Informer(client, nodes, environment);
    this.#nodes.addHandler({
      add: (node) => this.#tell(() => scheduler.putNode(node)),
      update: (_old, node) => this.#tell(() => scheduler.putNode(node)),
      delete: (node) => this.#tell(() => scheduler.deleteNode(node.metadata?.name ?? "")),
    });
    this.#pods.addHandler({
      add: (pod) => this.#tell(() => scheduler.putPod(pod)),
      update: (_old, pod) => this.#tell(() => scheduler.putPod(pod)),
      delete: (pod) => this.#tell(() => scheduler.deletePod(objectKey(pod))),
    });
  }

  get synced(): boolean {
    return this.#pods.hasSynced && this.#nodes.hasSynced;
  }

  get revision(): bigint {
    return this.#pods.revision;
  }

  /** Resolves when everything is known. Pods come last: the first decision must see all there is. */
  async start(): Promise<void> {
    this.#nodes.start();
    await this.#nodes.synced();
    this.#pods.start();
    await this.#pods.synced();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#pods.stop(), this.#nodes.stop()]);
  }

  #tell(what: () => void): void {
    what();
    this.wake();
  }
}
