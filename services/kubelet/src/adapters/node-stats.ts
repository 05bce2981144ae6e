import { cpus, freemem, totalmem } from "node:os";
import type { GetStatsResponse, PodUsage } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { KubeletContext } from "../pods/kubelet-context.js";

const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;

interface Sample {
  readonly timeNs: bigint;
  readonly cpuNs: bigint;
}

/** The sample before, by container id ("" for the node), from which rates are made. */
const before = new WeakMap<KubeletContext, Map<string, Sample>>();

export async function nodeStats(context: KubeletContext, pods: readonly Pod[]): Promise<GetStatsResponse> {
  const stats = await context.runtime.containerStats();
  const earlier = before.get(context) ?? new Map<string, Sample>();
  const samples = new Map<string, Sample>();
  const usage = (id: string, sample: Sample, memoryBytes: bigint) => {
    samples.set(id, sample);
    return {
      timeNs: sample.timeNs,
      cpuTotalNs: sample.cpuNs,
      cpuNanocores: rate(earlier.get(id), sample),
      memoryWorkingSetBytes: memoryBytes,
    };
  };
  const podUsages = pods.map((pod): PodUsage => {
    const { namespace = "", name = "", uid = "" } = pod.metadata ?? {};
    const containers = (context.statuses.get(uid)?.containerStatuses ?? []).flatMap((status) => {
      const id = status.containerID?.split("://")[1] ?? "";
      const found = stats.get(id);
      return found === undefined ? [] : [{ name: status.name, usage: usage(id, found, found.memoryBytes) }];
    });
    return { namespace, name, uid, containers };
  });
  const node = usage(
    "",
    { timeNs: BigInt(context.environment.clock.now()) * NS_PER_MS, cpuNs: machineCpuNs() },
    BigInt(totalmem() - freemem()),
  );
  before.set(context, samples);
  return { node, pods: podUsages.filter((pod) => pod.containers.length > 0) };
}

function rate(earlier: Sample | undefined, now: Sample): bigint {
  if (earlier === undefined || now.timeNs <= earlier.timeNs) return 0n;
  return ((now.cpuNs - earlier.cpuNs) * NS_PER_SECOND) / (now.timeNs - earlier.timeNs);
}

function machineCpuNs(): bigint {
  const busyMs = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return BigInt(Math.round(busyMs)) * NS_PER_MS;
}
