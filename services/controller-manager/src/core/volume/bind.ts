import { compareQuantities, parseQuantity, selectorMatches } from "@flotilla/api";
import type { Node, ObjectReference, PersistentVolume, PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import type { StorageClass } from "@flotilla/api/types/storage/v1.js";
import { matchesNodeSelector } from "../node/node-affinity.js";

/** On a claim: all of the binding is done. */
export const BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
/** On either: it was bound by this controller, and not by a user beforehand. */
export const BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
export const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

export interface ClaimView {
  readonly claim: PersistentVolumeClaim;
  readonly volumes: readonly PersistentVolume[];
  readonly storageClass: StorageClass | undefined;
  /** The node that the scheduler chose for the first pod, where that is waited for. */
  readonly selectedNode: Node | undefined;
}

/** What becomes of a claim. */
export type ClaimDecision =
  | { readonly do: "bind"; readonly volume: PersistentVolume }
  | { readonly do: "lost"; readonly message: string }
  /** Somebody else makes the volume: the provisioner of the class. */
  | { readonly do: "provision"; readonly provisioner: string }
  | { readonly do: "wait"; readonly reason: string; readonly message: string };

export function decideClaim(view: ClaimView): ClaimDecision {
  const { claim, volumes, storageClass } = view;
  const name = claim.spec?.volumeName;
  if (name) return decideNamed(claim, name, volumes);
  const waits =
    storageClass?.volumeBindingMode === "WaitForFirstConsumer" &&
    claim.metadata?.annotations?.[SELECTED_NODE] === undefined;
  const volume = volumes.find((one) => isMeantFor(one, claim)) ?? (waits ? undefined : bestVolume(view));
  if (volume) return { do: "bind", volume };
  if (waits)
    return {
      do: "wait",
      reason: "WaitForFirstConsumer",
      message: "waiting for first consumer to be created before binding",
    };
  if (storageClass && storageClass.provisioner !== "kubernetes.io/no-provisioner")
    return { do: "provision", provisioner: storageClass.provisioner };
  return {
    do: "wait",
    reason: "FailedBinding",
    message: "no persistent volumes available for this claim and no storage class is set",
  };
}

function decideNamed(claim: PersistentVolumeClaim, name: string, volumes: readonly PersistentVolume[]): ClaimDecision {
  const isBound = claim.metadata?.annotations?.[BIND_COMPLETED] !== undefined;
  const volume = volumes.find(({ metadata }) => metadata?.name === name);
  if (!volume)
    return isBound
      ? { do: "lost", message: "Bound claim has lost its PersistentVolume. Data on the volume is lost!" }
      : { do: "wait", reason: "FailedBinding", message: `volume "${name}" is not there` };
  const { claimRef } = volume.spec ?? {};
  if (!claimRef || isMeantFor(volume, claim)) return { do: "bind", volume };
  if (isBound) return { do: "lost", message: `volume "${name}" is bound to a different claim` };
  return { do: "wait", reason: "FailedBinding", message: `volume "${name}" already bound to a different claim.` };
}

/** The volume was set aside for this claim, by its name, or is bound to it. */
export function isMeantFor({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = spec ?? {};
  const { namespace, name, uid } = claim.metadata ?? {};
  return claimRef?.namespace === namespace && claimRef?.name === name && (!claimRef?.uid || claimRef.uid === uid);
}

/** The smallest volume that is free and has all that the claim wants. */
function bestVolume({ claim, volumes, selectedNode }: ClaimView): PersistentVolume | undefined {
  const fitting = volumes.filter(
    (volume) => !volume.spec?.claimRef && !volume.metadata?.deletionTimestamp && fits(volume, claim, selectedNode),
  );
  return fitting.sort((a, b) => compareQuantities(capacityOf(a), capacityOf(b)))[0];
}

function fits(volume: PersistentVolume, claim: PersistentVolumeClaim, node: Node | undefined): boolean {
  const requested = parseQuantity(claim.spec?.resources?.requests?.["storage"] ?? "0");
  const required = volume.spec?.nodeAffinity?.required;
  return (
    classOf(volume) === claimClass(claim) &&
    (volume.spec?.volumeMode ?? "Filesystem") === (claim.spec?.volumeMode ?? "Filesystem") &&
    (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode)) &&
    compareQuantities(capacityOf(volume), requested) >= 0 &&
    (claim.spec?.selector === undefined || selectorMatches(claim.spec.selector, volume.metadata?.labels)) &&
    (node === undefined || required === undefined || matchesNodeSelector(required, node))
  );
}

function capacityOf({ spec }: PersistentVolume) {
  return parseQuantity(spec?.capacity?.["storage"] ?? "0");
}

function classOf({ spec, metadata }: PersistentVolume): string {
  return spec?.storageClassName ?? metadata?.annotations?.[CLASS_ANNOTATION] ?? "";
}

export function claimClass({ spec, metadata }: PersistentVolumeClaim): string {
  return metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? "";
}

/** The volume as it is when it is bound to the claim. */
export function boundVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { namespace, name, uid, resourceVersion } = claim.metadata ?? {};
  const claimRef: ObjectReference = {
    ...volume.spec?.claimRef,
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    ...(namespace && { namespace }),
    ...(name && { name }),
    ...(uid && { uid }),
    ...(resourceVersion && { resourceVersion }),
  };
  if (volume.spec?.claimRef?.uid === uid) return volume;
  const annotations = {
    ...volume.metadata?.annotations,
    ...(!volume.spec?.claimRef && { [BOUND_BY_CONTROLLER]: "yes" }),
  };
  return { ...volume, metadata: { ...volume.metadata, annotations }, spec: { ...volume.spec, claimRef } };
}

/** The claim as it is when it is bound to the volume. */
export function boundClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const annotations = {
    ...claim.metadata?.annotations,
    [BIND_COMPLETED]: "yes",
    ...(!claim.spec?.volumeName && { [BOUND_BY_CONTROLLER]: "yes" }),
  };
  return {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName: volume.metadata?.name ?? "" },
  };
}

/** The phase that a volume should have, given the claim that it names, if that is there. */
export function volumePhase(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim | undefined,
): "Available" | "Bound" | "Released" {
  const { claimRef } = volume.spec ?? {};
  if (!claimRef?.uid) return "Available";
  return claim?.metadata?.uid === claimRef.uid ? "Bound" : "Released";
}
