import { selectorMatches } from "@flotilla/api/selectors/label-selector.js";
import type { PersistentVolume, PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import type { StorageClass } from "@flotilla/api/types/storage/v1.js";
import type { Cluster } from "../cluster/cluster.js";
import { matchesAnyTerm, type SelectableNode } from "../node-selection.js";
import { amountOf } from "../resources.js";

/** The node that shall have a volume; tells the provisioner where. */
export const SELECTED_NODE_ANNOTATION = "volume.kubernetes.io/selected-node";
const BIND_COMPLETED_ANNOTATION = "pv.kubernetes.io/bind-completed";
const NO_PROVISIONER = "kubernetes.io/no-provisioner";

/** What has to be done before a pod with unbound claims can run on a node. */
export interface VolumePlan {
  /** Volumes that are there and free, for claims. */
  readonly bindings: readonly { readonly volume: PersistentVolume; readonly claim: PersistentVolumeClaim }[];
  /** Claims whose volumes are to be made for the node. */
  readonly provisions: readonly PersistentVolumeClaim[];
}

export const NOTHING_TO_DO: VolumePlan = { bindings: [], provisions: [] };

export type VolumeProblem = "node-conflict" | "bind-conflict" | "no-space" | "volume-missing";

export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return (spec?.volumeName ?? "") !== "" && metadata?.annotations?.[BIND_COMPLETED_ANNOTATION] !== undefined;
}

export function classOf(claim: PersistentVolumeClaim, cluster: Cluster): StorageClass | undefined {
  return cluster.others.storageClasses.get(claim.spec?.storageClassName ?? "");
}

export function waitsForConsumer(claim: PersistentVolumeClaim, cluster: Cluster): boolean {
  return classOf(claim, cluster)?.volumeBindingMode === "WaitForFirstConsumer";
}

/**
 * How a pod's claims can be met on a node, or why not. Source: kube-scheduler `volumebinding/binder.go`: bound volumes
 * must be reachable from the node; for others the smallest free volume is taken, or one is made.
 */
export function planVolumes(
  claims: readonly PersistentVolumeClaim[],
  node: SelectableNode,
  cluster: Cluster,
): VolumePlan | VolumeProblem {
  const bindings: { volume: PersistentVolume; claim: PersistentVolumeClaim }[] = [];
  const provisions: PersistentVolumeClaim[] = [];
  for (const claim of claims) {
    if (isFullyBound(claim)) {
      const volume = cluster.others.persistentVolumes.get(claim.spec!.volumeName!);
      if (!volume) return "volume-missing";
      if (!isReachable(volume, node)) return "node-conflict";
      continue;
    }
    const taken = new Set(bindings.map(({ volume }) => volume.metadata?.name));
    const volume = smallestFree(claim, node, cluster, taken);
    if (volume) bindings.push({ volume, claim });
    else {
      const problem = provisioningProblem(claim, node, cluster);
      if (problem) return problem;
      provisions.push(claim);
    }
  }
  return { bindings, provisions };
}

export function isReachable({ spec }: PersistentVolume, node: SelectableNode): boolean {
  const required = spec?.nodeAffinity?.required;
  return required === undefined || matchesAnyTerm(node, required.nodeSelectorTerms ?? []);
}

function smallestFree(
  claim: PersistentVolumeClaim,
  node: SelectableNode,
  cluster: Cluster,
  taken: ReadonlySet<string | undefined>,
): PersistentVolume | undefined {
  const wanted = sizeOf(claim.spec?.resources?.requests);
  let best: PersistentVolume | undefined;
  for (const volume of cluster.others.persistentVolumes.values()) {
    if (taken.has(volume.metadata?.name) || !isFreeFor(volume, claim, cluster) || !isReachable(volume, node)) continue;
    const size = sizeOf(volume.spec?.capacity);
    if (size >= wanted && (best === undefined || size < sizeOf(best.spec?.capacity))) best = volume;
  }
  return best;
}

function isFreeFor(volume: PersistentVolume, claim: PersistentVolumeClaim, cluster: Cluster): boolean {
  const { metadata, spec, status } = volume;
  const claimKey = `${claim.metadata?.namespace}/${claim.metadata?.name}`;
  const promised = cluster.claims.promisedTo(metadata?.name ?? "");
  if (promised !== undefined && promised !== claimKey) return false;
  const { claimRef } = spec ?? {};
  const isReserved =
    claimRef !== undefined &&
    claimRef.namespace === claim.metadata?.namespace &&
    claimRef.name === claim.metadata?.name;
  if (claimRef && !isReserved) return false;
  if (
    metadata?.deletionTimestamp !== undefined ||
    !(status?.phase === undefined || status.phase === "Available" || isReserved)
  )
    return false;
  if ((spec?.storageClassName ?? "") !== (claim.spec?.storageClassName ?? "")) return false;
  if ((spec?.volumeMode ?? "Filesystem") !== (claim.spec?.volumeMode ?? "Filesystem")) return false;
  if (!(claim.spec?.accessModes ?? []).every((mode) => spec?.accessModes?.includes(mode))) return false;
  return claim.spec?.selector === undefined || selectorMatches(claim.spec.selector, metadata?.labels);
}

function provisioningProblem(
  claim: PersistentVolumeClaim,
  node: SelectableNode,
  cluster: Cluster,
): VolumeProblem | undefined {
  const storageClass = classOf(claim, cluster);
  if (!storageClass || storageClass.provisioner === NO_PROVISIONER) return "bind-conflict";
  const { allowedTopologies = [] } = storageClass;
  const isAllowed = allowedTopologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(node.labels[key] ?? "")),
  );
  if (allowedTopologies.length > 0 && !isAllowed) return "bind-conflict";
  return hasSpace(claim, storageClass, node, cluster) ? undefined : "no-space";
}

/** Drivers that publish their capacity are asked for it; of others there is always enough. */
function hasSpace(
  claim: PersistentVolumeClaim,
  { metadata, provisioner }: StorageClass,
  node: SelectableNode,
  { others }: Cluster,
): boolean {
  if (!others.csiDrivers.get(provisioner)?.spec?.storageCapacity) return true;
  const wanted = sizeOf(claim.spec?.resources?.requests);
  for (const capacity of others.csiStorageCapacities.values()) {
    if (capacity.storageClassName !== metadata?.name || !selectorMatches(capacity.nodeTopology, node.labels)) continue;
    const available = capacity.maximumVolumeSize ?? capacity.capacity;
    if (available !== undefined && amountOf("storage", available) >= wanted) return true;
  }
  return false;
}

function sizeOf(quantities: Readonly<Record<string, string>> | undefined): number {
  return amountOf("storage", quantities?.["storage"] ?? "0");
}
