import type { Pod } from "@flotilla/api/types/core/v1.js";
import { node, type NodeSketch, pod, type PodSketch } from "../../testing/objects.js";
import { Cluster } from "../cluster/cluster.js";
import { sampleSize } from "../evaluation/profile.js";
import { podRequests } from "../resources.js";
import { tolerates } from "../tolerations.js";
import { DEFAULT_ARGUMENTS, type PluginArguments } from "./arguments.js";
import { balancedAllocation, deviation } from "./balanced-allocation.js";
import { imageLocality } from "./image-locality.js";
import { conflict } from "./node-ports.js";
import { nodeResourcesFit, piecewiseLinear } from "./node-resources-fit.js";
import type { Plugin } from "./plugin.js";
import { isDiskConflict } from "./volume-restrictions.js";

const MEBIBYTE = 1024 * 1024;

/** Score of the first node for a pod. */
function scoreOf(
  plugin: Plugin,
  nodes: readonly NodeSketch[],
  wanted: PodSketch,
  args: PluginArguments = DEFAULT_ARGUMENTS,
): number | undefined {
  const cluster = new Cluster();
  for (const one of nodes) cluster.putNode(node(one));
  return plugin.scoreNodes?.({ info: cluster.info(pod(wanted)), cluster, args })?.(0);
}

/** Source: noderesources/{least,most}_allocated.go, requested_to_capacity_ratio.go. */
test.each([
  {
    strategy: "LeastAllocated",
    requests: { cpu: "1", memory: "1Gi" },
    want: 75,
    why: "both resources three quarters free",
  },
  {
    strategy: "LeastAllocated",
    requests: { cpu: "1" },
    want: 77,
    why: "who requests no memory counts 200Mi: (75 + 80) / 2",
    memory: "1000Mi",
  },
  {
    strategy: "LeastAllocated",
    requests: { cpu: "9", memory: "1Gi" },
    want: 37,
    why: "more than there is scores 0 for the resource",
  },
  { strategy: "MostAllocated", requests: { cpu: "1", memory: "3Gi" }, want: 50, why: "(25 + 75) / 2" },
  { strategy: "RequestedToCapacityRatio", requests: { cpu: "1", memory: "3Gi" }, want: 50, why: "a line from 0 to 10" },
] as const)("NodeResourcesFit, $strategy: $want, because $why", ({ strategy, requests, want, ...rest }) => {
  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ];
  const args = { ...DEFAULT_ARGUMENTS, fit: { ...DEFAULT_ARGUMENTS.fit, strategy, shape } };
  const memory = "memory" in rest ? rest.memory : "4Gi";
  expect(
    scoreOf(nodeResourcesFit, [{ name: "a", allocatable: { cpu: "4", memory } }], { name: "p", requests }, args),
  ).toBe(want);
});

/** Source: helper.BuildBrokenLinearFunction: integer arithmetic between the points, flat outside of them. */
test.each([
  [0, 20],
  [20, 20],
  [30, 40],
  [45, 70],
  [60, 100],
  [100, 100],
])("piecewise linear at %i is %i", (utilization, want) => {
  const points = [
    { utilization: 20, score: 20 },
    { utilization: 60, score: 100 },
  ];
  expect(piecewiseLinear(points)(utilization)).toBe(want);
});

/** Source: noderesources/balanced_allocation.go: (1 - deviation of the shares) x 100. */
test.each([
  { requests: { cpu: "2", memory: "2Gi" }, want: 100, why: "equal shares" },
  { requests: { cpu: "4", memory: "1Gi" }, want: 62, why: "(1 - (1 - 0.25) / 2) x 100, cut" },
  { requests: { cpu: "8", memory: "4Gi" }, want: 100, why: "a share is at most 1" },
  { requests: {}, want: undefined, why: "who requests nothing is not scored" },
])("NodeResourcesBalancedAllocation: $want, because $why", ({ requests, want }) => {
  expect(
    scoreOf(balancedAllocation, [{ name: "a", allocatable: { cpu: "4", memory: "4Gi" } }], {
      name: "p",
      requests: requests as Record<string, string>,
    }),
  ).toBe(want);
});

test("the deviation of more than two shares is that of a population", () => {
  expect(deviation(Float64Array.of(0.2, 0.4, 0.6), 3)).toBeCloseTo(Math.sqrt(0.08 / 3));
  expect(deviation(Float64Array.of(0.5), 1)).toBe(0);
});

/** Source: imagelocality: 100 x (sum - 23 MiB) / (1000 MiB x containers - 23 MiB), where a size counts by the share of nodes that have the image. */
test.each([
  { size: 23, others: 0, want: 0, why: "too small to matter" },
  { size: 511.5, others: 0, want: 50, why: "half-way" },
  { size: 2000, others: 0, want: 100, why: "capped" },
  { size: 1023, others: 1, want: 50, why: "one of two nodes has it" },
])("ImageLocality of $size MiB: $want, because $why", ({ size, others, want }) => {
  const images = [{ names: ["app:v1"], sizeBytes: size * MEBIBYTE }];
  const nodes = [{ name: "a", images }, ...Array.from({ length: others }, (_, index) => ({ name: `other-${index}` }))];
  expect(scoreOf(imageLocality, nodes, { name: "p", image: "app:v1" })).toBe(want);
});

/** Source: component-helpers resource.PodRequests. */
test.each<{ why: string; spec: Partial<NonNullable<Pod["spec"]>>; want: Record<string, number> }>([
  { why: "containers add up", spec: { containers: [container("1"), container("500m")] }, want: { cpu: 1500 } },
  {
    why: "the largest start counts if it is more",
    spec: { containers: [container("1")], initContainers: [container("3"), container("2")] },
    want: { cpu: 3000 },
  },
  {
    why: "sidecars run on",
    spec: { containers: [container("1")], initContainers: [sidecar("2")] },
    want: { cpu: 3000 },
  },
  {
    why: "what starts after a sidecar runs beside it",
    spec: { containers: [container("1")], initContainers: [sidecar("2"), container("4")] },
    want: { cpu: 6000 },
  },
  {
    why: "what starts before a sidecar does not",
    spec: { containers: [container("1")], initContainers: [container("4"), sidecar("2")] },
    want: { cpu: 4000 },
  },
  {
    why: "overhead comes on top",
    spec: { containers: [container("1")], overhead: { cpu: "250m", memory: "1" } },
    want: { cpu: 1250, memory: 1 },
  },
  {
    why: "the pod's own request stands for all of it",
    spec: { containers: [container("1")], resources: { requests: { cpu: "5" } } },
    want: { cpu: 5000 },
  },
])("requests: $why", ({ spec, want }) => {
  expect(Object.fromEntries(podRequests({ spec: { containers: [], ...spec } }).amounts)).toEqual(want);
});

function container(cpu: string) {
  return { name: "c", resources: { requests: { cpu } } };
}

function sidecar(cpu: string) {
  return { ...container(cpu), restartPolicy: "Always" };
}

/** Source: Toleration.ToleratesTaint; Gt and Lt of KEP-5471. */
test.each([
  [{ operator: "Exists" }, { key: "a", value: "1", effect: "NoSchedule" }, true],
  [{ key: "a", operator: "Exists" }, { key: "b", effect: "NoSchedule" }, false],
  [{ key: "a", value: "1" }, { key: "a", value: "1", effect: "NoExecute" }, true],
  [{ key: "a", value: "1" }, { key: "a", value: "2", effect: "NoSchedule" }, false],
  [{ key: "a", operator: "Exists", effect: "NoSchedule" }, { key: "a", effect: "NoExecute" }, false],
  [{ key: "a", operator: "Gt", value: "5" }, { key: "a", value: "7", effect: "NoSchedule" }, true],
  [{ key: "a", operator: "Lt", value: "5" }, { key: "a", value: "x", effect: "NoSchedule" }, false],
])("%j tolerates %j: %j", (toleration, taint, want) => {
  expect(tolerates(toleration, taint)).toBe(want);
});

/** Source: NodePorts; one address and all addresses meet. */
test.each([
  [{ protocol: "TCP", address: "0.0.0.0", port: 80 }, { protocol: "TCP", address: "10.0.0.1", port: 80 }, true],
  [{ protocol: "TCP", address: "10.0.0.2", port: 80 }, { protocol: "TCP", address: "10.0.0.1", port: 80 }, false],
  [{ protocol: "UDP", address: "0.0.0.0", port: 80 }, { protocol: "TCP", address: "0.0.0.0", port: 80 }, false],
  [{ protocol: "TCP", address: "0.0.0.0", port: 81 }, { protocol: "TCP", address: "0.0.0.0", port: 80 }, false],
])("%j and %j are in each other's way: %j", (a, b, want) => {
  expect(conflict(a, b)).toBe(want);
  expect(conflict(b, a)).toBe(want);
});

/** Source: VolumeRestrictions isVolumeConflict. */
test.each([
  ["one disk, both write", { gcePersistentDisk: { pdName: "d" } }, { gcePersistentDisk: { pdName: "d" } }, true],
  [
    "one disk, both only read",
    { gcePersistentDisk: { pdName: "d", readOnly: true } },
    { gcePersistentDisk: { pdName: "d", readOnly: true } },
    false,
  ],
  [
    "one EBS volume, however",
    { awsElasticBlockStore: { volumeID: "v", readOnly: true } },
    { awsElasticBlockStore: { volumeID: "v", readOnly: true } },
    true,
  ],
  [
    "an image at other monitors",
    { rbd: { monitors: ["a"], image: "i" } },
    { rbd: { monitors: ["b"], image: "i" } },
    false,
  ],
  [
    "an image at a monitor of both",
    { rbd: { monitors: ["a", "c"], image: "i" } },
    { rbd: { monitors: ["b", "c"], image: "i" } },
    true,
  ],
  [
    "an iSCSI target",
    { iscsi: { iqn: "q", lun: 0, targetPortal: "t" } },
    { iscsi: { iqn: "q", lun: 1, targetPortal: "t" } },
    true,
  ],
])("disks: %s", (_what, a, b, want) => {
  expect(isDiskConflict({ name: "a", ...a }, { name: "b", ...b })).toBe(want);
});

/** Source: schedule_one.go numFeasibleNodesToFind. */
test.each([
  [0, 50, 50],
  [0, 1000, 420],
  [0, 5000, 500],
  [0, 15_000, 750],
  [10, 500, 100],
  [100, 5000, 5000],
])("with %i percent of %i nodes, %i that fit are enough", (percentage, nodes, want) => {
  expect(sampleSize(percentage, nodes)).toBe(want);
});
