import type {
  ContainerStats,
  MemoryUsage,
  NetworkInterfaceUsage,
  PodSandboxStats,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { ContainerRecord, SandboxRecord } from "./records.js";

/** What a container uses. Bytes; nanoseconds of CPU time since its start. */
export interface Usage {
  readonly cpuNanoseconds: bigint;
  readonly memoryBytes: bigint;
  readonly workingSetBytes: bigint;
  readonly rssBytes: bigint;
  readonly pageFaults: bigint;
  readonly majorPageFaults: bigint;
  readonly processes: bigint;
  /** 0 = no limit. */
  readonly memoryLimitBytes: bigint;
}

const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/** An earlier look at the CPU time, from which the rate comes. */
export interface CpuSample {
  readonly at: bigint;
  readonly cpuNanoseconds: bigint;
}

export function containerStats(
  record: ContainerRecord,
  usage: Usage | undefined,
  before: CpuSample | undefined,
  now: bigint,
): ContainerStats {
  const { metadata, labels, annotations } = record.config;
  return {
    attributes: { id: record.id, metadata, labels, annotations },
    cpu: usage && {
      timestamp: now,
      usageCoreNanoSeconds: { value: usage.cpuNanoseconds },
      usageNanoCores: { value: rate(usage.cpuNanoseconds, before, now) },
      psi: undefined,
    },
    memory: usage && memoryOf(usage, now),
    writableLayer: undefined,
    swap: undefined,
    io: undefined,
  };
}

/** CPU nanoseconds a second. */
function rate(cpu: bigint, before: CpuSample | undefined, now: bigint): bigint {
  if (!before || now <= before.at || cpu < before.cpuNanoseconds) return 0n;
  return ((cpu - before.cpuNanoseconds) * NANOSECONDS_PER_SECOND) / (now - before.at);
}

function memoryOf(usage: Usage, now: bigint): MemoryUsage {
  const { memoryLimitBytes: limit, workingSetBytes } = usage;
  return {
    timestamp: now,
    workingSetBytes: { value: workingSetBytes },
    availableBytes: limit > workingSetBytes ? { value: limit - workingSetBytes } : undefined,
    usageBytes: { value: usage.memoryBytes },
    rssBytes: { value: usage.rssBytes },
    pageFaults: { value: usage.pageFaults },
    majorPageFaults: { value: usage.majorPageFaults },
    psi: undefined,
  };
}

/** A pod is the sum of its containers, with the network that they share. */
export function sandboxStats(
  record: SandboxRecord,
  containers: readonly ContainerStats[],
  processes: bigint,
  interfaces: readonly NetworkInterfaceUsage[],
  now: bigint,
): PodSandboxStats {
  const { metadata, labels, annotations } = record.config;
  const sum = (pick: (stats: ContainerStats) => bigint | undefined) => ({
    value: containers.reduce((total, stats) => total + (pick(stats) ?? 0n), 0n),
  });
  return {
    attributes: { id: record.id, metadata, labels, annotations },
    linux: {
      cpu: {
        timestamp: now,
        usageCoreNanoSeconds: sum((stats) => stats.cpu?.usageCoreNanoSeconds?.value),
        usageNanoCores: sum((stats) => stats.cpu?.usageNanoCores?.value),
        psi: undefined,
      },
      memory: {
        timestamp: now,
        workingSetBytes: sum((stats) => stats.memory?.workingSetBytes?.value),
        availableBytes: undefined,
        usageBytes: sum((stats) => stats.memory?.usageBytes?.value),
        rssBytes: sum((stats) => stats.memory?.rssBytes?.value),
        pageFaults: sum((stats) => stats.memory?.pageFaults?.value),
        majorPageFaults: sum((stats) => stats.memory?.majorPageFaults?.value),
        psi: undefined,
      },
      network: { timestamp: now, defaultInterface: interfaces[0], interfaces: interfaces.slice(1) },
      process: { timestamp: now, processCount: { value: processes } },
      containers: [...containers],
      io: undefined,
    },
    windows: undefined,
  };
}

/** Reads /proc/net/dev without the loopback interface. Source: proc(5). */
export function parseNetworkDevices(text: string): NetworkInterfaceUsage[] {
  return text.split("\n").flatMap((line) => {
    const [, name = "", numbers = ""] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (!name || name === "lo") return [];
    const fields = numbers.trim().split(/\s+/);
    const field = (index: number) => ({ value: BigInt(fields[index] ?? "0") });
    return [{ name, rxBytes: field(0), rxErrors: field(2), txBytes: field(8), txErrors: field(10) }];
  });
}
