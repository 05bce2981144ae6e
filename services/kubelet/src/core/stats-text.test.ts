import type { GetStatsResponse } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import { containerMetrics, resourceMetrics, statsSummary } from "./stats-text.js";

const usage = (cpuTotalNs: bigint, memoryWorkingSetBytes: bigint) => ({
  timeNs: 1_767_225_600_000_000_000n,
  cpuTotalNs,
  cpuNanocores: 5n,
  memoryWorkingSetBytes,
});
const stats: GetStatsResponse = {
  node: usage(9_000_000_000n, 900n),
  pods: [
    {
      namespace: "default",
      name: "web",
      uid: "u1",
      containers: [
        { name: "a", usage: usage(1_500_000_000n, 10n) },
        { name: "b", usage: usage(500_000_000n, 20n) },
      ],
    },
  ],
};

test("the summary adds up containers", () => {
  expect(statsSummary(stats, "n1")).toMatchObject({
    node: { nodeName: "n1", memory: { workingSetBytes: 900, time: "2026-01-01T00:00:00.000Z" } },
    pods: [
      {
        podRef: { name: "web", namespace: "default", uid: "u1" },
        cpu: { usageCoreNanoSeconds: 2_000_000_000, usageNanoCores: 10 },
        memory: { workingSetBytes: 30 },
      },
    ],
  });
});

test("metrics in the text format", () => {
  expect(resourceMetrics(stats)).toContain(
    'container_cpu_usage_seconds_total{container="a",namespace="default",pod="web"} 1.5 1767225600000\n',
  );
  expect(resourceMetrics(stats)).toContain(
    'pod_memory_working_set_bytes{namespace="default",pod="web"} 30 1767225600000\n',
  );
  expect(resourceMetrics(stats)).toContain("node_cpu_usage_seconds_total 9 1767225600000\n");
  expect(
    containerMetrics(stats)
      .split("\n")
      .filter((line) => line.startsWith("container_")),
  ).toHaveLength(4);
});
