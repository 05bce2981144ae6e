import { objectKey, type KubeObject } from "@flotilla/api";
import type { ReplicaSet, StatefulSet } from "@flotilla/api/types/apps/v1.js";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  ReplicationController,
  Service,
} from "@flotilla/api/types/core/v1.js";
import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import type { CSIDriver, CSINode, CSIStorageCapacity, StorageClass } from "@flotilla/api/types/storage/v1.js";

/** Objects of one kind by key, with a version that grows with every change. */
export class ObjectTable<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #byNamespace = new Map<string, Map<string, T>>();
  version = 0;

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  values(): Iterable<T> {
    return this.#objects.values();
  }

  get size(): number {
    return this.#objects.size;
  }

  inNamespace(namespace: string): Iterable<T> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  put(object: T): void {
    const key = objectKey(object);
    const namespace = object.metadata?.namespace ?? "";
    this.#objects.set(key, object);
    let there = this.#byNamespace.get(namespace);
    if (!there) this.#byNamespace.set(namespace, (there = new Map()));
    there.set(key, object);
    this.version++;
  }

  copyTo(other: ObjectTable<T>): void {
    for (const object of this.#objects.values()) other.put(object);
  }

  delete(key: string): void {
    const object = this.#objects.get(key);
    if (!object) return;
    this.#objects.delete(key);
    this.#byNamespace.get(object.metadata?.namespace ?? "")?.delete(key);
    this.version++;
  }
}

/** What else some plugins look at. */
export class OtherObjects {
  readonly services = new ObjectTable<Service>();
  readonly replicationControllers = new ObjectTable<ReplicationController>();
  readonly replicaSets = new ObjectTable<ReplicaSet>();
  readonly statefulSets = new ObjectTable<StatefulSet>();
  readonly disruptionBudgets = new ObjectTable<PodDisruptionBudget>();
  readonly persistentVolumes = new ObjectTable<PersistentVolume>();
  readonly persistentVolumeClaims = new ObjectTable<PersistentVolumeClaim>();
  readonly storageClasses = new ObjectTable<StorageClass>();
  readonly csiNodes = new ObjectTable<CSINode>();
  readonly csiDrivers = new ObjectTable<CSIDriver>();
  readonly csiStorageCapacities = new ObjectTable<CSIStorageCapacity>();

  copyTo(other: OtherObjects): void {
    this.services.copyTo(other.services);
    this.replicationControllers.copyTo(other.replicationControllers);
    this.replicaSets.copyTo(other.replicaSets);
    this.statefulSets.copyTo(other.statefulSets);
    this.disruptionBudgets.copyTo(other.disruptionBudgets);
    this.persistentVolumes.copyTo(other.persistentVolumes);
    this.persistentVolumeClaims.copyTo(other.persistentVolumeClaims);
    this.storageClasses.copyTo(other.storageClasses);
    this.csiNodes.copyTo(other.csiNodes);
    this.csiDrivers.copyTo(other.csiDrivers);
    this.csiStorageCapacities.copyTo(other.csiStorageCapacities);
  }

  /** Grows with every change of what volumes depend on. */
  get storageVersion(): number {
    return (
      this.persistentVolumes.version +
      this.persistentVolumeClaims.version +
      this.storageClasses.version +
      this.csiNodes.version +
      this.csiDrivers.version +
      this.csiStorageCapacities.version
    );
  }
}
