import { LinuxContainerResources } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, Pod, ResourceRequirements } from "@flotilla/api/types/core/v1.js";
import { milliValue, value } from "./amounts.js";

export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

const COMPUTE = ["cpu", "memory"] as const;

/** How much a pod may count on its resources. Source: Kubernetes docs, "Pod Quality of Service Classes". */
export function qosClass(pod: Pod): QosClass {
  const all = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const asked = all.map((container) => container.resources ?? {});
  if (
    asked.every((resources) =>
      COMPUTE.every((name) => isZero(resources.requests?.[name]) && isZero(resources.limits?.[name])),
    )
  )
    return "BestEffort";
  return asked.every(isGuaranteed) ? "Guaranteed" : "Burstable";
}

function isGuaranteed(resources: ResourceRequirements): boolean {
  return COMPUTE.every((name) => {
    const limit = resources.limits?.[name];
    if (isZero(limit)) return false;
    const request = resources.requests?.[name];
    return request === undefined || milliValue(request) === milliValue(limit as string);
  });
}

function isZero(quantity: string | undefined): boolean {
  return quantity === undefined || milliValue(quantity) === 0;
}

/** The cgroup that holds a pod's containers, by its class. Source: kubelet `PodContainerManager`. */
export function podCgroup(pod: Pod): string {
  const uid = `pod${pod.metadata?.uid ?? ""}`;
  const quality = qosClass(pod);
  return quality === "Guaranteed" ? `/kubepods/${uid}` : `/kubepods/${quality.toLowerCase()}/${uid}`;
}

/** CPU shares of one core, and the least that the kernel accepts. Source: cgroup v1. */
const SHARES_PER_CPU = 1024;
const SHARES_MIN = 2;
/** Length of a CPU quota period, and the least quota, in microseconds. */
const QUOTA_PERIOD_US = 100_000;
const QUOTA_MIN_US = 1_000;

export interface ContainerLimits {
  readonly cpuShares: number;
  /** 0 for none. */
  readonly cpuQuotaUs: number;
  /** 0 for none. */
  readonly memoryBytes: number;
  readonly oomScoreAdjust: number;
}

/** A container's requests and limits, as the kernel wants them. */
export function containerLimits(pod: Pod, container: Container, nodeMemoryBytes: number): ContainerLimits {
  const limits = container.resources?.limits ?? {};
  const requests = container.resources?.requests ?? {};
  const cpuMilli = milliValue(requests["cpu"] ?? limits["cpu"] ?? "0");
  const cpuLimitMilli = milliValue(limits["cpu"] ?? "0");
  return {
    cpuShares: Math.max(SHARES_MIN, Math.floor((cpuMilli * SHARES_PER_CPU) / 1000)),
    cpuQuotaUs: cpuLimitMilli === 0 ? 0 : Math.max(QUOTA_MIN_US, Math.floor((cpuLimitMilli * QUOTA_PERIOD_US) / 1000)),
    memoryBytes: value(limits["memory"] ?? "0"),
    oomScoreAdjust: oomScoreAdjust(pod, value(requests["memory"] ?? limits["memory"] ?? "0"), nodeMemoryBytes),
  };
}

/** The same in the runtime's words. */
export function linuxResources(limits: ContainerLimits): LinuxContainerResources {
  return LinuxContainerResources.fromPartial({
    cpuShares: BigInt(limits.cpuShares),
    cpuPeriod: BigInt(QUOTA_PERIOD_US),
    cpuQuota: BigInt(limits.cpuQuotaUs),
    memoryLimitInBytes: BigInt(limits.memoryBytes),
    oomScoreAdj: BigInt(limits.oomScoreAdjust),
  });
}

/** Who dies first when memory runs out. Source: kubelet `GetContainerOOMScoreAdjust`. */
function oomScoreAdjust(pod: Pod, memoryRequest: number, nodeMemory: number): number {
  const quality = qosClass(pod);
  if (quality === "Guaranteed") return -997;
  if (quality === "BestEffort") return 1000;
  const adjust = 1000 - Math.floor((1000 * memoryRequest) / Math.max(1, nodeMemory));
  return Math.min(999, Math.max(3, adjust));
}
