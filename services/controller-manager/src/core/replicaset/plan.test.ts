import type { Pod } from "@flotilla/api/types/core/v1.js";
import { nextAvailabilityMs, planReplicas, replicaSetStatus } from "./plan.js";
import { rankForDeletion } from "./rank-for-deletion.js";

const now = Date.parse("2026-01-01T12:00:00Z");
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

interface Shape {
  node?: string;
  phase?: string;
  ready?: number;
  cost?: string;
  restarts?: number;
  age?: number;
  deleting?: boolean;
}

function pod(
  name: string,
  { node = "n1", phase = "Running", ready = 600, cost, restarts = 0, age = 3600, deleting }: Shape = {},
): Pod {
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: ago(age),
      labels: { app: "web" },
      ...(cost && { annotations: { "controller.kubernetes.io/pod-deletion-cost": cost } }),
      ...(deleting && { deletionTimestamp: ago(1) }),
    },
    spec: { containers: [], ...(node && { nodeName: node }) },
    status: {
      phase,
      conditions: [{ type: "Ready", status: ready >= 0 ? "True" : "False", lastTransitionTime: ago(Math.abs(ready)) }],
      containerStatuses: [{ name: "c", ready: true, restartCount: restarts, image: "", imageID: "" }],
    },
  };
}

const replicaSet = (replicas: number, extra: object = {}) => ({
  metadata: { generation: 4 },
  spec: { replicas, selector: {}, template: { metadata: { labels: { app: "web" } } }, ...extra },
});

test.each([
  { name: "missing pods are made", replicas: 3, pods: [pod("a")], want: { create: 2, delete: [] } },
  { name: "at most 500 at once", replicas: 900, pods: [], want: { create: 500, delete: [] } },
  { name: "enough is enough", replicas: 1, pods: [pod("a")], want: { create: 0, delete: [] } },
  {
    name: "pods that ended or are ending do not count",
    replicas: 1,
    pods: [pod("a", { phase: "Failed" }), pod("b", { deleting: true })],
    want: { create: 1, delete: [] },
  },
  {
    name: "too many are deleted, the pending first",
    replicas: 1,
    pods: [pod("a"), pod("b", { phase: "Pending", ready: -1 })],
    want: { create: 0, delete: ["b"] },
  },
  {
    name: "nothing while earlier writes are not seen",
    replicas: 3,
    pods: [],
    caughtUp: false,
    want: { create: 0, delete: [] },
  },
])("$name", ({ replicas, pods, caughtUp = true, want }) => {
  const plan = planReplicas({ replicaSet: replicaSet(replicas), pods, related: pods, now, caughtUp });
  expect({ create: plan.create, delete: plan.delete.map((one) => one.metadata?.name) }).toEqual(want);
});

test.each<{ why: string; first: Shape; second: Shape }>([
  { why: "no node", first: { node: "" }, second: {} },
  { why: "pending", first: { phase: "Pending" }, second: {} },
  { why: "not ready", first: { ready: -1 }, second: {} },
  { why: "cheaper", first: { cost: "-5" }, second: { cost: "3" } },
  { why: "on the fuller node", first: { node: "full" }, second: { node: "n2" } },
  { why: "ready for a shorter time", first: { ready: 10 }, second: { ready: 6000 } },
  { why: "more restarts", first: { restarts: 3 }, second: { restarts: 1 } },
  { why: "newer", first: { age: 60 }, second: { age: 7200 } },
])("goes first: $why", ({ first, second }) => {
  const related = [pod("x", { node: "full" }), pod("y", { node: "full" })];
  const ranked = rankForDeletion([pod("b", second), pod("a", first)], related, now);
  expect(ranked.map((one) => one.metadata?.name)).toEqual(["a", "b"]);
});

test("the status counts what is ready, available and ending", () => {
  const pods = [
    pod("a", { ready: 60 }),
    pod("b", { ready: 5 }),
    pod("c", { ready: -1 }),
    pod("d", { deleting: true }),
    pod("e", { phase: "Succeeded" }),
  ];
  const view = { replicaSet: replicaSet(3, { minReadySeconds: 30 }), pods, now };
  expect(replicaSetStatus(view, undefined)).toEqual({
    replicas: 3,
    fullyLabeledReplicas: 3,
    readyReplicas: 2,
    availableReplicas: 1,
    terminatingReplicas: 1,
    observedGeneration: 4,
  });
  expect(nextAvailabilityMs(view)).toBe(25_000);
  expect(replicaSetStatus(view, { reason: "FailedCreate", message: "quota" }).conditions).toEqual([
    {
      type: "ReplicaFailure",
      status: "True",
      reason: "FailedCreate",
      message: "quota",
      lastTransitionTime: "2026-01-01T12:00:00Z",
    },
  ]);
});
