import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endpointSlices, nodes, services } from "@flotilla/api/resources.js";
import type { ServiceSpec } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { MemoryApiClient } from "@flotilla/client/testing/memory-api-client.js";
import { apiServiceOver } from "@flotilla/client/testing/memory-api-service.js";
import { serveGrpc, systemClock, systemRng } from "@flotilla/service";
import { CLIENT_ADDRESS, GATEWAY, NODE_ADDRESS, type Place, POD_ADDRESSES, TestNetwork } from "./testing/network.js";

// As root: the built program in a network namespace, tried by packets.
const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const ATTEMPTS = 40;
const FAILING_ATTEMPTS = 2;
const DNS_IP = "10.96.0.53";
const { p1, p2, p3 } = POD_ADDRESSES;

let network: TestNetwork;
beforeAll(async () => {
  network = await TestNetwork.create();
}, 30_000);
afterAll(() => network.destroy());

/** p1 and p2 are on our node, p3 counts as another node's. */
function slice(service: string, addresses: readonly string[]): EndpointSlice {
  const endpoints = addresses.map((address) => ({
    addresses: [address],
    nodeName: address === p3 ? "other" : "node",
    conditions: { ready: true },
  }));
  const ports = [
    { name: "http", port: 8080, protocol: "TCP" },
    { name: "udp", port: 8080, protocol: "UDP" },
  ];
  return {
    metadata: { namespace: "default", name: `${service}-1`, labels: { "kubernetes.io/service-name": service } },
    addressType: "IPv4",
    endpoints,
    ports,
  };
}

const SERVICES: readonly {
  readonly name: string;
  readonly spec: ServiceSpec;
  readonly endpoints: readonly string[];
}[] = [
  {
    name: "web",
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.10",
      externalIPs: ["192.0.2.10"],
      ports: [{ name: "http", port: 80, protocol: "TCP", nodePort: 30080 }],
    },
    endpoints: [p1, p2, p3],
  },
  {
    name: "alone",
    spec: { clusterIP: "10.96.0.11", ports: [{ name: "http", port: 80, protocol: "TCP" }] },
    endpoints: [p1],
  },
  {
    name: "empty",
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.20",
      ports: [{ name: "http", port: 80, protocol: "TCP", nodePort: 30020 }],
    },
    endpoints: [],
  },
  {
    name: "sticky",
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.30",
      sessionAffinity: "ClientIP",
      ports: [{ name: "http", port: 80, protocol: "TCP", nodePort: 30030 }],
    },
    endpoints: [p1, p2, p3],
  },
  {
    name: "local",
    spec: {
      type: "LoadBalancer",
      clusterIP: "10.96.0.40",
      externalTrafficPolicy: "Local",
      healthCheckNodePort: 31040,
      ports: [{ name: "http", port: 80, protocol: "TCP", nodePort: 30040 }],
    },
    endpoints: [p1, p3],
  },
  {
    name: "elsewhere",
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.41",
      externalTrafficPolicy: "Local",
      ports: [{ name: "http", port: 80, protocol: "TCP", nodePort: 30041 }],
    },
    endpoints: [p3],
  },
  {
    name: "udp",
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.50",
      ports: [{ name: "udp", port: 80, protocol: "UDP", nodePort: 30050 }],
    },
    endpoints: [p1, p2],
  },
];

interface Case {
  readonly name: string;
  readonly from: Place;
  readonly protocol?: "tcp" | "udp";
  readonly to: readonly [host: string, port: number];
  /** Who answers, each at least once, or the one error that all attempts get; where modes differ, in userspace. */
  readonly want: string;
  readonly userspace?: string;
  /** What the backends see as the client; in userspace that is always the node. */
  readonly source?: string;
}

const CASES: readonly Case[] = [
  { name: "pod to cluster IP", from: "p1", to: ["10.96.0.10", 80], want: "p1 p2 p3" },
  { name: "the source of a pod is kept", from: "p2", to: ["10.96.0.11", 80], want: "p1", source: p2 },
  { name: "a pod reaches itself through its Service", from: "p1", to: ["10.96.0.11", 80], want: "p1", source: GATEWAY },
  { name: "node to cluster IP", from: "node", to: ["10.96.0.10", 80], want: "p1 p2 p3" },
  { name: "client to cluster IP is masqueraded", from: "client", to: ["10.96.0.11", 80], want: "p1", source: GATEWAY },
  {
    name: "client to node port is masqueraded",
    from: "client",
    to: [NODE_ADDRESS, 30080],
    want: "p1 p2 p3",
    source: GATEWAY,
  },
  { name: "pod to node port", from: "p2", to: [NODE_ADDRESS, 30080], want: "p1 p2 p3" },
  { name: "node to its own node port", from: "node", to: [NODE_ADDRESS, 30080], want: "p1 p2 p3" },
  { name: "client to external IP", from: "client", to: ["192.0.2.10", 80], want: "p1 p2 p3" },
  { name: "no endpoints: refused, from a pod", from: "p1", to: ["10.96.0.20", 80], want: "ECONNREFUSED" },
  { name: "no endpoints: refused, from the node", from: "node", to: ["10.96.0.20", 80], want: "ECONNREFUSED" },
  { name: "no endpoints: refused, at the node port", from: "client", to: [NODE_ADDRESS, 30020], want: "ECONNREFUSED" },
  { name: "a port that the Service does not have", from: "p1", to: ["10.96.0.10", 81], want: "ECONNREFUSED" },
  {
    name: "an address that no Service has",
    from: "p1",
    to: ["10.96.9.9", 80],
    want: "TIMEOUT",
    userspace: "ECONNREFUSED",
  },
  {
    name: "Local keeps the client's address and stays on the node",
    from: "client",
    to: [NODE_ADDRESS, 30040],
    want: "p1",
    source: CLIENT_ADDRESS,
  },
  {
    name: "Local without an endpoint here",
    from: "client",
    to: [NODE_ADDRESS, 30041],
    want: "TIMEOUT",
    userspace: "ECONNREFUSED",
  },
  { name: "UDP", from: "client", protocol: "udp", to: ["10.96.0.50", 80], want: "p1 p2" },
  { name: "UDP at a node port", from: "client", protocol: "udp", to: [NODE_ADDRESS, 30050], want: "p1 p2" },
];

/** Names or errors that came, each once, sorted. */
function answers(results: readonly string[]): string {
  return [...new Set(results.map((result) => result.split(" ")[0] ?? ""))].sort().join(" ");
}

async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  const LIMIT_MS = 15_000;
  const STEP_MS = 50;
  for (let waited = 0; waited < LIMIT_MS; waited += STEP_MS) {
    if (await check()) return;
    await sleep(STEP_MS);
  }
  throw new Error(`it never came true: ${what}`);
}

describe.each(["nftables", "userspace"] as const)("%s", (mode) => {
  let api: MemoryApiClient;
  let folder: string;
  let proxy: ChildProcess;
  let stopServer: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flotilla-proxy-"));
    api = new MemoryApiClient({ clock: systemClock, rng: systemRng });
    await api.create(nodes, { metadata: { name: "node" } });
    for (const { name, spec, endpoints } of SERVICES) {
      await api.create(services, { metadata: { namespace: "default", name }, spec });
      await api.create(endpointSlices, slice(name, endpoints));
    }
    const server = await serveGrpc([apiServiceOver(api)], { address: `unix:${join(folder, "api.sock")}` });
    stopServer = () => server.stop();
    // Without rights in the kernel's rules, the addresses have to be the machine's own.
    if (mode === "userspace")
      for (const range of ["10.96.0.0/16", "192.0.2.10/32"])
        await network.exec("node", "ip", ["route", "add", "local", range, "dev", "lo"]);
    const flags = [
      `--apiserver=unix:${join(folder, "api.sock")}`,
      "--node-name=node",
      `--mode=${mode}`,
      "--table=proxytest",
      `--cluster-dns-ip=${DNS_IP}`,
      `--node-ip=${NODE_ADDRESS}`,
      "--dns-upstream=127.0.0.1:1",
      "--log-level=error",
    ];
    proxy = spawn("nsenter", [`--net=${network.namespace("node")}`, process.execPath, PROGRAM, ...flags], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    await eventually(
      "the first rules are in force",
      async () => answers(await network.connect("p2", "tcp", "10.96.0.11", 80)) === "p1",
    );
  }, 60_000);

  afterAll(async () => {
    proxy.kill("SIGTERM");
    await once(proxy, "exit");
    await stopServer();
    await rm(folder, { recursive: true, force: true });
    expect(await network.exec("node", "nft", ["list", "tables"])).not.toContain("proxytest");
  }, 60_000);

  test.each(CASES)("$name", async ({ from, protocol = "tcp", to, want, userspace, source }) => {
    const wanted = mode === "userspace" ? (userspace ?? want) : want;
    const results = await network.connect(
      from,
      protocol,
      to[0],
      to[1],
      /^[A-Z]/.test(wanted) ? FAILING_ATTEMPTS : ATTEMPTS,
    );
    expect(answers(results)).toBe(wanted);
    if (source !== undefined)
      expect(new Set(results.map((result) => result.split(" ")[1]))).toEqual(
        new Set([mode === "userspace" ? GATEWAY : source]),
      );
  });

  test.each([
    ["the cluster IP", "10.96.0.30", 80],
    ["the node port", NODE_ADDRESS, 30030],
  ] as const)("a client keeps its backend at %s", async (_where, host, port) => {
    expect(new Set(await network.connect("client", "tcp", host, port, ATTEMPTS)).size).toBe(1);
  });

  test("an endpoint that goes gets no more connections, and one that comes gets some", async () => {
    const current = await api.get(endpointSlices, { namespace: "default", name: "web-1" });
    await api.update(endpointSlices, { ...current, endpoints: slice("web", [p2]).endpoints ?? [] });
    await eventually(
      "only p2 answers",
      async () => answers(await network.connect("client", "tcp", "10.96.0.10", 80, ATTEMPTS)) === "p2",
    );
    await api.update(endpointSlices, {
      ...(await api.get(endpointSlices, { namespace: "default", name: "web-1" })),
      endpoints: slice("web", [p1, p2, p3]).endpoints ?? [],
    });
    await eventually(
      "all answer again",
      async () => answers(await network.connect("client", "tcp", "10.96.0.10", 80, ATTEMPTS)) === "p1 p2 p3",
    );
  });

  test("a UDP flow leaves an endpoint that is gone", async () => {
    const LOCAL_PORT = 40_000;
    const [first = ""] = await network.connect("client", "udp", "10.96.0.50", 80, 1, LOCAL_PORT);
    const stays = first.startsWith("p1") ? p2 : p1;
    await api.update(endpointSlices, {
      ...(await api.get(endpointSlices, { namespace: "default", name: "udp-1" })),
      endpoints: slice("udp", [stays]).endpoints ?? [],
    });
    await eventually(
      "the other one answers",
      async () =>
        answers(await network.connect("client", "udp", "10.96.0.50", 80, 1, LOCAL_PORT)) ===
        (stays === p1 ? "p1" : "p2"),
    );
  });

  test("a Service that is deleted stops", async () => {
    await api.delete(services, { namespace: "default", name: "alone" });
    await eventually(
      "nobody answers",
      async () => !/p1/.test(answers(await network.connect("p2", "tcp", "10.96.0.11", 80))),
    );
  });

  test("load balancers are told how many endpoints are here", async () => {
    const text = await network.exec("client", "busybox", ["wget", "-q", "-O", "-", `http://${NODE_ADDRESS}:31040/`]);
    expect(JSON.parse(text)).toEqual({
      service: { namespace: "default", name: "local" },
      localEndpoints: 1,
      serviceProxyHealthy: true,
    });
  });

  test("pods resolve names of Services at the DNS Service's address, over UDP and TCP", async () => {
    await eventually(
      "the DNS Service is there",
      async () =>
        (await api.get(services, { namespace: "kube-system", name: "kube-dns" }).catch(() => undefined)) !== undefined,
    );
    const script = `const r = new (require("dns").promises.Resolver)({ timeout: 3000, tries: 1 }); r.setServers(["${DNS_IP}"]);
      const ask = (f, ...a) => r[f](...a).catch((e) => e.code);
      (async () => console.log(JSON.stringify([await ask("resolve4", "web.default.svc.cluster.local"), await ask("resolve4", "none.default.svc.cluster.local"), await ask("resolve6", "web.default.svc.cluster.local"), await ask("reverse", "10.96.0.10"), await ask("resolve4", "example.com")])))()`;
    await eventually("a pod gets its answers", async () => {
      const found = JSON.parse(await network.exec("p1", process.execPath, ["-e", script])) as unknown[];
      return (
        JSON.stringify(found) ===
        JSON.stringify([["10.96.0.10"], "ENOTFOUND", "ENODATA", ["web.default.svc.cluster.local"], "ESERVFAIL"])
      );
    });
  });

  if (mode === "nftables") {
    test("rules that somebody else flushed are put back", async () => {
      await network.exec("node", "nft", ["flush", "ruleset"]);
      await api.create(services, {
        metadata: { namespace: "default", name: "later" },
        spec: { clusterIP: "10.96.0.77", ports: [{ name: "http", port: 80, protocol: "TCP" }] },
      });
      await eventually(
        "all is there again",
        async () => answers(await network.connect("p1", "tcp", "10.96.0.10", 80, ATTEMPTS)) === "p1 p2 p3",
      );
    });
  }
});
