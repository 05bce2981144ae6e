import type { PodSpec } from "@flotilla/api/types/core/v1.js";
import { type NodeDns, parseResolvConf, podDns } from "./dns.js";
import { podOf } from "./testing/pods.js";

const dns: NodeDns = {
  clusterServers: ["10.96.0.10"],
  clusterDomain: "cluster.local",
  node: { servers: ["192.0.2.53"], searches: ["corp"], options: ["timeout:2"] },
};
const cluster = "10.96.0.10 | default.svc.cluster.local svc.cluster.local cluster.local corp | ndots:5";
const node = "192.0.2.53 | corp | timeout:2";

test.each<{ name: string; spec: Partial<PodSpec>; dns?: NodeDns; want: string }>([
  { name: "ClusterFirst by default", spec: {}, want: cluster },
  { name: "on the node's network: the node's", spec: { hostNetwork: true }, want: node },
  { name: "ClusterFirstWithHostNet", spec: { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }, want: cluster },
  { name: "Default", spec: { dnsPolicy: "Default" }, want: node },
  { name: "without a cluster DNS: the node's", spec: {}, dns: { ...dns, clusterServers: [] }, want: node },
  {
    name: "None and a config of its own",
    spec: {
      dnsPolicy: "None",
      dnsConfig: {
        nameservers: ["1.1.1.1"],
        searches: ["x"],
        options: [{ name: "ndots", value: "2" }, { name: "edns0" }],
      },
    },
    want: "1.1.1.1 | x | ndots:2 edns0",
  },
  {
    name: "a config adds, and replaces options",
    spec: { dnsConfig: { nameservers: ["1.1.1.1"], options: [{ name: "ndots", value: "1" }] } },
    want: "10.96.0.10 1.1.1.1 | default.svc.cluster.local svc.cluster.local cluster.local corp | ndots:1",
  },
  {
    name: "no more servers than a resolver reads",
    spec: { dnsPolicy: "None", dnsConfig: { nameservers: ["1.1.1.1", "1.1.1.2", "1.1.1.2", "1.1.1.3", "1.1.1.4"] } },
    want: "1.1.1.1 1.1.1.2 1.1.1.3 |  | ",
  },
])("$name", ({ spec, dns: from = dns, want }) => {
  const { servers, searches, options } = podDns(podOf(spec), from);
  expect([servers, searches, options].map((values) => values.join(" ")).join(" | ")).toBe(want);
});

test("resolv.conf: the last search counts, comments do not", () => {
  expect(
    parseResolvConf(
      "# nameserver 9.9.9.9\nnameserver 192.0.2.1\nnameserver  192.0.2.2\ndomain old\nsearch a b\noptions ndots:2\noptions rotate\n",
    ),
  ).toEqual({ servers: ["192.0.2.1", "192.0.2.2"], searches: ["a", "b"], options: ["ndots:2", "rotate"] });
});
