import {
  configMaps,
  endpoints,
  endpointSlices,
  namespaces,
  pods,
  serviceAccounts,
  services,
} from "@flotilla/api/resources.js";
import { simulateCluster, settingsOf, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { endpointsController } from "./endpoints-controller.js";
import { endpointSliceController } from "./endpointslice-controller.js";
import { rootCaCertificatePublisher } from "./root-ca-certificate-publisher-controller.js";
import { serviceAccountController } from "./serviceaccount-controller.js";

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({
    controllers: [endpointsController, endpointSliceController, serviceAccountController, rootCaCertificatePublisher],
    settings: { credentials: { rootCa: "PEM" } },
  });
});
afterEach(() => cluster.stop());

const pod = (name: string, app = "web") =>
  cluster.client.create(pods, {
    metadata: { namespace: "ns", name, labels: { app } },
    spec: { containers: [{ name: "c", image: "v1" }] },
  });
const addresses = async () =>
  (await cluster.client.list(endpointSlices)).items
    .flatMap((slice) => slice.endpoints.flatMap((endpoint) => (endpoint.conditions?.ready ? endpoint.addresses : [])))
    .sort();
const subsets = async () => (await cluster.client.get(endpoints, { namespace: "ns", name: "web" })).subsets;

test("slices and endpoints follow the pods of a Service", async () => {
  await cluster.client.create(services, {
    metadata: { namespace: "ns", name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80, protocol: "TCP" }] },
  });
  await pod("a");
  await pod("b");
  await pod("c", "other");
  await cluster.pass(2000);
  const ips = await Promise.all(
    ["a", "b"].map(async (name) => (await cluster.client.get(pods, { namespace: "ns", name })).status?.podIP ?? ""),
  );
  expect(await addresses()).toEqual([...ips].sort());
  expect(await subsets()).toMatchObject([
    { addresses: [...ips].sort().map((ip) => ({ ip })), ports: [{ port: 80, protocol: "TCP" }] },
  ]);

  await cluster.client.delete(pods, { namespace: "ns", name: "a" });
  await cluster.pass(2000);
  expect(await addresses()).toEqual([ips[1]]);
  await cluster.client.patch(pods, { namespace: "ns", name: "b" }, "merge", { metadata: { labels: { app: "other" } } });
  await cluster.pass(2000);
  expect(await addresses()).toEqual([]);
  expect(await subsets()).toEqual([]);
});

test("slices that somebody deletes or spoils are put right", async () => {
  await cluster.client.create(services, {
    metadata: { namespace: "ns", name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80, protocol: "TCP" }] },
  });
  await pod("a");
  await cluster.pass(2000);
  const before = await addresses();
  await cluster.client.deleteCollection(endpointSlices, { namespace: "ns" });
  await cluster.pass(2000);
  expect(await addresses()).toEqual(before);
  const [slice] = (await cluster.client.list(endpointSlices)).items;
  await cluster.client.update(endpointSlices, { ...slice!, endpoints: [] });
  await cluster.pass(2000);
  expect(await addresses()).toEqual(before);
});

test("Services without a selector are left to their owners, and Endpoints of a Service that is gone go", async () => {
  await cluster.client.create(services, {
    metadata: { namespace: "ns", name: "manual" },
    spec: { ports: [{ port: 80 }] },
  });
  await cluster.client.create(endpoints, {
    metadata: { namespace: "ns", name: "manual" },
    subsets: [{ addresses: [{ ip: "192.0.2.1" }] }],
  });
  await cluster.client.create(services, {
    metadata: { namespace: "ns", name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  await cluster.pass(2000);
  expect(
    (await cluster.client.list(endpointSlices)).items.map(
      (slice) => slice.metadata?.labels?.["kubernetes.io/service-name"],
    ),
  ).toEqual(["web"]);
  await cluster.client.delete(services, { namespace: "ns", name: "web" });
  await cluster.client.delete(services, { namespace: "ns", name: "manual" });
  await cluster.pass(2000);
  expect((await cluster.client.list(endpoints)).items.map((item) => item.metadata?.name)).toEqual(["manual"]);
});

test("every namespace has a default service account and the CA, whatever is done to them", async () => {
  await cluster.client.create(namespaces, { metadata: { name: "ns" } });
  await cluster.pass(100);
  const account = { namespace: "ns", name: "default" };
  const ca = { namespace: "ns", name: "kube-root-ca.crt" };
  expect((await cluster.client.get(configMaps, ca)).data).toEqual({ "ca.crt": "PEM" });
  await cluster.client.delete(serviceAccounts, account);
  await cluster.client.patch(configMaps, ca, "merge", { data: { "ca.crt": "spoiled" } });
  await cluster.pass(100);
  expect((await cluster.client.get(serviceAccounts, account)).metadata?.uid).toBeDefined();
  expect((await cluster.client.get(configMaps, ca)).data).toEqual({ "ca.crt": "PEM" });
  await cluster.client.delete(configMaps, ca);
  await cluster.pass(100);
  expect((await cluster.client.get(configMaps, ca)).data).toEqual({ "ca.crt": "PEM" });
});

test("without a CA the publisher says what it lacks", () => {
  expect(rootCaCertificatePublisher.start({ ...cluster.context, settings: settingsOf() })).toEqual({
    unavailable: "needs --root-ca-file",
  });
});
