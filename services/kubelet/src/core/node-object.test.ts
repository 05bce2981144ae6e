import type { Node } from "@flotilla/api/types/core/v1.js";
import { allocatable, type MachineFacts, nodeObject, nodeStatus } from "./node-object.js";
import { NOW } from "./testing/pods.js";

const facts: MachineFacts = {
  nodeName: "n1",
  hostname: "host",
  hostIp: "192.0.2.1",
  os: "linux",
  architecture: "amd64",
  kernelVersion: "6",
  osImage: "Test",
  machineId: "m",
  bootId: "b",
  cpuCount: 2,
  memoryBytes: 1024 ** 3,
  diskBytes: 100 * 1024,
  podsMax: 110,
  runtimeVersion: "memory://1",
  kubeletVersion: "v1",
  httpPort: 10250,
  grpcEndpoint: "192.0.2.1:10260",
  labels: { zone: "a" },
  taints: ["dedicated=db:NoSchedule", "gone:NoExecute"],
};
const healthy = { problems: [], images: [], pressures: new Set<never>() };
const conditions = (status: NonNullable<Node["status"]>): string =>
  (status.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value}(${reason})`).join(" ");

test("a new node has labels, taints and the way to its Kubelet", () => {
  expect(nodeObject(facts, undefined)).toMatchObject({
    metadata: {
      name: "n1",
      labels: { zone: "a", "kubernetes.io/hostname": "host", "kubernetes.io/arch": "amd64" },
      annotations: { "flotilla.dev/kubelet-endpoint": "192.0.2.1:10260" },
    },
    spec: {
      taints: [
        { key: "dedicated", value: "db", effect: "NoSchedule" },
        { key: "gone", effect: "NoExecute" },
      ],
    },
  });
});

test("what others wrote into an existing node stays, and taints are not put back", () => {
  const existing: Node = {
    metadata: { name: "n1", labels: { team: "x", zone: "old" } },
    spec: { podCIDR: "10.244.0.0/24", taints: [] },
  };
  expect(nodeObject(facts, existing)).toMatchObject({
    metadata: { labels: { team: "x", zone: "a" } },
    spec: { podCIDR: "10.244.0.0/24", taints: [] },
  });
});

test("some memory and disk is kept for the machine", () => {
  expect(allocatable(facts)).toEqual({
    cpu: "2",
    memory: `${(1024 - 100) * 1024}Ki`,
    "ephemeral-storage": String(90 * 1024),
    pods: "110",
  });
});

test.each([
  {
    name: "healthy",
    health: healthy,
    want: "MemoryPressure=False(KubeletHasSufficientMemory) DiskPressure=False(KubeletHasNoDiskPressure) PIDPressure=False(KubeletHasSufficientPID) Ready=True(KubeletReady)",
  },
  {
    name: "short of everything",
    health: { ...healthy, problems: ["no network"], pressures: new Set(["MemoryPressure", "DiskPressure"] as const) },
    want: "MemoryPressure=True(KubeletHasInsufficientMemory) DiskPressure=True(KubeletHasDiskPressure) PIDPressure=False(KubeletHasSufficientPID) Ready=False(KubeletNotReady)",
  },
])("conditions: $name", ({ health, want }) => {
  expect(conditions(nodeStatus(facts, health, undefined, NOW))).toBe(want);
});

test("resources that others advertise stay; a condition keeps its time while it does not turn", () => {
  const first = nodeStatus(facts, healthy, { status: { capacity: { "example.com/gpu": "2" } } }, NOW);
  expect(first.capacity).toMatchObject({ cpu: "2", "example.com/gpu": "2" });
  const later = nodeStatus(facts, healthy, { status: first }, NOW + 60_000);
  expect(later.conditions?.[3]).toMatchObject({
    lastTransitionTime: "2026-01-01T00:00:00Z",
    lastHeartbeatTime: "2026-01-01T00:01:00Z",
  });
});
