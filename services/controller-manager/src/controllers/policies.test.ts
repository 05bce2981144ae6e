import {
  clusterRoles,
  configMaps,
  podDisruptionBudgets,
  pods,
  replicaSets,
  resourceQuotas,
  services,
} from "@flotilla/api/resources.js";
import type { PodDisruptionBudgetSpec } from "@flotilla/api/types/policy/v1.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { clusterRoleAggregationController } from "./clusterrole-aggregation-controller.js";
import { disruptionController } from "./disruption-controller.js";
import { replicaSetController } from "./replicaset-controller.js";
import { resourceQuotaController } from "./resourcequota-controller.js";

const labels = { app: "web" };
let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({
    controllers: [
      replicaSetController,
      disruptionController,
      resourceQuotaController,
      clusterRoleAggregationController,
    ],
  });
});
afterEach(() => cluster.stop());

const key = { namespace: "ns", name: "web" };
const replicas = (count: number) =>
  cluster.client.create(replicaSets, {
    metadata: key,
    spec: {
      replicas: count,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "v1" }] } },
    },
  });

describe("disruption", () => {
  const budget = (spec: PodDisruptionBudgetSpec) =>
    cluster.client.create(podDisruptionBudgets, {
      metadata: key,
      spec: { selector: { matchLabels: labels }, ...spec },
    });
  const status = async () => (await cluster.client.get(podDisruptionBudgets, key)).status;

  test.each<{ spec: PodDisruptionBudgetSpec; want: object }>([
    {
      spec: { minAvailable: 3 },
      want: { expectedPods: 5, desiredHealthy: 3, currentHealthy: 5, disruptionsAllowed: 2 },
    },
    { spec: { minAvailable: "50%" }, want: { expectedPods: 5, desiredHealthy: 3, disruptionsAllowed: 2 } },
    { spec: { maxUnavailable: 1 }, want: { expectedPods: 5, desiredHealthy: 4, disruptionsAllowed: 1 } },
    { spec: { maxUnavailable: "30%" }, want: { expectedPods: 5, desiredHealthy: 3, disruptionsAllowed: 2 } },
    { spec: { minAvailable: 9 }, want: { expectedPods: 5, desiredHealthy: 9, disruptionsAllowed: 0 } },
  ])("$spec of five pods", async ({ spec, want }) => {
    await replicas(5);
    await budget(spec);
    await cluster.pass(3000);
    expect(await status()).toMatchObject({ ...want, observedGeneration: 1 });
  });

  test("an allowed eviction that nobody carries out counts for two minutes", async () => {
    await replicas(3);
    const created = await budget({ minAvailable: 2 });
    await cluster.pass(3000);
    const [pod] = (await cluster.client.list(pods)).items;
    const disruptedPods = { [pod?.metadata?.name ?? ""]: new Date(cluster.clock.now()).toISOString() };
    const current = await cluster.client.get(podDisruptionBudgets, key);
    await cluster.client.update(
      podDisruptionBudgets,
      { ...created, metadata: current.metadata!, status: { ...current.status!, disruptionsAllowed: 0, disruptedPods } },
      { subresource: "status" },
    );
    await cluster.pass(60_000);
    expect(await status()).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
    await cluster.pass(70_000);
    expect(await status()).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 });
  });

  test("pods whose replicas cannot be known allow nothing", async () => {
    await cluster.client.create(pods, {
      metadata: { namespace: "ns", name: "single", labels },
      spec: { containers: [] },
    });
    await budget({ maxUnavailable: 1 });
    await cluster.pass(3000);
    expect(await status()).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ type: "DisruptionAllowed", status: "False", reason: "SyncFailed" }],
    });
  });
});

describe("quota", () => {
  const used = async () => (await cluster.client.get(resourceQuotas, { namespace: "ns", name: "q" })).status?.used;
  const pod = (name: string, cpu: string) =>
    cluster.client.create(pods, {
      metadata: { namespace: "ns", name },
      spec: {
        containers: [
          { name: "c", image: "v1", resources: { requests: { cpu, memory: "64Mi" }, limits: { cpu: "1" } } },
        ],
      },
    });

  test("what is used is added up, and given back promptly", async () => {
    const hard = {
      pods: "10",
      "requests.cpu": "2",
      cpu: "2",
      "requests.memory": "1Gi",
      "limits.cpu": "4",
      services: "5",
      "services.nodeports": "5",
      configmaps: "3",
      "count/configmaps": "3",
      "count/deployments.apps": "2",
    };
    await pod("a", "250m");
    await pod("b", "500m");
    await cluster.client.create(services, {
      metadata: { namespace: "ns", name: "s" },
      spec: { type: "NodePort", ports: [{ port: 1 }, { port: 2 }] },
    });
    await cluster.client.create(configMaps, { metadata: { namespace: "ns", name: "m" } });
    await cluster.client.create(configMaps, { metadata: { namespace: "other", name: "m" } });
    await cluster.client.create(resourceQuotas, { metadata: { namespace: "ns", name: "q" }, spec: { hard } });
    await cluster.pass(1000);
    expect(await used()).toEqual({
      pods: "2",
      "requests.cpu": "750m",
      cpu: "750m",
      "requests.memory": "128Mi",
      "limits.cpu": "2",
      services: "1",
      "services.nodeports": "2",
      configmaps: "1",
      "count/configmaps": "1",
      "count/deployments.apps": "0",
    });
    await cluster.client.delete(pods, { namespace: "ns", name: "a" });
    await cluster.client.delete(configMaps, { namespace: "ns", name: "m" });
    await cluster.pass(1000);
    expect(await used()).toMatchObject({ pods: "1", "requests.cpu": "500m", configmaps: "0" });
  });

  test("scopes leave out what they do not mean, and pods that ended use nothing", async () => {
    await pod("burstable", "100m");
    await cluster.client.create(pods, {
      metadata: { namespace: "ns", name: "besteffort" },
      spec: { containers: [{ name: "c", image: "v1" }] },
    });
    await cluster.client.create(pods, {
      metadata: { namespace: "ns", name: "ended" },
      spec: { containers: [{ name: "c", image: "done" }] },
    });
    await cluster.client.create(resourceQuotas, {
      metadata: { namespace: "ns", name: "q" },
      spec: { hard: { pods: "5" }, scopes: ["BestEffort"] },
    });
    await cluster.pass(2000);
    expect(await used()).toEqual({ pods: "1" });
  });
});

test("an aggregated role has the rules of all that it selects, also of those that come later", async () => {
  const rule = (resource: string) => ({ apiGroups: [""], resources: [resource], verbs: ["get"] });
  const part = (name: string, resource: string) =>
    cluster.client.create(clusterRoles, { metadata: { name, labels: { part: "yes" } }, rules: [rule(resource)] });
  await part("b", "pods");
  await cluster.client.create(clusterRoles, {
    metadata: { name: "all" },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: "yes" } }] },
    rules: [rule("spoiled")],
  });
  await cluster.pass(1000);
  const rules = async () =>
    (await cluster.client.get(clusterRoles, { name: "all" })).rules?.map(({ resources }) => resources?.[0]);
  expect(await rules()).toEqual(["pods"]);
  await part("a", "services");
  await part("c", "pods");
  await cluster.pass(1000);
  expect(await rules()).toEqual(["services", "pods"]);
});
