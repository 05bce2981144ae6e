import type { Pod, Volume } from "@flotilla/api/types/core/v1.js";
import { podReferences } from "../auth/node/pod-references.js";

/** Volumes that lead to objects of the API, with how upstream names them. */
const REFERENCING: readonly (readonly [keyof Volume, string])[] = [
  ["configMap", "configmaps (via configmap volumes)"],
  ["secret", "secrets (via secret volumes)"],
  ["csi", "csidrivers (via CSI volumes)"],
  ["glusterfs", "endpoints (via glusterFS volumes)"],
  ["persistentVolumeClaim", "persistentvolumeclaims"],
  ["ephemeral", "persistentvolumeclaims (via ephemeral volumes)"],
  ["azureFile", "secrets (via azureFile volumes)"],
];
const PROJECTED = [
  ["configMap", "configmaps (via projected volumes)"],
  ["secret", "secrets (via projected volumes)"],
  ["serviceAccountToken", "serviceaccounts (via projected volumes)"],
  ["clusterTrustBundle", "clustertrustbundles"],
  ["podCertificate", "podcertificates"],
] as const;

function referenceOfVolume(volume: Volume): string | undefined {
  const direct = REFERENCING.find(([kind]) => volume[kind] !== undefined);
  if (direct !== undefined) return direct[1];
  const sources = volume.projected?.sources ?? [];
  return PROJECTED.find(([kind]) => sources.some((source) => source[kind] !== undefined))?.[1];
}

/** What a pod points to; undefined for none. Source: kubernetes `pkg/api/pod/util.go` (HasAPIObjectReference). */
export function apiObjectReferenceOf(pod: Pod): string | undefined {
  const { serviceAccount, secrets, configMaps } = podReferences(pod);
  if (serviceAccount !== "") return "serviceaccounts";
  if (secrets.size > 0) return "secrets";
  if (configMaps.size > 0) return "configmaps";
  if ((pod.spec?.resourceClaims ?? []).length > 0) return "resourceclaims";
  for (const volume of pod.spec?.volumes ?? []) {
    const reference = referenceOfVolume(volume);
    if (reference !== undefined) return reference;
  }
  return undefined;
}
