import { hostname } from "node:os";
import { grpcApiClient } from "@flotilla/client";
import { type Channel, type Environment, HealthChecks, Lifecycle, type Registration, type Running, serveGrpc, serveHealth, type ServerTls } from "@flotilla/service";
import { chooseBackend } from "./adapters/choose-backend.js";
import { RulePublisher } from "./adapters/proxy-handlers.js";
import type { ProxyConfig } from "./config.js";
import { proxyEvents } from "./events.js";
import { RuleSyncer } from "./rule-syncer.js";

export interface ProxyDependencies {
  readonly environment: Environment;
  readonly apiserver: Channel;
  readonly tls?: ServerTls | undefined;
}

export interface RunningProxy extends Running {
  readonly addresses: { readonly grpc: string; readonly http: string };
  readonly registrations: readonly Registration[];
  readonly mode: "nftables" | "userspace";
  readonly reason: string;
}

/** Wires a Proxy together and begins to keep this node's rules. */
export async function startProxy(config: ProxyConfig, { environment, apiserver, tls }: ProxyDependencies): Promise<RunningProxy> {
  const lifecycle = new Lifecycle();
  const events = proxyEvents(environment);
  const { backend, reason } = await chooseBackend(config, environment);
  events.backendChosen(backend.mode, reason);
  await lifecycle.start(() => backend);
  const publisher = new RulePublisher();
  const client = grpcApiClient(apiserver, { fieldManager: "kube-proxy" });
  const nodeName = config.nodeName || hostname().toLowerCase();
  const syncer = new RuleSyncer(client, backend, publisher, events, environment, { nodeName, debounceMs: config.debounce });
  const registrations = [publisher.registration()];
  const grpc = await lifecycle.start(() => serveGrpc(registrations, { address: config.listenAddress, tls, log: environment.log }));
  const checks = new HealthChecks();
  checks.add({
    name: "rules",
    kind: "ready",
    check: () => {
      if (!syncer.synced) throw new Error("no rules have been applied yet");
    },
  });
  const http = await lifecycle.start(() => serveHealth({ address: config.httpAddress, checks, metrics: environment.metrics }));
  await lifecycle.start(() => syncer);
  syncer.start();
  return { addresses: { grpc: grpc.address, http: http.address }, registrations, mode: backend.mode, reason, stop: () => lifecycle.stop() };
}
