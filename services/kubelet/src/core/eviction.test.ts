import type { Pod } from "@flotilla/api/types/core/v1.js";
import { evictionOrder, type NodeSignals, pressures } from "./eviction.js";

const MEBIBYTE = 1024 * 1024;
const healthy: NodeSignals = {
  memoryAvailableBytes: 1000 * MEBIBYTE,
  diskAvailableBytes: 50,
  diskTotalBytes: 100,
  inodesFree: 50,
  inodesTotal: 100,
};

test.each<{ name: string; signals: Partial<NodeSignals>; want: string[] }>([
  { name: "all is well", signals: {}, want: [] },
  { name: "little memory", signals: { memoryAvailableBytes: 99 * MEBIBYTE }, want: ["MemoryPressure"] },
  { name: "little disk", signals: { diskAvailableBytes: 9 }, want: ["DiskPressure"] },
  { name: "few inodes", signals: { inodesFree: 4 }, want: ["DiskPressure"] },
  { name: "a file system without inodes", signals: { inodesFree: 0, inodesTotal: 0 }, want: [] },
  {
    name: "both",
    signals: { memoryAvailableBytes: 0, diskAvailableBytes: 0 },
    want: ["MemoryPressure", "DiskPressure"],
  },
])("$name", ({ signals, want }) => {
  expect([...pressures({ ...healthy, ...signals })]).toEqual(want);
});

const use = (name: string, usedMiB: number, requestMiB: number, priority = 0): { pod: Pod; usedBytes: number } => ({
  pod: {
    metadata: { name },
    spec: {
      priority,
      containers: [{ name: "main", image: "x", resources: { requests: { memory: `${requestMiB}Mi` } } }],
    },
  },
  usedBytes: usedMiB * MEBIBYTE,
});

test.each([
  {
    name: "who uses more than asked for goes first",
    uses: [use("modest", 50, 100), use("greedy", 20, 10)],
    want: ["greedy", "modest"],
  },
  {
    name: "then who matters less",
    uses: [use("important", 90, 10, 100), use("plain", 20, 10)],
    want: ["plain", "important"],
  },
  { name: "then who is further over", uses: [use("little", 20, 10), use("much", 90, 10)], want: ["much", "little"] },
  { name: "critical pods never go", uses: [use("critical", 900, 0, 2_000_000_000)], want: [] },
])("$name", ({ uses, want }) => {
  expect(evictionOrder(uses, "memory").map((pod) => pod.metadata?.name)).toEqual(want);
});
