import { pods, replicaSets } from "@flotilla/api/resources.js";
import { statusError } from "@flotilla/api/status.js";
import type { ReplicaSet, ReplicaSetSpec } from "@flotilla/api/types/apps/v1.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { replicaSetController } from "./replicaset-controller.js";

const labels = { app: "web" };
const key = { namespace: "ns", name: "web" };

function web(spec: Partial<ReplicaSetSpec> = {}): ReplicaSet {
  return {
    metadata: { ...key },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "v1" }] } },
      ...spec,
    },
  };
}

let quotaLeft = Infinity;
let creations = 0;
let cluster: SimulatedCluster;
beforeEach(async () => {
  quotaLeft = Infinity;
  creations = 0;
  cluster = await simulateCluster({
    controllers: [replicaSetController],
    onRequest: (verb, resource) => {
      if (verb !== "create" || resource !== "pods") return;
      creations++;
      if (--quotaLeft < 0) throw statusError("Forbidden", "exceeded quota");
    },
  });
});
afterEach(() => cluster.stop());

const podList = async () => (await cluster.client.list(pods)).items;
const read = () => cluster.client.get(replicaSets, key);

test("pods are made, and made again when they go", async () => {
  await cluster.client.create(replicaSets, web());
  await cluster.pass(2_000);
  const before = await podList();
  expect((await read()).status).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
  await cluster.client.delete(pods, { namespace: "ns", name: before[0]?.metadata?.name ?? "" });
  await cluster.pass(2_000);
  expect(await podList()).toHaveLength(3);
  expect(creations).toBe(4);
});

test("scaling down deletes the surplus", async () => {
  await cluster.client.create(replicaSets, web({ replicas: 5 }));
  await cluster.pass(2_000);
  await cluster.client.patch(replicaSets, key, "merge", { spec: { replicas: 2 } });
  await cluster.pass(2_000);
  expect(await podList()).toHaveLength(2);
  expect((await read()).status).toMatchObject({ replicas: 2, observedGeneration: 2, terminatingReplicas: 0 });
});

test("when the first pod is refused the other hundreds are not tried, and the status says why", async () => {
  quotaLeft = 0;
  await cluster.client.create(replicaSets, web({ replicas: 400 }));
  await cluster.pass(1);
  // Not one: the status that says why is itself a change, and is looked at at once.
  expect(creations).toBeLessThan(4);
  expect((await read()).status?.conditions).toMatchObject([
    { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "exceeded quota" },
  ]);
  quotaLeft = Infinity;
  await cluster.pass(60_000);
  expect(await podList()).toHaveLength(400);
  expect((await read()).status?.conditions).toBeUndefined();
});

test("an orphan that fits is adopted, an owned pod that does not fit any more is let go and replaced", async () => {
  await cluster.client.create(pods, {
    metadata: { namespace: "ns", name: "orphan", labels },
    spec: { containers: [] },
  });
  await cluster.client.create(replicaSets, web({ replicas: 2 }));
  await cluster.pass(2_000);
  expect(creations).toBe(2);
  expect(
    (await cluster.client.get(pods, { namespace: "ns", name: "orphan" })).metadata?.ownerReferences?.[0],
  ).toMatchObject({ kind: "ReplicaSet", name: "web", controller: true });
  await cluster.client.patch(pods, { namespace: "ns", name: "orphan" }, "merge", {
    metadata: { labels: { app: "other" } },
  });
  await cluster.pass(2_000);
  expect(
    (await cluster.client.get(pods, { namespace: "ns", name: "orphan" })).metadata?.ownerReferences,
  ).toBeUndefined();
  expect((await podList()).filter((pod) => pod.metadata?.labels?.["app"] === "web")).toHaveLength(2);
});

test("minReadySeconds makes a ready pod available only later", async () => {
  await cluster.client.create(replicaSets, web({ minReadySeconds: 30 }));
  await cluster.pass(10_000);
  expect((await read()).status).toMatchObject({ readyReplicas: 3, availableReplicas: 0 });
  await cluster.pass(30_000);
  expect((await read()).status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
});
