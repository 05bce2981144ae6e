import type { Node, NodeCondition } from "@flotilla/api/types/core/v1.js";
import type { Pressure } from "./eviction.js";
import { KUBELET_ENDPOINT_ANNOTATION } from "./names.js";
import { timestamp } from "./pod-status.js";

/** What a machine is and has, as its Kubelet sees it. */
export interface MachineFacts {
  readonly nodeName: string;
  readonly hostname: string;
  readonly hostIp: string;
  /** As Kubernetes names them: "linux", "amd64". */
  readonly os: string;
  readonly architecture: string;
  readonly kernelVersion: string;
  readonly osImage: string;
  readonly machineId: string;
  readonly bootId: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly podsMax: number;
  readonly runtimeVersion: string;
  readonly kubeletVersion: string;
  readonly httpPort: number;
  /** "host:port" of `flotilla.kubelet.v1`. */
  readonly grpcEndpoint: string;
  readonly labels: Readonly<Record<string, string>>;
  /** "KEY=VALUE:EFFECT" */
  readonly taints: readonly string[];
}

/** Kept free for the system, so that pods do not starve it. Source: kubelet `evictionHard` defaults. */
const MEMORY_RESERVED_BYTES = 100 * 1024 * 1024;
const DISK_FREE_FRACTION = 0.1;

export function capacity(facts: MachineFacts): Record<string, string> {
  return {
    cpu: String(facts.cpuCount),
    memory: `${Math.floor(facts.memoryBytes / 1024)}Ki`,
    "ephemeral-storage": `${Math.floor(facts.diskBytes / 1024)}Ki`,
    pods: String(facts.podsMax),
  };
}

export function allocatable(facts: MachineFacts): Record<string, string> {
  return {
    ...capacity(facts),
    memory: `${Math.floor((facts.memoryBytes - MEMORY_RESERVED_BYTES) / 1024)}Ki`,
    "ephemeral-storage": String(Math.floor(facts.diskBytes * (1 - DISK_FREE_FRACTION))),
  };
}

/** The Node as it is registered; what others added to an existing one is kept. */
export function nodeObject(facts: MachineFacts, existing: Node | undefined): Node {
  const labels = {
    "kubernetes.io/hostname": facts.hostname,
    "kubernetes.io/os": facts.os,
    "kubernetes.io/arch": facts.architecture,
    "beta.kubernetes.io/os": facts.os,
    "beta.kubernetes.io/arch": facts.architecture,
    ...facts.labels,
  };
  const taints = existing === undefined && facts.taints.length > 0 ? { taints: facts.taints.map(parseTaint) } : {};
  return {
    apiVersion: "v1",
    kind: "Node",
    ...existing,
    metadata: {
      ...existing?.metadata,
      name: facts.nodeName,
      labels: { ...existing?.metadata?.labels, ...labels },
      annotations: { ...existing?.metadata?.annotations, [KUBELET_ENDPOINT_ANNOTATION]: facts.grpcEndpoint },
    },
    spec: { ...existing?.spec, ...taints },
  };
}

function parseTaint(text: string): { key: string; value?: string; effect: string } {
  const [head = "", effect = "NoSchedule"] = text.split(":");
  const [key = "", value] = head.split("=");
  return value === undefined ? { key, effect } : { key, value, effect };
}

export interface NodeHealth {
  /** Why the node cannot run pods; empty when it can. */
  readonly problems: readonly string[];
  readonly images: readonly { names: string[]; sizeBytes: number }[];
  readonly pressures: ReadonlySet<Pressure>;
}

/** The status that the Kubelet owns. Resources that others advertise on the node (by patching its status) are kept. */
export function nodeStatus(
  facts: MachineFacts,
  health: NodeHealth,
  existing: Node | undefined,
  now: number,
): NonNullable<Node["status"]> {
  const old = existing?.status;
  return {
    capacity: { ...old?.capacity, ...capacity(facts) },
    allocatable: { ...old?.allocatable, ...allocatable(facts) },
    conditions: conditions(health, old?.conditions ?? [], now),
    addresses: [
      { type: "InternalIP", address: facts.hostIp },
      { type: "Hostname", address: facts.hostname },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: facts.httpPort } },
    nodeInfo: {
      machineID: facts.machineId,
      systemUUID: facts.machineId,
      bootID: facts.bootId,
      kernelVersion: facts.kernelVersion,
      osImage: facts.osImage,
      containerRuntimeVersion: facts.runtimeVersion,
      kubeletVersion: facts.kubeletVersion,
      kubeProxyVersion: "",
      operatingSystem: facts.os,
      architecture: facts.architecture,
    },
    images: health.images.map(({ names, sizeBytes }) => ({ names, sizeBytes })),
  };
}

function conditions(health: NodeHealth, old: readonly NodeCondition[], now: number): NodeCondition[] {
  const ready = health.problems.length === 0;
  return [
    health.pressures.has("MemoryPressure")
      ? condition(
          "MemoryPressure",
          "True",
          "KubeletHasInsufficientMemory",
          "kubelet has insufficient memory available",
          old,
          now,
        )
      : condition(
          "MemoryPressure",
          "False",
          "KubeletHasSufficientMemory",
          "kubelet has sufficient memory available",
          old,
          now,
        ),
    health.pressures.has("DiskPressure")
      ? condition("DiskPressure", "True", "KubeletHasDiskPressure", "kubelet has disk pressure", old, now)
      : condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", old, now),
    condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", old, now),
    ready
      ? condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", old, now)
      : condition("Ready", "False", "KubeletNotReady", health.problems.join(", "), old, now),
  ];
}

function condition(
  type: string,
  status: string,
  reason: string,
  message: string,
  old: readonly NodeCondition[],
  now: number,
): NodeCondition {
  const before = old.find((candidate) => candidate.type === type);
  const time = timestamp(now);
  const lastTransitionTime =
    before?.status === status && before.lastTransitionTime !== undefined ? before.lastTransitionTime : time;
  return { type, status, reason, message, lastHeartbeatTime: time, lastTransitionTime };
}
