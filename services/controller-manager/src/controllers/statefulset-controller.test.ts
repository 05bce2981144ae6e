import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from "@flotilla/api/resources.js";
import type { StatefulSet, StatefulSetSpec } from "@flotilla/api/types/apps/v1.js";
import { BROKEN_IMAGE } from "../testing/hollow-nodes.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { statefulSetController } from "./statefulset-controller.js";

const labels = { app: "db" };
const key = { namespace: "ns", name: "db" };
const template = (image: string): StatefulSetSpec["template"] => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image }] },
});

function db(spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  return {
    metadata: { ...key },
    spec: {
      replicas: 3,
      serviceName: "db",
      selector: { matchLabels: labels },
      template: template("v1"),
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      ...spec,
    },
  };
}

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [statefulSetController] });
});
afterEach(() => cluster.stop());

const podList = async () => (await cluster.client.list(pods)).items;
const names = async () => (await podList()).map((pod) => pod.metadata?.name);
const images = async () => (await podList()).map((pod) => `${pod.metadata?.name}=${pod.spec?.containers?.[0]?.image}`);
const change = (spec: Partial<StatefulSetSpec>) => cluster.client.patch(statefulSets, key, "merge", { spec });
const status = async () => (await cluster.client.get(statefulSets, key)).status;

/** Every set of pods that there was, in order, each once. */
async function history(ms: number): Promise<string[]> {
  const seen: string[] = [];
  for (let passed = 0; passed < ms; passed += 20) {
    await cluster.pass(20);
    const now = (await images()).map((one) => one.replace("db-", "")).join(" ");
    if (seen.at(-1) !== now) seen.push(now);
  }
  return seen;
}

test("pods come one after the other, each with its name, its host name and its revision", async () => {
  await cluster.client.create(statefulSets, db());
  expect(await history(3000)).toEqual(["0=v1", "0=v1 1=v1", "0=v1 1=v1 2=v1"]);
  const pod = await cluster.client.get(pods, { namespace: "ns", name: "db-1" });
  expect(pod.metadata?.labels).toMatchObject({
    "statefulset.kubernetes.io/pod-name": "db-1",
    "apps.kubernetes.io/pod-index": "1",
    "controller-revision-hash": expect.any(String),
  });
  expect(pod.spec).toMatchObject({ hostname: "db-1", subdomain: "db" });
  const [revision] = (await cluster.client.list(controllerRevisions)).items;
  expect(await status()).toMatchObject({
    replicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    currentReplicas: 3,
    updatedReplicas: 3,
    currentRevision: revision?.metadata?.name,
    updateRevision: revision?.metadata?.name,
    observedGeneration: 1,
  });
});

test("in order, a pod that does not become ready keeps the next from being made; in parallel it does not", async () => {
  await cluster.client.create(statefulSets, db({ template: template(BROKEN_IMAGE) }));
  await cluster.pass(5000);
  expect(await names()).toEqual(["db-0"]);
  await cluster.client.create(statefulSets, {
    ...db({ template: template(BROKEN_IMAGE), podManagementPolicy: "Parallel" }),
    metadata: { namespace: "ns", name: "par" },
  });
  await cluster.pass(5000);
  expect(await names()).toEqual(["db-0", "par-0", "par-1", "par-2"]);
});

test("scaling down takes the highest first, one at a time", async () => {
  await cluster.client.create(statefulSets, db());
  await cluster.pass(3000);
  await change({ replicas: 1 });
  expect(await history(3000)).toEqual(["0=v1 1=v1 2=v1", "0=v1 1=v1", "0=v1"]);
});

test("a rolling update goes from the highest to the lowest, each waits for the last", async () => {
  await cluster.client.create(statefulSets, db());
  await cluster.pass(3000);
  await change({ template: template("v2") });
  const seen = await history(6000);
  expect(seen.filter((one) => one.split(" ").length === 3)).toEqual([
    "0=v1 1=v1 2=v1",
    "0=v1 1=v1 2=v2",
    "0=v1 1=v2 2=v2",
    "0=v2 1=v2 2=v2",
  ]);
  expect(await status()).toMatchObject({ updatedReplicas: 3, currentReplicas: 3 });
  expect((await status())?.currentRevision).toBe((await status())?.updateRevision);
});

test("below the partition pods stay, and are made anew, as they were", async () => {
  await cluster.client.create(statefulSets, db());
  await cluster.pass(3000);
  await change({
    template: template("v2"),
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } },
  });
  await cluster.pass(5000);
  expect(await images()).toEqual(["db-0=v1", "db-1=v1", "db-2=v2"]);
  await cluster.client.delete(pods, { namespace: "ns", name: "db-1" });
  await cluster.pass(5000);
  expect(await images()).toEqual(["db-0=v1", "db-1=v1", "db-2=v2"]);
});

test("going back to a former template uses its revision again", async () => {
  await cluster.client.create(statefulSets, db());
  await cluster.pass(3000);
  await change({ template: template("v2") });
  await cluster.pass(6000);
  await change({ template: template("v1") });
  await cluster.pass(6000);
  const revisions = (await cluster.client.list(controllerRevisions)).items;
  expect(revisions.map(({ revision }) => revision).sort()).toEqual([2, 3]);
  expect(await images()).toEqual(["db-0=v1", "db-1=v1", "db-2=v1"]);
});

test("OnDelete changes a pod only when somebody deletes it", async () => {
  await cluster.client.create(statefulSets, db({ updateStrategy: { type: "OnDelete" } }));
  await cluster.pass(3000);
  await change({ template: template("v2") });
  await cluster.pass(3000);
  expect(await images()).toEqual(["db-0=v1", "db-1=v1", "db-2=v1"]);
  await cluster.client.delete(pods, { namespace: "ns", name: "db-1" });
  await cluster.pass(3000);
  expect(await images()).toEqual(["db-0=v1", "db-1=v2", "db-2=v1"]);
});

test("claims are made with the pods and stay when the set shrinks, unless they are to go", async () => {
  const volumeClaimTemplates = [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }];
  await cluster.client.create(statefulSets, db({ replicas: 2, volumeClaimTemplates }));
  await cluster.pass(3000);
  const claims = async () => (await cluster.client.list(persistentVolumeClaims)).items;
  expect((await claims()).map((claim) => claim.metadata?.name)).toEqual(["data-db-0", "data-db-1"]);
  expect((await cluster.client.get(pods, { namespace: "ns", name: "db-1" })).spec?.volumes).toEqual([
    { name: "data", persistentVolumeClaim: { claimName: "data-db-1" } },
  ]);
  await change({ replicas: 1 });
  await cluster.pass(3000);
  expect(await claims()).toHaveLength(2);
  await change({ persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete", whenDeleted: "Retain" }, replicas: 0 });
  await cluster.pass(3000);
  expect((await claims())[0]?.metadata?.ownerReferences).toMatchObject([{ kind: "Pod", name: "db-0" }]);
});

test("a pod that ended is made anew under its name", async () => {
  await cluster.client.create(statefulSets, db({ replicas: 1 }));
  await cluster.pass(3000);
  const before = await cluster.client.get(pods, { namespace: "ns", name: "db-0" });
  await cluster.client.update(
    pods,
    { ...before, status: { ...before.status, phase: "Failed" } },
    { subresource: "status" },
  );
  await cluster.pass(3000);
  const after = await cluster.client.get(pods, { namespace: "ns", name: "db-0" });
  expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
  expect(after.status?.phase).toBe("Running");
});
