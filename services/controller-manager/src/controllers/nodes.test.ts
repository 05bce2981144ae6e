import { leases, nodes, pods } from "@flotilla/api/resources.js";
import type { Pod, Toleration } from "@flotilla/api/types/core/v1.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { nodeIpamController } from "./node-ipam-controller.js";
import { nodeLifecycleController } from "./node-lifecycle-controller.js";
import { podGarbageCollectorController } from "./pod-garbage-collector-controller.js";
import { taintEvictionController } from "./taint-eviction-controller.js";

const NODES = ["node-1", "node-2", "node-3", "node-4"];
const FIVE_MINUTES: Toleration[] = ["not-ready", "unreachable"].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: 300,
}));

let cluster: SimulatedCluster;
let silent: Set<string>;
beforeEach(async () => {
  silent = new Set();
  cluster = await simulateCluster({
    controllers: [nodeIpamController, nodeLifecycleController, taintEvictionController, podGarbageCollectorController],
    nodes: NODES.length,
  });
  for (const name of NODES)
    await cluster.client.create(leases, {
      metadata: { namespace: "kube-node-lease", name },
      spec: { holderIdentity: name },
    });
  heartbeats();
});
afterEach(() => cluster.stop());

/** Every kubelet that is not silent renews its Lease every 10 s. */
function heartbeats(): void {
  cluster.clock.after(10_000, () => {
    for (const name of NODES.filter((one) => !silent.has(one))) {
      const renewTime = new Date(cluster.clock.now()).toISOString().replace("Z", "000Z");
      void cluster.client.patch(leases, { namespace: "kube-node-lease", name }, "merge", { spec: { renewTime } });
    }
    heartbeats();
  });
}

const node = (name: string) => cluster.client.get(nodes, { name });
const ready = async (name: string) => (await node(name)).status?.conditions?.find(({ type }) => type === "Ready");
const taints = async (name: string) =>
  ((await node(name)).spec?.taints ?? [])
    .map(({ key, effect }) => `${key?.replace("node.kubernetes.io/", "")}:${effect}`)
    .sort();
const podNames = async () => (await cluster.client.list(pods)).items.map((pod) => pod.metadata?.name);
const podOn = (nodeName: string, name: string, tolerations: Toleration[] = FIVE_MINUTES) =>
  cluster.client.create<Pod>(pods, {
    metadata: { namespace: "ns", name },
    spec: { nodeName, containers: [{ name: "c", image: "v1" }], tolerations },
  });

test("every node gets a range of its own", async () => {
  const ranges = await Promise.all(NODES.map(async (name) => (await node(name)).spec?.podCIDR));
  expect(ranges.sort()).toEqual(["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24", "10.244.3.0/24"]);
});

test("a node that goes silent is Unknown after 40 s, its pods are not ready, and after 5 minutes they are evicted", async () => {
  await podOn("node-1", "stays");
  await podOn("node-2", "leaves");
  await podOn("node-2", "tolerant", [{ operator: "Exists" }]);
  await cluster.pass(60_000);
  silent.add("node-2");
  await cluster.pass(39_000);
  expect((await ready("node-2"))?.status).toBe("True");
  await cluster.pass(17_000);
  expect(await ready("node-2")).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown" });
  expect(await taints("node-2")).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
  const leaving = await cluster.client.get(pods, { namespace: "ns", name: "leaves" });
  expect(leaving.status?.conditions?.find(({ type }) => type === "Ready")?.status).toBe("False");
  await cluster.pass(280_000);
  expect(await podNames()).toEqual(["leaves", "stays", "tolerant"]);
  await cluster.pass(60_000);
  expect(await podNames()).toEqual(["stays", "tolerant"]);
});

test("a node that comes back in time keeps its pods", async () => {
  await podOn("node-2", "stays");
  await cluster.pass(60_000);
  silent.add("node-2");
  await cluster.pass(100_000);
  expect(await taints("node-2")).toContain("unreachable:NoExecute");
  silent.delete("node-2");
  // A kubelet posts its status as soon as it is back.
  const now = new Date(cluster.clock.now()).toISOString();
  await cluster.client.patch(
    nodes,
    { name: "node-2" },
    "merge",
    { status: { conditions: [{ type: "Ready", status: "True", lastHeartbeatTime: now, lastTransitionTime: now }] } },
    { subresource: "status" },
  );
  await cluster.pass(10_000);
  expect(await taints("node-2")).toEqual([]);
  await cluster.pass(400_000);
  expect(await podNames()).toEqual(["stays"]);
});

test("when every node goes silent nobody is evicted", async () => {
  for (const name of NODES) await podOn(name, `on-${name}`);
  await cluster.pass(60_000);
  NODES.forEach((name) => silent.add(name));
  await cluster.pass(900_000);
  expect(await podNames()).toHaveLength(4);
  expect((await ready("node-1"))?.status).toBe("Unknown");
  expect(await taints("node-1")).toEqual(["unreachable:NoSchedule"]);
});

test("an untolerated NoExecute taint evicts at once, and the pod says that it was not its fault", async () => {
  await podOn("node-1", "leaves");
  await cluster.pass(1000);
  const seen: (string | undefined)[] = [];
  const stop = new AbortController();
  void (async () => {
    for await (const event of cluster.client.watch(pods, { signal: stop.signal })) {
      seen.push(event.object.status?.conditions?.find(({ type }) => type === "DisruptionTarget")?.reason);
    }
  })();
  await cluster.client.patch(nodes, { name: "node-1" }, "merge", {
    spec: { taints: [{ key: "maintenance", effect: "NoExecute" }] },
  });
  await cluster.pass(1000);
  stop.abort();
  expect(await podNames()).toEqual([]);
  expect(seen).toContain("DeletionByTaintManager");
});

test("pods of a node that is gone are collected after its quarantine", async () => {
  await podOn("node-3", "lost");
  await cluster.pass(1000);
  await cluster.client.delete(nodes, { name: "node-3" });
  await cluster.pass(20_000);
  expect(await podNames()).toEqual(["lost"]);
  await cluster.pass(60_000);
  expect(await podNames()).toEqual([]);
});
