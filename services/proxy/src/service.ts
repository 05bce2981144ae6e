import { readFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { endpointSlices, nodes, services } from "@flotilla/api/resources.js";
import { type ApiClient, grpcApiClient, Informer } from "@flotilla/client";
import {
  type Channel,
  type Environment,
  HealthChecks,
  Lifecycle,
  type Registration,
  type Running,
  serveGrpc,
  serveHealth,
  type ServerTls,
} from "@flotilla/service";
import { chooseBackend } from "./adapters/choose-backend.js";
import { HealthCheckPorts } from "./adapters/health-check-ports.js";
import { RulePublisher } from "./adapters/proxy-handlers.js";
import type { ProxyConfig } from "./config.js";
import { healthCheckPorts } from "./core/health-check-ports.js";
import { CachedZone } from "./dns/cached-zone.js";
import { DnsPublication } from "./dns/dns-publication.js";
import { DnsServer } from "./dns/dns-server.js";
import { Forwarder } from "./dns/forwarder.js";
import { proxyEvents } from "./events.js";
import { type ClusterView, RuleSyncer } from "./rule-syncer.js";

export interface ProxyDependencies {
  readonly environment: Environment;
  readonly apiserver: Channel;
  readonly tls?: ServerTls | undefined;
}

export interface RunningProxy extends Running {
  /** No `dns` when this Proxy serves none. */
  readonly addresses: { readonly grpc: string; readonly http: string; readonly dns?: string };
  readonly registrations: readonly Registration[];
  readonly mode: "nftables" | "userspace";
  readonly reason: string;
}

/** Wires a Proxy together and begins to keep this node's rules. */
export async function startProxy(
  config: ProxyConfig,
  { environment, apiserver, tls }: ProxyDependencies,
): Promise<RunningProxy> {
  const lifecycle = new Lifecycle();
  const events = proxyEvents(environment);
  const { backend, reason } = await chooseBackend(config, environment);
  events.backendChosen(backend.mode, reason);
  await lifecycle.start(() => backend);
  const client = grpcApiClient(apiserver, { fieldManager: "kube-proxy" });
  const nodeName = config.nodeName || hostname().toLowerCase();
  const view = await watchCluster(client, environment, lifecycle, nodeName);

  const publisher = new RulePublisher();
  const healthPorts = await lifecycle.start(() => new HealthCheckPorts(() => syncer.synced, environment.log));
  const applied: ConstructorParameters<typeof RuleSyncer>[2] = (rules, all, generation) => {
    publisher.publish({ generation, mode: backend.mode, rules });
    healthPorts.apply(healthCheckPorts(all, rules));
  };
  const syncer = new RuleSyncer(view, backend, applied, events, environment, { nodeName, debounceMs: config.debounce });
  const registrations = [publisher.registration()];
  const grpc = await lifecycle.start(() =>
    serveGrpc(registrations, { address: config.listenAddress, tls, log: environment.log }),
  );
  const http = await lifecycle.start(() =>
    serveHealth({ address: config.httpAddress, checks: readiness(syncer), metrics: environment.metrics }),
  );
  const dns =
    config.clusterDnsIp === "" ? undefined : await startDns(config, client, environment, lifecycle, view, nodeName);
  await lifecycle.start(() => syncer);
  syncer.start();
  return {
    addresses: { grpc: grpc.address, http: http.address, ...(dns && { dns: dns.address }) },
    registrations,
    mode: backend.mode,
    reason,
    stop: () => lifecycle.stop(),
  };
}

function readiness(syncer: RuleSyncer): HealthChecks {
  const checks = new HealthChecks();
  checks.add({
    name: "rules",
    kind: "ready",
    check: () => {
      if (!syncer.synced) throw new Error("no rules have been applied yet");
    },
  });
  return checks;
}

async function watchCluster(
  client: ApiClient,
  environment: Environment,
  lifecycle: Lifecycle,
  nodeName: string,
): Promise<ClusterView> {
  const view = {
    services: new Informer(client, services, environment),
    slices: new Informer(client, endpointSlices, environment),
    node: new Informer(client, nodes, environment, { fieldSelector: `metadata.name=${nodeName}` }),
  };
  for (const informer of Object.values(view)) {
    await lifecycle.start(() => informer as Running);
    informer.start();
  }
  return view;
}

async function startDns(
  config: ProxyConfig,
  client: ApiClient,
  environment: Environment,
  lifecycle: Lifecycle,
  view: ClusterView,
  nodeName: string,
): Promise<DnsServer> {
  const zone = new CachedZone(view.services, view.slices, config.clusterDomain);
  const upstream = config.dnsUpstream.length > 0 ? config.dnsUpstream : await nodeResolvers(config.clusterDnsIp);
  const forwarder = new Forwarder(upstream, environment.clock);
  // Not on all addresses: answers over UDP must come from the one that was asked.
  const address = config.nodeIp || primaryAddress();
  const server = new DnsServer(
    { address: `${address}:${config.dnsPort}`, zone: config.clusterDomain, data: () => zone.data(), forwarder },
    environment,
  );
  await server.start();
  await lifecycle.start(() => server);
  const endpoint = { address, port: Number(server.address.split(":").at(-1)) };
  const publication = new DnsPublication(client, environment, { clusterIp: config.clusterDnsIp, nodeName, endpoint });
  await lifecycle.start(() => publication);
  publication.start();
  return server;
}

/** The machine's resolvers, but not ourselves: that would be a circle. */
async function nodeResolvers(own: string): Promise<string[]> {
  const text = await readFile("/etc/resolv.conf", "utf8").catch(() => "");
  return [...text.matchAll(/^\s*nameserver\s+(\d+\.\d+\.\d+\.\d+)\s*$/gm)]
    .map((match) => match[1] ?? "")
    .filter((address) => address !== own);
}

/** The first address of this machine that others can reach; loopback when there is none. */
function primaryAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find((address) => address.family === "IPv4" && !address.internal)?.address ?? "127.0.0.1";
}
