import type { ResourceRequirements } from "@flotilla/api/types/core/v1.js";
import { containerLimits, podCgroup, qosClass } from "./qos.js";
import { podOf } from "./testing/pods.js";

const GIBIBYTE = 1024 ** 3;
const pod = (...resources: ResourceRequirements[]) =>
  podOf({ containers: resources.map((one, index) => ({ name: `c${index}`, image: "x", resources: one })) });
const both = { cpu: "1", memory: "1Gi" };

test.each<{ name: string; resources: ResourceRequirements[]; want: string }>([
  { name: "nothing asked", resources: [{}], want: "BestEffort /kubepods/besteffort/podu1" },
  { name: "zero is nothing", resources: [{ requests: { cpu: "0" } }], want: "BestEffort /kubepods/besteffort/podu1" },
  {
    name: "only other resources",
    resources: [{ requests: { "ephemeral-storage": "1Gi" } }],
    want: "BestEffort /kubepods/besteffort/podu1",
  },
  { name: "limits alone are requests, too", resources: [{ limits: both }], want: "Guaranteed /kubepods/podu1" },
  {
    name: "equal in other words",
    resources: [{ limits: both, requests: { cpu: "1000m", memory: "1024Mi" } }],
    want: "Guaranteed /kubepods/podu1",
  },
  { name: "one limit is missing", resources: [{ limits: { cpu: "1" } }], want: "Burstable /kubepods/burstable/podu1" },
  {
    name: "requests below limits",
    resources: [{ limits: both, requests: { cpu: "500m" } }],
    want: "Burstable /kubepods/burstable/podu1",
  },
  { name: "one container without", resources: [{ limits: both }, {}], want: "Burstable /kubepods/burstable/podu1" },
])("$name: $want", ({ resources, want }) => {
  expect(`${qosClass(pod(...resources))} ${podCgroup(pod(...resources))}`).toBe(want);
});

test.each<{ resources: ResourceRequirements; want: Record<string, number> }>([
  { resources: {}, want: { cpuShares: 2, cpuQuotaUs: 0, memoryBytes: 0, oomScoreAdjust: 1000 } },
  {
    resources: { limits: both, requests: both },
    want: { cpuShares: 1024, cpuQuotaUs: 100_000, memoryBytes: GIBIBYTE, oomScoreAdjust: -997 },
  },
  {
    resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: "5m" } },
    want: { cpuShares: 102, cpuQuotaUs: 1000, memoryBytes: 0, oomScoreAdjust: 900 },
  },
  {
    resources: { requests: { memory: "1Mi" } },
    want: { cpuShares: 2, cpuQuotaUs: 0, memoryBytes: 0, oomScoreAdjust: 999 },
  },
])("limits of $resources", ({ resources, want }) => {
  const made = pod(resources);
  expect(containerLimits(made, made.spec?.containers?.[0] ?? { name: "" }, 10 * GIBIBYTE)).toEqual(want);
});
