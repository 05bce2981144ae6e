import type { Node, Pod, Taint, Toleration } from "@flotilla/api/types/core/v1.js";
import { evictionTime } from "./pod-eviction.js";
import { formatCidr, nextFreeCidr, parseCidr } from "./pod-cidr.js";
import { withConditionTaints, withEvictionTaint } from "./taints.js";
import { evictionRates, zoneState, type EvictionRules } from "./zones.js";

const now = Date.parse("2026-01-01T12:00:00Z");
const node = (status: string, zone = "a", extra: Partial<Node> = {}): Node => ({
  metadata: { name: "n", labels: { "topology.kubernetes.io/zone": zone } },
  status: { conditions: [{ type: "Ready", status }] },
  ...extra,
});
const nodesOf = (ready: number, silent: number, zone = "a"): Node[] => [
  ...Array<Node>(ready).fill(node("True", zone)),
  ...Array<Node>(silent).fill(node("Unknown", zone)),
];
const rules: EvictionRules = { rate: 0.1, secondaryRate: 0.01, largeZoneNodes: 50, unhealthyShare: 0.55 };

test.each([
  { ready: 10, silent: 0, want: "Normal" },
  { ready: 1, silent: 2, want: "Normal" },
  { ready: 2, silent: 3, want: "PartialDisruption" },
  { ready: 3, silent: 3, want: "Normal" },
  { ready: 0, silent: 1, want: "FullDisruption" },
])("a zone with $ready ready and $silent silent nodes is $want", ({ ready, silent, want }) => {
  expect(zoneState(nodesOf(ready, silent), rules)).toBe(want);
});

test.each([
  { name: "all is well", zones: [nodesOf(5, 0, "a")], want: [0.1] },
  { name: "a small zone is disrupted", zones: [nodesOf(2, 4, "a"), nodesOf(5, 0, "b")], want: [0, 0.1] },
  { name: "a large zone is disrupted", zones: [nodesOf(20, 40, "a"), nodesOf(5, 0, "b")], want: [0.01, 0.1] },
  { name: "one zone is down", zones: [nodesOf(0, 4, "a"), nodesOf(5, 0, "b")], want: [0.1, 0.1] },
  { name: "every zone is down", zones: [nodesOf(0, 4, "a"), nodesOf(0, 5, "b")], want: [0, 0] },
])("evictions when $name", ({ zones, want }) => {
  expect([...evictionRates(zones.flat(), rules).values()]).toEqual(want);
});

test("NoSchedule taints follow the conditions, others stay", () => {
  const own: Taint = { key: "own", effect: "NoSchedule" };
  const stale: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
  const subject = node("Unknown", "a", { spec: { unschedulable: true, taints: [own, stale] } });
  expect(withConditionTaints(subject, now)).toEqual([
    own,
    { key: "node.kubernetes.io/unreachable", effect: "NoSchedule", timeAdded: "2026-01-01T12:00:00Z" },
    { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded: "2026-01-01T12:00:00Z" },
  ]);
  expect(withConditionTaints(node("True"), now)).toBeUndefined();
});

test("the eviction taint is put on, exchanged and taken off; one that is right keeps its time", () => {
  const old: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoExecute", timeAdded: "2026-01-01T11:00:00Z" };
  const tainted = node("False", "a", { spec: { taints: [old] } });
  expect(withEvictionTaint(tainted, "node.kubernetes.io/not-ready", now)).toBeUndefined();
  expect(withEvictionTaint(tainted, "node.kubernetes.io/unreachable", now)).toEqual([
    { key: "node.kubernetes.io/unreachable", effect: "NoExecute", timeAdded: "2026-01-01T12:00:00Z" },
  ]);
  expect(withEvictionTaint(tainted, undefined, now)).toEqual([]);
});

const taint: Taint = { key: "k", value: "v", effect: "NoExecute", timeAdded: "2026-01-01T11:58:00Z" };
test.each<{ name: string; tolerations: Toleration[]; taints?: Taint[]; want: number | undefined }>([
  { name: "not tolerated: at once", tolerations: [], want: 0 },
  { name: "tolerated for good: never", tolerations: [{ key: "k", operator: "Exists" }], want: undefined },
  {
    name: "for some time: from the taint on",
    tolerations: [{ key: "k", value: "v", effect: "NoExecute", tolerationSeconds: 300 }],
    want: now + 180_000,
  },
  {
    name: "the shortest of several",
    tolerations: [
      { key: "k", operator: "Exists", tolerationSeconds: 300 },
      { operator: "Exists", tolerationSeconds: 150 },
    ],
    want: now + 30_000,
  },
  {
    name: "negative seconds: at once",
    tolerations: [{ operator: "Exists", tolerationSeconds: -5 }],
    want: Date.parse("2026-01-01T11:58:00Z"),
  },
  { name: "another value is no match", tolerations: [{ key: "k", value: "w" }], want: 0 },
  { name: "NoSchedule evicts nobody", tolerations: [], taints: [{ key: "k", effect: "NoSchedule" }], want: undefined },
])("eviction: $name", ({ tolerations, taints = [taint], want }) => {
  const pod: Pod = { spec: { containers: [], tolerations } };
  expect(evictionTime(pod, taints, now)).toBe(want);
});

test.each([
  { cluster: "10.244.0.0/16", prefix: 24, used: [], want: "10.244.0.0/24" },
  {
    cluster: "10.244.0.0/16",
    prefix: 24,
    used: ["10.244.0.0/24", "10.244.1.0/24", "10.244.3.0/24"],
    want: "10.244.2.0/24",
  },
  { cluster: "10.0.0.0/23", prefix: 24, used: ["10.0.0.0/24", "10.0.1.128/25"], want: undefined },
  { cluster: "10.0.0.0/22", prefix: 24, used: ["10.0.0.0/23", "192.168.0.0/24"], want: "10.0.2.0/24" },
  { cluster: "200.0.0.0/8", prefix: 16, used: ["200.0.0.0/16"], want: "200.1.0.0/16" },
])("the first free /$prefix of $cluster beside $used is $want", ({ cluster, prefix, used, want }) => {
  const free = nextFreeCidr(
    parseCidr(cluster)!,
    prefix,
    used.map((cidr) => parseCidr(cidr)!),
  );
  expect(free && formatCidr(free)).toBe(want);
});
