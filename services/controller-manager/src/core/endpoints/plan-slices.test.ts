import type { Pod, Service } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { planSlices } from "./plan-slices.js";

const service: Service = {
  metadata: { namespace: "ns", name: "web", labels: { team: "a" } },
  spec: {
    selector: { app: "web" },
    ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
    ipFamilies: ["IPv4"],
  },
};

interface PodShape {
  port?: number;
  ready?: boolean;
  deleting?: boolean;
  phase?: string;
  ips?: string[];
}

function pod(
  index: number,
  {
    port = 8080,
    ready = true,
    deleting = false,
    phase = "Running",
    ips = [`10.0.${Math.floor(index / 256)}.${index % 256}`],
  }: PodShape = {},
): Pod {
  return {
    metadata: {
      namespace: "ns",
      name: `web-${index}`,
      uid: `uid-${index}`,
      ...(deleting && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
    },
    spec: {
      nodeName: "n1",
      containers: [{ name: "c", ports: [{ name: "http", containerPort: port, protocol: "TCP" }] }],
    },
    status: {
      phase,
      podIPs: ips.map((ip) => ({ ip })),
      conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
    },
  };
}

const many = (from: number, to: number): Pod[] => Array.from({ length: to - from }, (_, index) => pod(from + index));
const plan = (pods: Pod[], slices: EndpointSlice[] = [], subject = service) =>
  planSlices({ service: subject, pods, slices, zoneOf: () => "z1" });
/** The slices as they are when the plan has been carried out. */
function carryOut(pods: Pod[], slices: EndpointSlice[] = [], subject = service): EndpointSlice[] {
  const { create, update, delete: gone } = plan(pods, slices, subject);
  const names = new Map(update.map((slice) => [slice.metadata?.name, slice]));
  const kept = slices.filter((slice) => !gone.includes(slice)).map((slice) => names.get(slice.metadata?.name) ?? slice);
  return [
    ...kept,
    ...create.map((slice, index) => ({
      ...slice,
      metadata: { ...slice.metadata, name: `web-new-${kept.length + index}` },
    })),
  ];
}

test("an endpoint tells where the pod is and what state it is in", () => {
  const [slice, ...more] = plan([pod(1)]).create;
  expect(more).toEqual([]);
  expect(slice).toEqual({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      namespace: "ns",
      generateName: "web-",
      labels: {
        team: "a",
        "kubernetes.io/service-name": "web",
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      },
    },
    addressType: "IPv4",
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    endpoints: [
      {
        addresses: ["10.0.0.1"],
        conditions: { ready: true, serving: true, terminating: false },
        targetRef: { kind: "Pod", namespace: "ns", name: "web-1", uid: "uid-1" },
        nodeName: "n1",
        zone: "z1",
      },
    ],
  });
});

test.each<{ name: string; shape: PodShape; spec?: object; want: object | undefined }>([
  { name: "not ready", shape: { ready: false }, want: { ready: false, serving: false, terminating: false } },
  {
    name: "ending, still serving",
    shape: { deleting: true },
    want: { ready: false, serving: true, terminating: true },
  },
  {
    name: "not ready, but published all the same",
    shape: { ready: false },
    spec: { publishNotReadyAddresses: true },
    want: { ready: true, serving: false, terminating: false },
  },
  { name: "ended", shape: { phase: "Succeeded" }, want: undefined },
  { name: "without an address", shape: { ips: [] }, want: undefined },
  {
    name: "without the named port",
    shape: {},
    spec: { ports: [{ name: "http", port: 80, targetPort: "other" }] },
    want: undefined,
  },
])("conditions of a pod that is $name", ({ shape, spec, want }) => {
  const [slice] = plan([pod(1, shape)], [], { ...service, spec: { ...service.spec, ...spec } }).create;
  expect(slice?.endpoints[0]?.conditions).toEqual(want);
});

test("pods whose named port differs are in slices of their own", () => {
  const slices = plan([pod(1, { port: 8080 }), pod(2, { port: 9090 })]).create;
  expect(slices.map((slice) => slice.ports?.[0]?.port).sort()).toEqual([8080, 9090]);
});

test("each address family has its slices", () => {
  const dual = { ...service, spec: { ...service.spec, ipFamilies: ["IPv4", "IPv6"] } };
  const slices = plan([pod(1, { ips: ["10.0.0.1", "fd00::1"] })], [], dual).create;
  expect(slices.map((slice) => [slice.addressType, slice.endpoints[0]?.addresses])).toEqual([
    ["IPv4", ["10.0.0.1"]],
    ["IPv6", ["fd00::1"]],
  ]);
});

test("a Service that nothing serves has one empty slice", () => {
  const slices = carryOut([]);
  expect(slices).toMatchObject([{ endpoints: [], ports: [] }]);
  expect(plan([], slices)).toEqual({ create: [], update: [], delete: [] });
});

test("no slice holds more than 100, and nothing is written when nothing changed", () => {
  const pods = many(0, 250);
  const slices = carryOut(pods);
  expect(slices.map((slice) => slice.endpoints.length)).toEqual([100, 100, 50]);
  expect(plan([...pods].reverse(), slices)).toEqual({ create: [], update: [], delete: [] });
});

test("one more pod costs one write, into the slice with room", () => {
  const slices = carryOut(many(0, 250));
  const change = plan(many(0, 251), slices);
  expect([change.create.length, change.update.length, change.delete.length]).toEqual([0, 1, 0]);
  expect(change.update[0]?.endpoints).toHaveLength(51);
});

test("a replaced pod takes the place of the old one", () => {
  const slices = carryOut(many(0, 100));
  const change = plan([...many(1, 100), pod(500)], slices);
  expect([change.create.length, change.update.length, change.delete.length]).toEqual([0, 1, 0]);
  expect(change.update[0]?.endpoints).toHaveLength(100);
});

test("slices that are empty go", () => {
  const slices = carryOut(many(0, 150));
  const change = plan(many(0, 100), slices);
  expect([change.create.length, change.update.length, change.delete.length]).toEqual([0, 0, 1]);
});

test("whatever happens to the pods, the slices tell of exactly those that are there", () => {
  let slices: EndpointSlice[] = [];
  for (const [from, to] of [
    [0, 30],
    [10, 230],
    [100, 101],
    [0, 400],
    [399, 400],
    [5, 5],
  ] as const) {
    slices = carryOut(many(from, to), slices);
    const told = slices.flatMap((slice) => slice.endpoints.map((endpoint) => endpoint.targetRef?.uid)).sort();
    expect(told).toEqual(
      many(from, to)
        .map((one) => one.metadata?.uid)
        .sort(),
    );
    for (const slice of slices) expect(slice.endpoints.length).toBeLessThanOrEqual(100);
  }
});
