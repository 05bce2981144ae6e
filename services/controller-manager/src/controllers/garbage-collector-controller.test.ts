import { configMaps, nodes, pods, replicaSets } from "@flotilla/api/resources.js";
import type { ConfigMap } from "@flotilla/api/types/core/v1.js";
import { isNotFound, ownedBy } from "@flotilla/client";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { garbageCollectorController } from "./garbage-collector-controller.js";

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [garbageCollectorController], nodes: 0 });
});
afterEach(() => cluster.stop());

const key = (name: string) => ({ namespace: "ns", name });
const make = (name: string, owners: ConfigMap[] = [], extra: ConfigMap["metadata"] = {}) =>
  cluster.client.create(configMaps, {
    metadata: {
      ...key(name),
      ownerReferences: owners
        .map((owner) => ownedBy(configMaps, owner))
        .map((reference, index) => ({ ...reference, controller: index === 0 })),
      ...extra,
    },
  });
const exists = (name: string) =>
  cluster.client.get(configMaps, key(name)).then(
    () => true,
    (error: unknown) => {
      if (isNotFound(error)) return false;
      throw error;
    },
  );
const remaining = async () => (await cluster.client.list(configMaps)).items.map((item) => item.metadata?.name);

test("what depends on a deleted object goes, and what depends on that", async () => {
  const a = await make("a");
  const b = await make("b", [a]);
  await make("c", [b]);
  await make("other");
  await cluster.pass(1000);
  await cluster.client.delete(configMaps, key("a"));
  await cluster.pass(1000);
  expect(await remaining()).toEqual(["other"]);
});

test("an object that is made with an owner that never was goes, too", async () => {
  const ghost: ConfigMap = { metadata: { ...key("ghost"), uid: "no-such-uid" } };
  await make("a", [ghost]);
  await cluster.pass(1000);
  expect(await exists("a")).toBe(false);
});

test("an owner made anew under its name is not the owner", async () => {
  const a = await make("a");
  await make("b", [a]);
  await cluster.pass(1000);
  await cluster.client.delete(configMaps, key("a"));
  await make("a");
  await cluster.pass(1000);
  expect(await remaining()).toEqual(["a"]);
});

test("as long as one owner is there the object stays, without the other", async () => {
  const [a, b] = [await make("a"), await make("b")];
  await make("c", [a, b]);
  await cluster.pass(1000);
  await cluster.client.delete(configMaps, key("a"));
  await cluster.pass(1000);
  expect((await cluster.client.get(configMaps, key("c"))).metadata?.ownerReferences?.map(({ name }) => name)).toEqual([
    "b",
  ]);
});

test("Foreground: the owner goes last", async () => {
  const a = await make("a");
  await make("b", [a], { finalizers: ["example.com/slow"] });
  await cluster.pass(1000);
  await cluster.client.delete(configMaps, key("a"), { propagationPolicy: "Foreground" });
  await cluster.pass(1000);
  expect((await cluster.client.get(configMaps, key("b"))).metadata?.deletionTimestamp).toBeDefined();
  expect(await exists("a")).toBe(true);
  await cluster.client.patch(configMaps, key("b"), "merge", { metadata: { finalizers: null } });
  await cluster.pass(1000);
  expect(await remaining()).toEqual([]);
});

test("Orphan: the dependents stay, without the owner", async () => {
  const a = await make("a");
  await make("b", [a]);
  await cluster.pass(1000);
  await cluster.client.delete(configMaps, key("a"), { propagationPolicy: "Orphan" });
  await cluster.pass(1000);
  expect(await exists("a")).toBe(false);
  expect((await cluster.client.get(configMaps, key("b"))).metadata?.ownerReferences).toBeUndefined();
});

test("a cycle does not wait for itself", async () => {
  const a = await make("a");
  const b = await make("b", [a]);
  await cluster.client.patch(configMaps, key("a"), "merge", {
    metadata: { ownerReferences: [ownedBy(configMaps, b)] },
  });
  await cluster.pass(1000);
  await cluster.client.delete(configMaps, key("a"), { propagationPolicy: "Foreground" });
  await cluster.pass(60_000);
  expect(await remaining()).toEqual([]);
});

test("an object of the cluster with an owner in a namespace is left alone", async () => {
  const rs = await cluster.client.create(replicaSets, { metadata: key("rs"), spec: { selector: {} } });
  await cluster.client.create(nodes, { metadata: { name: "n", ownerReferences: [ownedBy(replicaSets, rs)] } });
  await cluster.pass(1000);
  await cluster.client.delete(replicaSets, key("rs"));
  await cluster.pass(60_000);
  expect((await cluster.client.get(nodes, { name: "n" })).metadata?.name).toBe("n");
});

test("objects in other namespaces do not count as owners, whatever their uid", async () => {
  const elsewhere = await cluster.client.create(configMaps, { metadata: { namespace: "other", name: "a" } });
  await cluster.client.create(pods, {
    metadata: { ...key("p"), ownerReferences: [ownedBy(configMaps, { metadata: { name: "a", uid: "wrong" } })] },
    spec: { containers: [] },
  });
  await cluster.pass(1000);
  expect((await cluster.client.list(pods)).items).toEqual([]);
  expect(elsewhere.metadata?.name).toBe("a");
});
