import { semanticEqual } from "@flotilla/api";
import type { Deployment, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import type { PodTemplateSpec } from "@flotilla/api/types/core/v1.js";
import { safeHash } from "../safe-hash.js";
import { millisOf } from "../time.js";
import { maxRevision, newestAnnotations, scaleAnnotations } from "./annotations.js";
import { replicasOf } from "./strategy.js";

/** Tells the pods of a deployment's ReplicaSets apart. */
export const TEMPLATE_HASH = "pod-template-hash";

/** A deployment's ReplicaSets: the one of its current template, if there is one, and those of former templates. */
export interface ReplicaSets {
  readonly newest: ReplicaSet | undefined;
  /** Oldest first. */
  readonly old: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

export function sortReplicaSets(deployment: Deployment, owned: readonly ReplicaSet[]): ReplicaSets {
  const all = [...owned].sort(byAge);
  // The oldest of equal ones: a choice that does not change while others come and go.
  const newest = all.find((replicaSet) => sameTemplate(replicaSet.spec?.template, deployment.spec?.template));
  return { newest, old: all.filter((replicaSet) => replicaSet !== newest), all };
}

export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const age = (millisOf(a.metadata?.creationTimestamp) ?? 0) - (millisOf(b.metadata?.creationTimestamp) ?? 0);
  return age || ((a.metadata?.name ?? "") < (b.metadata?.name ?? "") ? -1 : 1);
}

/** Equal apart from the label that tells them apart: such a ReplicaSet is used again, which is how a rollback works. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return semanticEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [TEMPLATE_HASH]: _hash, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

export function totalReplicas(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((total, replicaSet) => total + replicasOf(replicaSet), 0);
}

export function totalAvailable(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((total, replicaSet) => total + (replicaSet.status?.availableReplicas ?? 0), 0);
}

export function isActiveReplicaSet(replicaSet: ReplicaSet): boolean {
  return replicasOf(replicaSet) > 0;
}

/** The ReplicaSet of a deployment's current template, without its owner. Its name is made of the template: making it twice makes one. */
export function newReplicaSet(deployment: Deployment, old: readonly ReplicaSet[], replicas: number): ReplicaSet {
  const template = withoutHash(deployment.spec?.template);
  const hash = safeHash(template, deployment.status?.collisionCount ?? 0);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  const selector = deployment.spec?.selector;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      namespace: deployment.metadata?.namespace ?? "",
      name: `${deployment.metadata?.name}-${hash}`,
      labels,
      annotations: {
        ...newestAnnotations(deployment, undefined, maxRevision(old) + 1),
        ...scaleAnnotations(deployment),
      },
    },
    spec: {
      replicas,
      ...(deployment.spec?.minReadySeconds && { minReadySeconds: deployment.spec.minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}
