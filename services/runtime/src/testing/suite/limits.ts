import { LinuxContainerResources, NamespaceMode } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { eventually, type PodBench } from "../pod-bench.js";

/** Some runtimes count a pod's use only in a cgroup of its own. */
export const CGROUP_PARENT = "/flotilla-suite";
const MEBIBYTE = 1n << 20n;
/** Half a core. */
const CPU_QUOTA = 50_000n;
const CPU_PERIOD = 100_000n;

/** Control groups: limits, what is counted, and the end of those who take too much. */
export function limitCases(bench: () => PodBench): void {
  test("limits are told back and can be changed while it runs", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100", {
      linux: {
        resources: { memoryLimitInBytes: 64n * MEBIBYTE, cpuQuota: CPU_QUOTA, cpuPeriod: CPU_PERIOD, cpuShares: 512n },
      },
    });
    const limits = async () => (await bench().status(id)).resources?.linux;
    expect(await limits()).toMatchObject({
      memoryLimitInBytes: 64n * MEBIBYTE,
      cpuQuota: CPU_QUOTA,
      cpuPeriod: CPU_PERIOD,
    });
    await bench().cri.runtime.updateContainerResources({
      containerId: id,
      linux: LinuxContainerResources.fromPartial({ memoryLimitInBytes: 96n * MEBIBYTE }),
      windows: undefined,
      annotations: {},
    });
    expect(await limits()).toMatchObject({ memoryLimitInBytes: 96n * MEBIBYTE, cpuQuota: CPU_QUOTA });
  });

  test("memory and CPU that are used are counted", async () => {
    const id = await bench().run(await bench().pod(), "while :; do :; done");
    const stats = await eventually(async () => {
      const answer = await bench().cri.runtime.containerStats({ containerId: id });
      return (answer.stats?.cpu?.usageCoreNanoSeconds?.value ?? 0n) > 20_000_000n ? answer.stats : undefined;
    }, "20 ms of CPU time are counted");
    expect(stats.attributes?.id).toBe(id);
    expect(stats.memory?.workingSetBytes?.value).toBeGreaterThan(0n);
    const { stats: listed } = await bench().cri.runtime.listContainerStats({
      filter: { id, podSandboxId: "", labelSelector: {} },
    });
    expect(listed).toHaveLength(1);
  });

  test("a pod's use has its network", async () => {
    const pod = await bench().pod({
      linux: { cgroupParent: CGROUP_PARENT, securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER } } },
    });
    const id = await bench().run(pod, "sleep 100");
    const { stats } = await bench().cri.runtime.podSandboxStats({ podSandboxId: pod.id });
    expect(stats?.linux?.network?.defaultInterface?.name).toBe("eth0");
    expect(stats?.linux?.containers.map((container) => container.attributes?.id)).toEqual([id]);
  });

  test("who takes more memory than allowed is killed: 137", async () => {
    const id = await bench().run(await bench().pod(), "tail /dev/zero", {
      linux: { resources: { memoryLimitInBytes: 16n * MEBIBYTE, memorySwapLimitInBytes: 16n * MEBIBYTE } },
    });
    const status = await bench().exited(id);
    expect(status.exitCode).toBe(137);
    // Some runtimes on cgroup v1 now and then miss the reason.
    expect(["OOMKilled", "Error"]).toContain(status.reason);
  });
}
