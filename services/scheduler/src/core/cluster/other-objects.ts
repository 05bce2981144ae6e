import { objectKey, type KubeObject } from "@flotilla/api";
import type { ReplicaSet, StatefulSet } from "@flotilla/api/types/apps/v1.js";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  ReplicationController,
  Service,
} from "@flotilla/api/types/core/v1.js";
import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  StorageClass,
  VolumeAttachment,
} from "@flotilla/api/types/storage/v1.js";

/** Objects of one kind by key, with a version that grows with every change. */
export class ObjectTable<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
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

  put(object: T): void {
    this.#objects.set(objectKey(object), object);
    this.version++;
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.version++;
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
  readonly volumeAttachments = new ObjectTable<VolumeAttachment>();

  /** Grows with every change of what volumes depend on. */
  get storageVersion(): number {
    const {
      persistentVolumes,
      persistentVolumeClaims,
      storageClasses,
      csiNodes,
      csiDrivers,
      csiStorageCapacities,
      volumeAttachments,
    } = this;
    return [
      persistentVolumes,
      persistentVolumeClaims,
      storageClasses,
      csiNodes,
      csiDrivers,
      csiStorageCapacities,
      volumeAttachments,
    ].reduce((sum, { version }) => sum + version, 0);
  }
}
