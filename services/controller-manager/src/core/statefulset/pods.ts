import type { StatefulSet } from "@flotilla/api/types/apps/v1.js";
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, Volume } from "@flotilla/api/types/core/v1.js";
import { REVISION_HASH } from "../revisions.js";

const POD_NAME = "statefulset.kubernetes.io/pod-name";
const POD_INDEX = "apps.kubernetes.io/pod-index";

export function firstOrdinal(set: StatefulSet): number {
  return set.spec?.ordinals?.start ?? 0;
}

/** Undefined for a pod that is not named after the set. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${set.metadata?.name}-`;
  const name = pod.metadata?.name ?? "";
  const ordinal = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return /^\d+$/.test(ordinal) ? Number(ordinal) : undefined;
}

export function revisionHashOf(pod: Pod): string {
  return pod.metadata?.labels?.[REVISION_HASH] ?? "";
}

/** The pod of an ordinal: its name, its host name and its claims stay the same whenever it is made anew. */
export function podOfOrdinal(set: StatefulSet, ordinal: number, template: PodTemplateSpec, hash: string): Pod {
  const name = `${set.metadata?.name}-${ordinal}`;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: set.metadata?.namespace ?? "",
      name,
      labels: { ...labels, [POD_NAME]: name, [POD_INDEX]: String(ordinal), [REVISION_HASH]: hash },
      ...(annotations && { annotations: { ...annotations } }),
      ...(finalizers && { finalizers: [...finalizers] }),
    },
    spec: {
      ...template.spec!,
      hostname: name,
      ...(set.spec?.serviceName && { subdomain: set.spec.serviceName }),
      volumes: volumesOf(set, ordinal, template),
    },
  };
}

/** Claims take the place of volumes of the same name. */
function volumesOf(set: StatefulSet, ordinal: number, template: PodTemplateSpec): Volume[] {
  const claims = claimsOf(set, ordinal);
  const names = new Set((set.spec?.volumeClaimTemplates ?? []).map((claim) => claim.metadata?.name));
  const fixed = (template.spec?.volumes ?? []).filter((volume) => !names.has(volume.name));
  const claimed = (set.spec?.volumeClaimTemplates ?? []).map((claimTemplate, index) => ({
    name: claimTemplate.metadata?.name ?? "",
    persistentVolumeClaim: { claimName: claims[index]?.metadata?.name ?? "" },
  }));
  return [...fixed, ...claimed];
}

/** The claims of an ordinal, without owners: what becomes of them is the retention policy's business. */
export function claimsOf(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      ...template.metadata,
      namespace: set.metadata?.namespace ?? "",
      name: `${template.metadata?.name}-${set.metadata?.name}-${ordinal}`,
      labels: { ...template.metadata?.labels, ...set.spec?.selector.matchLabels },
    },
    ...(template.spec && { spec: template.spec }),
  }));
}
