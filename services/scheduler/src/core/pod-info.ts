import { objectKey } from "@flotilla/api";
import type { Labels } from "@flotilla/api/selectors/label.js";
import type { ContainerPort, Pod, Toleration, TopologySpreadConstraint, Volume } from "@flotilla/api/types/core/v1.js";
import { type NodeSelection, nodeSelectionOf } from "./node-selection.js";
import { type PodTerm, podTermOf } from "./pod-term.js";
import { podRequests, type ResourceNames } from "./resources.js";

/** A port that a pod takes on its node's own address. */
export interface HostPort {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

/** Amounts by resource number, zeros left out. */
export interface Requests {
  readonly resources: readonly number[];
  readonly amounts: readonly number[];
  readonly scoredMilliCpu: number;
  readonly scoredMemory: number;
}

export interface PodAffinityRules {
  readonly required: readonly PodTerm[];
  readonly preferred: readonly PodTerm[];
  readonly antiRequired: readonly PodTerm[];
  readonly antiPreferred: readonly PodTerm[];
}

/** What the scheduler needs of a pod, read once. */
export interface PodInfo {
  readonly pod: Pod;
  /** NAMESPACE/NAME. */
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Equal for pods of one namespace with equal labels. */
  readonly labelKey: string;
  readonly priority: number;
  /** The node that the pod is bound to, or "". */
  readonly nodeName: string;
  readonly nominatedNodeName: string;
  readonly schedulerName: string;
  readonly terminating: boolean;
  readonly requests: Requests;
  readonly ports: readonly HostPort[];
  readonly tolerations: readonly Toleration[];
  readonly nodeSelection: NodeSelection;
  readonly affinity: PodAffinityRules;
  readonly spread: readonly TopologySpreadConstraint[];
  /** Claims on volumes, by NAMESPACE/NAME. */
  readonly claims: readonly string[];
  /** Network disks that the pod names itself. */
  readonly disks: readonly Volume[];
  /** Normalised names, one for each container. */
  readonly images: readonly string[];
  /** Pods with equal keys get equal answers from every plugin that looks at one node alone. */
  readonly classKey: string;
  /** Pods with equal `classKey` and `relationKey` get equal answers from every plugin. */
  readonly relationKey: string;
}

const DEFAULT_SCHEDULER = "default-scheduler";

export function podInfoOf(pod: Pod, names: ResourceNames): PodInfo {
  const { metadata = {}, spec } = pod;
  const namespace = metadata.namespace ?? "";
  const labels = metadata.labels ?? {};
  const requests = requestsOf(pod, names);
  const ports = hostPortsOf(pod);
  const images = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image }) =>
    normalizedImage(image ?? ""),
  );
  const nodeSelection = nodeSelectionOf(pod);
  const priority = spec?.priority ?? 0;
  const tolerations = spec?.tolerations ?? [];
  const claims = claimsOf(pod);
  const disks = disksOf(pod);
  const wanted = [spec?.schedulingGates?.length ?? 0, nodeSelection, tolerations, claims, disks];
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  const relations =
    podAffinity || podAntiAffinity || spec?.topologySpreadConstraints
      ? JSON.stringify([podAffinity, podAntiAffinity, spec?.topologySpreadConstraints])
      : "";
  const labelKey = `${namespace}\n${JSON.stringify(Object.entries(labels).sort(byName))}`;
  const classKey = JSON.stringify([requests, ports, images, priority, wanted, spec?.preemptionPolicy]);
  return {
    pod,
    key: objectKey(pod),
    uid: metadata.uid ?? "",
    namespace,
    labels,
    labelKey,
    priority,
    nodeName: spec?.nodeName ?? "",
    nominatedNodeName: pod.status?.nominatedNodeName ?? "",
    schedulerName: spec?.schedulerName || DEFAULT_SCHEDULER,
    terminating: metadata.deletionTimestamp !== undefined,
    requests,
    ports,
    tolerations,
    nodeSelection,
    affinity: affinityOf(pod, { namespace, labels }),
    spread: spec?.topologySpreadConstraints ?? [],
    claims,
    disks,
    images,
    classKey,
    relationKey: `${labelKey}\n${relations}`,
  };
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}

function requestsOf(pod: Pod, names: ResourceNames): Requests {
  const { amounts, scoredMilliCpu, scoredMemory } = podRequests(pod);
  const wanted = [...amounts]
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => [names.id(name), amount] as const);
  wanted.sort(([a], [b]) => a - b);
  return {
    resources: wanted.map(([id]) => id),
    amounts: wanted.map(([, amount]) => amount),
    scoredMilliCpu,
    scoredMemory,
  };
}

function hostPortsOf({ spec }: Pod): HostPort[] {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  return [...(spec?.containers ?? []), ...sidecars].flatMap(({ ports = [] }) =>
    ports.filter(({ hostPort }) => hostPort).map(hostPort),
  );
}

function hostPort({ protocol, hostIP, hostPort: port }: ContainerPort): HostPort {
  return { protocol: protocol || "TCP", address: hostIP || "0.0.0.0", port: port ?? 0 };
}

/** Nodes name images with their tag. Source: ImageLocality normalizedImageName. */
function normalizedImage(name: string): string {
  return name.lastIndexOf(":") <= name.lastIndexOf("/") ? `${name}:latest` : name;
}

/** Claims by NAMESPACE/NAME; an ephemeral volume has a claim of its own. */
function claimsOf({ metadata, spec }: Pod): string[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    const claim = persistentVolumeClaim?.claimName ?? (ephemeral && `${metadata?.name}-${name}`);
    return claim === undefined ? [] : [`${metadata?.namespace}/${claim}`];
  });
}

/** Disks of the network that a pod names itself, and which may not be everywhere at once. */
function disksOf({ spec }: Pod): Volume[] {
  return (spec?.volumes ?? []).filter(
    ({ gcePersistentDisk, awsElasticBlockStore, iscsi, rbd }) =>
      gcePersistentDisk ?? awsElasticBlockStore ?? iscsi ?? rbd,
  );
}

const NO_TERMS: readonly PodTerm[] = [];
const NO_RULES: PodAffinityRules = {
  required: NO_TERMS,
  preferred: NO_TERMS,
  antiRequired: NO_TERMS,
  antiPreferred: NO_TERMS,
};

function affinityOf({ spec }: Pod, owner: { namespace: string; labels: Labels }): PodAffinityRules {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return NO_RULES;
  const hard = (rules: typeof podAffinity): PodTerm[] =>
    (rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => podTermOf(term, 0, owner));
  const soft = (rules: typeof podAffinity): PodTerm[] =>
    (rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm, weight }) =>
      podTermOf(podAffinityTerm, weight, owner),
    );
  return {
    required: hard(podAffinity),
    preferred: soft(podAffinity),
    antiRequired: hard(podAntiAffinity),
    antiPreferred: soft(podAntiAffinity),
  };
}
