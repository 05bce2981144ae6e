import { configMaps, namespaces, pods, secrets } from "@flotilla/api/resources.js";
import { isNotFound } from "@flotilla/client";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { namespaceController } from "./namespace-controller.js";

let cluster: SimulatedCluster;
const deleted: string[] = [];
beforeEach(async () => {
  deleted.length = 0;
  cluster = await simulateCluster({
    controllers: [namespaceController],
    onRequest: (verb, resource) => void (verb === "delete" && deleted.push(resource)),
  });
  await cluster.client.create(namespaces, { metadata: { name: "ns" } });
});
afterEach(() => cluster.stop());

const gone = () =>
  cluster.client.get(namespaces, { name: "ns" }).then(
    () => false,
    (error: unknown) => isNotFound(error),
  );

test("a namespace takes everything in it along, and then goes", async () => {
  await cluster.client.create(configMaps, { metadata: { namespace: "ns", name: "a" } });
  await cluster.client.create(secrets, { metadata: { namespace: "ns", name: "b" } });
  await cluster.client.create(configMaps, { metadata: { namespace: "kept", name: "a" } });
  await cluster.client.delete(namespaces, { name: "ns" });
  await cluster.pass(1000);
  expect(await gone()).toBe(true);
  expect((await cluster.client.list(configMaps)).items.map((item) => item.metadata?.namespace)).toEqual(["kept"]);
});

test("pods go first: what they may need stays until they have ended", async () => {
  await cluster.client.create(pods, { metadata: { namespace: "ns", name: "p" }, spec: { containers: [] } });
  await cluster.client.create(secrets, { metadata: { namespace: "ns", name: "s" } });
  await cluster.pass(1000);
  await cluster.client.delete(namespaces, { name: "ns" });
  await cluster.pass(0);
  expect((await cluster.client.list(secrets)).items).toHaveLength(1);
  await cluster.pass(60_000);
  expect(await gone()).toBe(true);
  expect(deleted.indexOf("pods")).toBeLessThan(deleted.indexOf("secrets"));
});

test("while finalizers hold something the conditions say what and why", async () => {
  await cluster.client.create(configMaps, {
    metadata: { namespace: "ns", name: "a", finalizers: ["example.com/hold"] },
  });
  await cluster.client.delete(namespaces, { name: "ns" });
  await cluster.pass(1000);
  const { status } = await cluster.client.get(namespaces, { name: "ns" });
  const told = Object.fromEntries(
    status?.conditions?.map(({ type, status: value, message }) => [type, [value, message]]) ?? [],
  );
  expect(told).toMatchObject({
    NamespaceContentRemaining: ["True", "Some resources are remaining: configmaps. has 1 resource instances"],
    NamespaceFinalizersRemaining: [
      "True",
      "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances",
    ],
    NamespaceDeletionContentFailure: ["False", expect.anything()],
  });
  await cluster.client.patch(configMaps, { namespace: "ns", name: "a" }, "merge", { metadata: { finalizers: null } });
  await cluster.pass(60_000);
  expect(await gone()).toBe(true);
});

test("a resource that cannot be deleted keeps the namespace, and is tried again", async () => {
  await cluster.stop();
  let failing = true;
  cluster = await simulateCluster({
    controllers: [namespaceController],
    onRequest: (verb, resource) => {
      if (failing && verb === "list" && resource === "secrets") throw new Error("no answer");
    },
  });
  await cluster.client.create(namespaces, { metadata: { name: "ns" } });
  await cluster.client.delete(namespaces, { name: "ns" });
  await cluster.pass(5_000);
  expect(await gone()).toBe(false);
  const conditions = (await cluster.client.get(namespaces, { name: "ns" })).status?.conditions;
  expect(conditions?.find(({ type }) => type === "NamespaceDeletionContentFailure")).toMatchObject({
    status: "True",
    message: expect.stringContaining("secrets: no answer"),
  });
  failing = false;
  await cluster.pass(60_000);
  expect(await gone()).toBe(true);
});
