import { type KubeObject, objectKey, type ResourceType } from "@flotilla/api";
import {
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  podDisruptionBudgets,
  pods,
  replicaSets,
  replicationControllers,
  services,
  statefulSets,
  storageClasses,
} from "@flotilla/api/resources.js";
import { type ApiClient, Informer } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";
import type { ObjectTable } from "../core/cluster/other-objects.js";
import type { OtherResource } from "../core/queue/cluster-event.js";
import type { Scheduler } from "../core/scheduler.js";

/** Pods that ended take nothing of a node. */
const LIVE_PODS = "status.phase!=Succeeded,status.phase!=Failed";

interface Feed extends Running {
  start(): void;
  synced(): Promise<void>;
  readonly hasSynced: boolean;
}

/** Tells the scheduler what happens in the cluster. */
export class ClusterFeed implements Running {
  readonly #pods;
  readonly #others: Feed[] = [];

  constructor(
    private readonly client: ApiClient,
    private readonly environment: Environment,
    private readonly scheduler: Scheduler,
    private readonly wake: () => void,
  ) {
    this.#pods = new Informer(client, pods, environment, { fieldSelector: LIVE_PODS });
    this.#pods.addHandler({
      add: (pod) => this.#tell(() => scheduler.putPod(pod)),
      update: (_old, pod) => this.#tell(() => scheduler.putPod(pod)),
      delete: (pod) => this.#tell(() => scheduler.deletePod(objectKey(pod))),
    });
    this.#follow(
      nodes,
      (node) => scheduler.putNode(node),
      (name) => scheduler.deleteNode(name),
    );
    this.#follow(
      namespaces,
      (namespace) => scheduler.putNamespace(namespace),
      (name) => scheduler.deleteNamespace(name),
    );
    this.#followOthers();
  }

  get synced(): boolean {
    return this.#pods.hasSynced && this.#others.every(({ hasSynced }) => hasSynced);
  }

  /** The revision up to which pods are known. */
  get revision(): bigint {
    return this.#pods.revision;
  }

  /** Resolves when everything is known. Pods come last: the first decision must see all there is. */
  async start(): Promise<void> {
    for (const feed of this.#others) feed.start();
    await Promise.all(this.#others.map((feed) => feed.synced()));
    this.#pods.start();
    await this.#pods.synced();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#pods, ...this.#others].map((feed) => feed.stop()));
  }

  #followOthers(): void {
    const { others } = this.scheduler.cluster;
    this.#table(services, others.services, "services");
    this.#table(replicationControllers, others.replicationControllers);
    this.#table(replicaSets, others.replicaSets);
    this.#table(statefulSets, others.statefulSets);
    this.#table(podDisruptionBudgets, others.disruptionBudgets, "poddisruptionbudgets");
    this.#table(persistentVolumes, others.persistentVolumes, "persistentvolumes");
    this.#table(persistentVolumeClaims, others.persistentVolumeClaims, "persistentvolumeclaims");
    this.#table(storageClasses, others.storageClasses, "storageclasses");
    this.#table(csiNodes, others.csiNodes, "csinodes");
    this.#table(csiDrivers, others.csiDrivers, "csidrivers");
    this.#table(csiStorageCapacities, others.csiStorageCapacities, "csistoragecapacities");
  }

  /** Objects that plugins look up; those with a name for their events may help pods that wait. */
  #table<T extends KubeObject>(type: ResourceType<T>, table: ObjectTable<T>, resource?: OtherResource): void {
    const tellQueue = (): void => {
      if (resource) this.scheduler.happened({ kind: "other", resource });
    };
    this.#follow(
      type,
      (object) => {
        table.put(object);
        tellQueue();
      },
      (key) => {
        table.delete(key);
        tellQueue();
      },
    );
  }

  #follow<T extends KubeObject>(type: ResourceType<T>, put: (object: T) => void, remove: (key: string) => void): void {
    const informer = new Informer(this.client, type, this.environment);
    informer.addHandler({
      add: (object) => this.#tell(() => put(object)),
      update: (_old, object) => this.#tell(() => put(object)),
      delete: (object) => this.#tell(() => remove(objectKey(object))),
    });
    this.#others.push(informer);
  }

  #tell(what: () => void): void {
    what();
    this.wake();
  }
}
