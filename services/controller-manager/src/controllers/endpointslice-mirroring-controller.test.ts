import { endpoints, endpointSlices, services } from "@flotilla/api/resources.js";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { endpointSliceMirroringController } from "./endpointslice-mirroring-controller.js";

const key = { namespace: "ns", name: "db" };
let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({ controllers: [endpointSliceMirroringController], nodes: 0 });
});
afterEach(() => cluster.stop());

const slices = async () => (await cluster.client.list(endpointSlices)).items;
const make = (extra: object = {}) =>
  cluster.client.create(endpoints, {
    metadata: { ...key, ...extra },
    subsets: [
      {
        addresses: [{ ip: "192.0.2.1" }, { ip: "2001:db8::1" }],
        notReadyAddresses: [{ ip: "192.0.2.2" }],
        ports: [{ name: "sql", port: 5432 }],
      },
    ],
  });

test("hand-made Endpoints of a Service without a selector are mirrored, changed and taken away", async () => {
  await cluster.client.create(services, { metadata: key, spec: { ports: [{ port: 5432 }] } });
  await make();
  await cluster.pass(1000);
  expect(
    (await slices()).map((slice) => [
      slice.addressType,
      slice.endpoints.map(({ addresses, conditions }) => [addresses[0], conditions?.ready]),
    ]),
  ).toEqual(
    expect.arrayContaining([
      [
        "IPv4",
        [
          ["192.0.2.1", true],
          ["192.0.2.2", false],
        ],
      ],
      ["IPv6", [["2001:db8::1", true]]],
    ]),
  );
  expect((await slices())[0]?.ports).toEqual([{ name: "sql", port: 5432, protocol: "TCP" }]);
  await cluster.client.patch(endpoints, key, "merge", {
    subsets: [{ addresses: [{ ip: "192.0.2.9" }], ports: [{ name: "sql", port: 5432 }] }],
  });
  await cluster.pass(1000);
  expect((await slices()).map((slice) => slice.endpoints.map(({ addresses }) => addresses[0]))).toEqual([
    ["192.0.2.9"],
  ]);
  await cluster.client.delete(endpoints, key);
  await cluster.pass(1000);
  expect(await slices()).toEqual([]);
});

test.each([
  { why: "the Service has a selector", selector: { a: "b" }, extra: {} },
  {
    why: "they ask not to be",
    selector: undefined,
    extra: { labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
  },
  {
    why: "they are a lock",
    selector: undefined,
    extra: { annotations: { "control-plane.alpha.kubernetes.io/leader": "{}" } },
  },
])("not mirrored when $why", async ({ selector, extra }) => {
  await cluster.client.create(services, {
    metadata: key,
    spec: { ...(selector && { selector }), ports: [{ port: 5432 }] },
  });
  await make(extra);
  await cluster.pass(1000);
  expect(await slices()).toEqual([]);
});
