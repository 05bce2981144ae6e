import type { Job } from "@flotilla/api/types/batch/v1.js";
import type { EnvVar, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";
import { isDeleting, isTerminal } from "../pods.js";

/** Keeps a pod until it is counted. */
export const TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";
export const INDEX = "batch.kubernetes.io/job-completion-index";
/** How often the index failed before this pod. */
export const INDEX_FAILURES = "batch.kubernetes.io/job-index-failure-count";

export function isIndexed(job: Job): boolean {
  return job.spec?.completionMode === "Indexed";
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata?.finalizers?.includes(TRACKING_FINALIZER) ?? false;
}

/** Undefined for a pod without a usable index. */
export function indexOf(job: Job, pod: Pod): number | undefined {
  const index = Number(pod.metadata?.annotations?.[INDEX] ?? "x");
  return Number.isInteger(index) && index >= 0 && index < (job.spec?.completions ?? 0) ? index : undefined;
}

/** Whether pods that are ending are replaced only when they have ended. The default with a failure policy. */
export function replacesOnlyFailed(job: Job): boolean {
  return (
    (job.spec?.podReplacementPolicy ?? (job.spec?.podFailurePolicy ? "Failed" : "TerminatingOrFailed")) === "Failed"
  );
}

export function hasSucceeded(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded";
}

/** Without the stricter policy a pod that is being deleted has failed already. */
export function hasFailed(job: Job, pod: Pod): boolean {
  return pod.status?.phase === "Failed" || (isDeleting(pod) && !isTerminal(pod) && !replacesOnlyFailed(job));
}

/** A new pod of the job, without its owner. */
export function jobPod(job: Job, index: number | undefined, indexFailures: number): Pod {
  const { template } = job.spec!;
  const name = job.metadata?.name ?? "";
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const indexText = index === undefined ? undefined : String(index);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: job.metadata?.namespace ?? "",
      generateName: indexText === undefined ? `${name}-` : `${name}-${indexText}-`,
      labels: { ...labels, ...(indexText !== undefined && { [INDEX]: indexText }) },
      annotations: {
        ...annotations,
        ...(indexText !== undefined && { [INDEX]: indexText }),
        ...(indexText !== undefined &&
          job.spec?.backoffLimitPerIndex !== undefined && { [INDEX_FAILURES]: String(indexFailures) }),
      },
      finalizers: [...(finalizers ?? []), TRACKING_FINALIZER],
    },
    spec: index === undefined ? template.spec! : withIndex(template.spec!, `${name}-${index}`),
  };
}

/** Each container knows its index, and the pod has a host name that does not change. */
function withIndex(spec: PodSpec, hostname: string): PodSpec {
  const variable: EnvVar = {
    name: "JOB_COMPLETION_INDEX",
    valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${INDEX}']` } },
  };
  const told = <C extends { env?: EnvVar[] }>(container: C): C =>
    container.env?.some(({ name }) => name === variable.name)
      ? container
      : { ...container, env: [...(container.env ?? []), variable] };
  return {
    ...spec,
    hostname: spec.hostname ?? hostname,
    containers: spec.containers.map(told),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(told) }),
  };
}
