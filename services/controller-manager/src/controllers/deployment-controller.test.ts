import { deployments, events, pods, replicaSets } from "@flotilla/api/resources.js";
import type { Deployment, DeploymentSpec } from "@flotilla/api/types/apps/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { BROKEN_IMAGE } from "../testing/hollow-nodes.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { deploymentController } from "./deployment-controller.js";
import { replicaSetController } from "./replicaset-controller.js";

const labels = { app: "web" };
const key = { namespace: "ns", name: "web" };

function template(image: string): DeploymentSpec["template"] {
  return { metadata: { labels }, spec: { containers: [{ name: "c", image }] } };
}

function web(spec: Partial<DeploymentSpec> = {}): Deployment {
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } };
  return {
    metadata: { ...key },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: template("v1"),
      strategy,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      ...spec,
    },
  };
}

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [deploymentController, replicaSetController] });
});
afterEach(() => cluster.stop());

const read = () => cluster.client.get(deployments, key);
const sets = async () => (await cluster.client.list(replicaSets)).items;
const podList = async () => (await cluster.client.list(pods)).items;
const change = (spec: Partial<DeploymentSpec>) => cluster.client.patch(deployments, key, "merge", { spec });
const images = async () => (await podList()).map((pod) => pod.spec?.containers?.[0]?.image).sort();
const condition = async (type: string) => (await read()).status?.conditions?.find((one) => one.type === type);

async function deployed(spec: Partial<DeploymentSpec> = {}): Promise<void> {
  await cluster.client.create(deployments, web(spec));
  await cluster.pass(5_000);
}

test("a new deployment gets one ReplicaSet, its pods, and a status that says it is complete", async () => {
  await deployed();
  const [replicaSet, ...more] = await sets();
  expect(more).toEqual([]);
  const hash = replicaSet?.metadata?.labels?.["pod-template-hash"];
  expect(replicaSet?.metadata?.name).toBe(`web-${hash}`);
  expect(replicaSet?.spec?.selector.matchLabels).toEqual({ app: "web", "pod-template-hash": hash });
  expect(replicaSet?.metadata?.annotations).toMatchObject({
    "deployment.kubernetes.io/revision": "1",
    "deployment.kubernetes.io/desired-replicas": "3",
    "deployment.kubernetes.io/max-replicas": "4",
  });
  expect((await podList()).map((pod) => pod.metadata?.name)).toEqual(
    Array(3).fill(expect.stringMatching(new RegExp(`^web-${hash}-[a-z0-9]{5}$`))),
  );
  const deployment = await read();
  expect(deployment.metadata?.annotations?.["deployment.kubernetes.io/revision"]).toBe("1");
  expect(deployment.status).toMatchObject({
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    unavailableReplicas: 0,
    observedGeneration: 1,
  });
  expect(await condition("Available")).toMatchObject({ status: "True", reason: "MinimumReplicasAvailable" });
  expect(await condition("Progressing")).toMatchObject({
    status: "True",
    reason: "NewReplicaSetAvailable",
    message: `ReplicaSet "web-${hash}" has successfully progressed.`,
  });
  const told = (await cluster.client.list(events)).items.find((event) => event.reason === "ScalingReplicaSet");
  expect(told?.message).toBe(`Scaled up replica set web-${hash} from 0 to 3`);
});

test("a rolling update replaces all pods and never has too few or too many", async () => {
  await deployed({ replicas: 10 });
  const bounds = { least: Infinity, most: 0 };
  const watchBounds = (all: Pod[]) => {
    const running = all.filter((pod) => !pod.metadata?.deletionTimestamp);
    bounds.least = Math.min(
      bounds.least,
      running.filter((pod) => pod.status?.conditions?.some((one) => one.type === "Ready" && one.status === "True"))
        .length,
    );
    bounds.most = Math.max(bounds.most, running.length);
  };
  await change({ template: template("v2") });
  for (let i = 0; i < 200; i++) {
    await cluster.pass(20);
    watchBounds(await podList());
  }
  await cluster.pass(10_000);
  expect(await images()).toEqual(Array(10).fill("v2"));
  expect(bounds.least).toBeGreaterThanOrEqual(8);
  expect(bounds.most).toBeLessThanOrEqual(13);
  expect((await sets()).map((one) => one.spec?.replicas).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([0, 10]);
  expect(await condition("Progressing")).toMatchObject({ reason: "NewReplicaSetAvailable" });
});

test("going back to a former template uses its ReplicaSet again, under a new revision", async () => {
  await deployed();
  const [first] = await sets();
  await change({ template: template("v2") });
  await cluster.pass(10_000);
  await change({ template: template("v1") });
  await cluster.pass(10_000);
  expect(await images()).toEqual(["v1", "v1", "v1"]);
  expect(await sets()).toHaveLength(2);
  const again = (await sets()).find((one) => one.metadata?.uid === first?.metadata?.uid);
  expect(again?.spec?.replicas).toBe(3);
  expect(again?.metadata?.annotations).toMatchObject({
    "deployment.kubernetes.io/revision": "3",
    "deployment.kubernetes.io/revision-history": "1",
  });
  expect((await read()).metadata?.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
});

test("a rollout that cannot succeed stops, keeps the old pods, and says so after its deadline", async () => {
  await deployed({ replicas: 4, progressDeadlineSeconds: 60 });
  await change({ template: template(BROKEN_IMAGE) });
  await cluster.pass(30_000);
  expect((await images()).filter((image) => image === "v1")).toHaveLength(3);
  expect(await condition("Progressing")).toMatchObject({ status: "True", reason: "ReplicaSetUpdated" });
  await cluster.pass(60_000);
  expect(await condition("Progressing")).toMatchObject({ status: "False", reason: "ProgressDeadlineExceeded" });
  await change({ template: template("v2") });
  await cluster.pass(20_000);
  expect(await images()).toEqual(Array(4).fill("v2"));
  expect(await condition("Progressing")).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
});

test("Recreate never runs old and new pods together", async () => {
  await deployed({ strategy: { type: "Recreate" } });
  await change({ template: template("v2") });
  for (let i = 0; i < 100; i++) {
    await cluster.pass(20);
    expect(new Set(await images()).size).toBeLessThanOrEqual(1);
  }
  expect(await images()).toEqual(["v2", "v2", "v2"]);
});

test("a paused deployment scales but does not roll out", async () => {
  await deployed();
  await change({ paused: true, template: template("v2") });
  await cluster.pass(5_000);
  expect(await images()).toEqual(["v1", "v1", "v1"]);
  expect(await condition("Progressing")).toMatchObject({ status: "Unknown", reason: "DeploymentPaused" });
  await change({ replicas: 5 });
  await cluster.pass(5_000);
  expect(await images()).toEqual(Array(5).fill("v1"));
  await change({ paused: false });
  await cluster.pass(10_000);
  expect(await images()).toEqual(Array(5).fill("v2"));
});

test("former ReplicaSets beyond the history limit go, the oldest first", async () => {
  await deployed({ revisionHistoryLimit: 1 });
  for (const image of ["v2", "v3", "v4"]) {
    await change({ template: template(image) });
    await cluster.pass(10_000);
  }
  const left = (await sets()).map((one) => one.spec?.template?.spec?.containers?.[0]?.image).sort();
  expect(left).toEqual(["v3", "v4"]);
});

test("a ReplicaSet of another template under the planned name is stepped around", async () => {
  await deployed();
  const [own] = await sets();
  await cluster.client.delete(deployments, key);
  await cluster.client.patch(replicaSets, { namespace: "ns", name: own?.metadata?.name ?? "" }, "merge", {
    metadata: { ownerReferences: null, labels: { app: "other" } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "other" } },
      template: { metadata: { labels: { app: "other" } } },
    },
  });
  await cluster.client.create(deployments, web());
  await cluster.pass(5_000);
  expect((await read()).status).toMatchObject({ collisionCount: 1, availableReplicas: 3 });
});

test("without any change nothing is written", async () => {
  await deployed();
  const before = cluster.client.store.revision;
  await cluster.pass(120_000);
  expect(cluster.client.store.revision).toBe(before);
});
