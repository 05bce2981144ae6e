import { daemonSets, nodes, pods } from "@flotilla/api/resources.js";
import type { DaemonSet, DaemonSetSpec } from "@flotilla/api/types/apps/v1.js";
import { BROKEN_IMAGE, FAILING_IMAGE } from "../testing/hollow-nodes.js";
import { readyNode, simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { daemonSetController } from "./daemonset-controller.js";

const labels = { app: "agent" };
const key = { namespace: "ns", name: "agent" };
const template = (image: string): DaemonSetSpec["template"] => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image }] },
});

function agent(spec: Partial<DaemonSetSpec> = {}): DaemonSet {
  return {
    metadata: { ...key },
    spec: {
      selector: { matchLabels: labels },
      template: template("v1"),
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      ...spec,
    },
  };
}

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [daemonSetController], nodes: 3 });
});
afterEach(() => cluster.stop());

const podList = async () => (await cluster.client.list(pods)).items;
const places = async () =>
  (await podList())
    .map(
      (pod) =>
        pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.[0]
          ?.matchFields?.[0]?.values?.[0],
    )
    .sort();
const images = async () => (await podList()).map((pod) => pod.spec?.containers?.[0]?.image).sort();
const change = (spec: Partial<DaemonSetSpec>) => cluster.client.patch(daemonSets, key, "merge", { spec });
const status = async () => (await cluster.client.get(daemonSets, key)).status;

test("every node gets one pod, also nodes that come later", async () => {
  await cluster.client.create(daemonSets, agent());
  await cluster.pass(2000);
  expect(await places()).toEqual(["node-1", "node-2", "node-3"]);
  await cluster.client.create(nodes, readyNode("node-4", cluster.clock.now()));
  await cluster.pass(2000);
  expect(await places()).toEqual(["node-1", "node-2", "node-3", "node-4"]);
  expect(await status()).toMatchObject({
    desiredNumberScheduled: 4,
    currentNumberScheduled: 4,
    numberReady: 4,
    numberAvailable: 4,
    updatedNumberScheduled: 4,
    numberMisscheduled: 0,
    numberUnavailable: 0,
  });
});

test("the node selector and taints say where pods run; NoExecute also where they may not stay", async () => {
  await cluster.client.patch(nodes, { name: "node-1" }, "merge", { metadata: { labels: { disk: "ssd" } } });
  await cluster.client.patch(nodes, { name: "node-2" }, "merge", {
    metadata: { labels: { disk: "ssd" } },
    spec: { taints: [{ key: "own", effect: "NoSchedule" }] },
  });
  await cluster.client.create(
    daemonSets,
    agent({ template: { ...template("v1"), spec: { ...template("v1").spec!, nodeSelector: { disk: "ssd" } } } }),
  );
  await cluster.pass(2000);
  expect(await places()).toEqual(["node-1"]);
  await cluster.client.patch(nodes, { name: "node-1" }, "merge", {
    spec: { taints: [{ key: "own", effect: "NoSchedule" }] },
  });
  await cluster.pass(2000);
  expect(await places()).toEqual(["node-1"]);
  await cluster.client.patch(nodes, { name: "node-1" }, "merge", {
    spec: { taints: [{ key: "own", effect: "NoExecute" }] },
  });
  await cluster.pass(2000);
  expect(await places()).toEqual([]);
});

test("daemons do not leave unschedulable or unreachable nodes", async () => {
  await cluster.client.create(daemonSets, agent());
  await cluster.pass(2000);
  await cluster.client.patch(nodes, { name: "node-1" }, "merge", {
    spec: {
      taints: [
        { key: "node.kubernetes.io/unreachable", effect: "NoExecute" },
        { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" },
      ],
    },
  });
  await cluster.pass(2000);
  expect(await places()).toEqual(["node-1", "node-2", "node-3"]);
});

test("a rolling update replaces one after the other", async () => {
  await cluster.client.create(daemonSets, agent());
  await cluster.pass(2000);
  await change({ template: template("v2") });
  let least = 3;
  for (let i = 0; i < 200; i++) {
    await cluster.pass(20);
    least = Math.min(least, (await status())?.numberAvailable ?? 0);
  }
  expect(await images()).toEqual(["v2", "v2", "v2"]);
  expect(least).toBe(2);
});

test("a broken update stops after the pods that it may take", async () => {
  await cluster.client.create(daemonSets, agent());
  await cluster.pass(2000);
  await change({ template: template(BROKEN_IMAGE) });
  await cluster.pass(10_000);
  expect(await images()).toEqual([BROKEN_IMAGE, "v1", "v1"]);
  await change({ template: template("v1") });
  await cluster.pass(10_000);
  expect(await images()).toEqual(["v1", "v1", "v1"]);
});

test("with a surge the new pod is there before the old one goes", async () => {
  await cluster.client.create(daemonSets, agent());
  await cluster.pass(2000);
  await change({
    template: template("v2"),
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  });
  let least = 3;
  let most = 0;
  for (let i = 0; i < 300; i++) {
    await cluster.pass(20);
    least = Math.min(least, (await status())?.numberAvailable ?? 0);
    most = Math.max(most, (await podList()).filter((pod) => !pod.metadata?.deletionTimestamp).length);
  }
  expect(await images()).toEqual(["v2", "v2", "v2"]);
  expect({ least, most }).toEqual({ least: 3, most: 4 });
});

test("a pod that fails is replaced, later and later", async () => {
  await cluster.client.create(
    daemonSets,
    agent({ template: { ...template(FAILING_IMAGE), spec: { ...template(FAILING_IMAGE).spec!, nodeName: "node-1" } } }),
  );
  await cluster.pass(20_000);
  const made = new Set<string | undefined>();
  for (let i = 0; i < 600; i++) {
    for (const pod of await podList()) made.add(pod.metadata?.uid);
    await cluster.pass(100);
  }
  expect(made.size).toBeGreaterThan(1);
  expect(made.size).toBeLessThan(6);
});
