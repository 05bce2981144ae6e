import type { Service } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { healthCheckPorts } from "./health-check-ports.js";
import type { Rule } from "./rules.js";
import { serviceRules } from "./service-rules.js";

const node = { name: "a", zone: "z1" };

function service(spec: Partial<NonNullable<Service["spec"]>>, labels: Record<string, string> = {}): Service {
  return {
    metadata: { name: "web", namespace: "default", labels },
    spec: { clusterIP: "10.96.0.10", ports: [{ port: 80, protocol: "TCP" }], ...spec },
  };
}

type Endpoint = NonNullable<EndpointSlice["endpoints"]>[number];

function slice(
  endpoints: Endpoint[],
  ports: NonNullable<EndpointSlice["ports"]> = [{ port: 8080, protocol: "TCP" }],
): EndpointSlice {
  return {
    metadata: { namespace: "default", labels: { "kubernetes.io/service-name": "web" } },
    addressType: "IPv4",
    endpoints,
    ports,
  };
}

const here = (ip: string, conditions: Endpoint["conditions"] = {}): Endpoint => ({
  addresses: [ip],
  nodeName: "a",
  conditions,
});
const there = (ip: string, conditions: Endpoint["conditions"] = {}): Endpoint => ({
  addresses: [ip],
  nodeName: "b",
  conditions,
});

/** A rule in one line, for the tables. */
function line(rule: Rule): string {
  const backends =
    rule.backends.map(({ address, port }) => `${address}:${port}`).join(",") || (rule.elsewhere ? "elsewhere" : "none");
  return `${rule.kind} ${rule.address}:${rule.port}/${rule.protocol} -> ${backends}${rule.affinitySeconds > 0 ? ` for ${rule.affinitySeconds}s` : ""}`;
}

test("ports for health checks: only of Services that keep outside traffic local, with what this node has", () => {
  const balanced = service({
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 31000,
    ports: [{ port: 80, nodePort: 30080 }],
  });
  const rules = serviceRules([balanced], [slice([here("10.0"), here("10.2"), there("10.1")])], node);
  expect(healthCheckPorts([balanced, service({})], rules)).toEqual([
    { namespace: "default", name: "web", port: 31000, localEndpoints: 2 },
  ]);
});

test.each<{ name: string; service: Service; slices: EndpointSlice[]; want: string[] }>([
  {
    name: "ready endpoints",
    service: service({}),
    slices: [slice([there("10.1"), here("10.0")])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080,10.1:8080"],
  },
  { name: "without endpoints", service: service({}), slices: [], want: ["cluster-ip 10.96.0.10:80/TCP -> none"] },
  {
    name: "unready ones are left out",
    service: service({}),
    slices: [slice([here("10.0"), here("10.1", { ready: false })])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080"],
  },
  {
    name: "those that shut down serve when there is no other",
    service: service({}),
    slices: [
      slice([
        here("10.0", { ready: false, serving: true, terminating: true }),
        here("10.1", { ready: false, serving: false, terminating: true }),
      ]),
    ],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080"],
  },
  {
    name: "an endpoint in two slices counts once",
    service: service({}),
    slices: [slice([here("10.0")]), slice([here("10.0")])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080"],
  },
  {
    name: "a node port beside the cluster IP",
    service: service({ type: "NodePort", ports: [{ port: 80, protocol: "TCP", nodePort: 30080 }] }),
    slices: [slice([here("10.0"), there("10.1")])],
    want: ["node-port :30080/TCP -> 10.0:8080,10.1:8080", "cluster-ip 10.96.0.10:80/TCP -> 10.0:8080,10.1:8080"],
  },
  {
    name: "externalTrafficPolicy Local keeps outside traffic on the node",
    service: service({
      type: "NodePort",
      externalTrafficPolicy: "Local",
      ports: [{ port: 80, protocol: "TCP", nodePort: 30080 }],
    }),
    slices: [slice([here("10.0"), there("10.1")])],
    want: ["node-port :30080/TCP -> 10.0:8080", "cluster-ip 10.96.0.10:80/TCP -> 10.0:8080,10.1:8080"],
  },
  {
    name: "Local without an endpoint here",
    service: service({
      type: "NodePort",
      externalTrafficPolicy: "Local",
      ports: [{ port: 80, protocol: "TCP", nodePort: 30080 }],
    }),
    slices: [slice([there("10.1")])],
    want: ["node-port :30080/TCP -> elsewhere", "cluster-ip 10.96.0.10:80/TCP -> 10.1:8080"],
  },
  {
    name: "hints for the zone keep traffic in it",
    service: service({}),
    slices: [
      slice([
        { ...here("10.0"), hints: { forZones: [{ name: "z1" }] } },
        { ...there("10.1"), hints: { forZones: [{ name: "z2" }] } },
      ]),
    ],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080"],
  },
  {
    name: "one endpoint without a hint: all are used",
    service: service({}),
    slices: [slice([{ ...here("10.0"), hints: { forZones: [{ name: "z1" }] } }, there("10.1")])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080,10.1:8080"],
  },
  {
    name: "no hint for this zone: all are used",
    service: service({}),
    slices: [slice([{ ...there("10.1"), hints: { forZones: [{ name: "z2" }] } }])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.1:8080"],
  },
  {
    name: "hints for the node come first",
    service: service({}),
    slices: [
      slice([
        { ...here("10.0"), hints: { forNodes: [{ name: "a" }], forZones: [{ name: "z1" }] } },
        { ...there("10.1"), hints: { forNodes: [{ name: "b" }], forZones: [{ name: "z1" }] } },
      ]),
    ],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080"],
  },
  {
    name: "affinity",
    service: service({ sessionAffinity: "ClientIP" }),
    slices: [slice([here("10.0")])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080 for 10800s"],
  },
  {
    name: "external IPs",
    service: service({ externalIPs: ["192.0.2.1"] }),
    slices: [slice([here("10.0")])],
    want: ["cluster-ip 10.96.0.10:80/TCP -> 10.0:8080", "external-ip 192.0.2.1:80/TCP -> 10.0:8080"],
  },
  { name: "headless", service: service({ clusterIP: "None" }), slices: [slice([here("10.0")])], want: [] },
  { name: "ExternalName", service: service({ type: "ExternalName", clusterIP: "" }), slices: [], want: [] },
  {
    name: "another proxy's",
    service: service({}, { "service.kubernetes.io/service-proxy-name": "x" }),
    slices: [slice([here("10.0")])],
    want: [],
  },
  {
    name: "ports are matched by name and protocol",
    service: service({
      ports: [
        { name: "dns", port: 53, protocol: "UDP" },
        { name: "dns-tcp", port: 53, protocol: "TCP" },
      ],
    }),
    slices: [slice([here("10.0")], [{ name: "dns", port: 5353, protocol: "UDP" }])],
    want: ["cluster-ip 10.96.0.10:53/TCP -> none", "cluster-ip 10.96.0.10:53/UDP -> 10.0:5353"],
  },
])("$name", ({ service, slices, want }) => {
  expect(serviceRules([service], slices, node).map(line)).toEqual(want);
});
