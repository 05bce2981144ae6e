import { mkdir, readFile } from "node:fs/promises";
import { services } from "@flotilla/api/resources.js";
import { EventBroadcaster, grpcApiClient, Informer } from "@flotilla/client";
import { type Channel, type Environment, FLOTILLA_VERSION, HealthChecks, Lifecycle, type Registration, type Running, serveGrpc, serveHealth, type ServerTls } from "@flotilla/service";
import { ContainerRuntime } from "./adapters/container-runtime.js";
import { kubeletRegistration } from "./adapters/kubelet-handlers.js";
import type { KubeletConfig } from "./config.js";
import { parseResolvConf } from "./core/dns.js";
import { allocatable, type MachineFacts } from "./core/node-object.js";
import { RestartBackoff } from "./core/restart-backoff.js";
import { podEvents } from "./events.js";
import { primaryAddress, readMachine } from "./node/machine.js";
import { NodeAgent } from "./node/node-agent.js";
import type { KubeletContext } from "./pods/kubelet-context.js";
import { PodManager } from "./pods/pod-manager.js";
import { ProberManager } from "./pods/prober-manager.js";
import { StatusManager } from "./pods/status-manager.js";
import { TokenManager } from "./pods/token-manager.js";
import { Semaphore } from "./pods/semaphore.js";
import { VolumeManager } from "./volumes/volume-manager.js";

export interface KubeletDependencies {
  readonly environment: Environment;
  readonly apiserver: Channel;
  readonly runtime: Channel;
  readonly tls?: ServerTls | undefined;
}

export interface RunningKubelet extends Running {
  readonly nodeName: string;
  readonly addresses: { readonly grpc: string; readonly http: string };
  readonly registrations: readonly Registration[];
}

/** Wires a Kubelet together, registers its node, and begins to run its pods. */
export async function startKubelet(config: KubeletConfig, dependencies: KubeletDependencies): Promise<RunningKubelet> {
  const { environment } = dependencies;
  const lifecycle = new Lifecycle();
  await mkdir(config.rootDir, { recursive: true });
  await mkdir(config.podLogsDir, { recursive: true });

  const machine = await readMachine(config.rootDir);
  const nodeName = config.nodeName || machine.hostname;
  const hostIp = config.nodeIp || primaryAddress();
  const client = grpcApiClient(dependencies.apiserver, { fieldManager: "kubelet" });
  const runtime = new ContainerRuntime(dependencies.runtime);
  const identity = await runtime.identify();
  const broadcaster = await lifecycle.start(() => new EventBroadcaster(client, environment));
  const recorder = broadcaster.recorder({ component: "kubelet", host: nodeName });
  const serviceInformer = new Informer(client, services, environment);
  await lifecycle.start(() => serviceInformer);
  serviceInformer.start();

  let manager: PodManager | undefined;
  let facts: MachineFacts | undefined;
  const starts = new Semaphore(config.parallelStarts);
  const context: KubeletContext = {
    environment,
    client,
    runtime,
    runtimeName: identity.name,
    volumes: new VolumeManager({ root: config.rootDir, canMount: process.getuid?.() === 0 }),
    probes: new ProberManager(runtime, environment.clock, environment.rng, podEvents(environment, recorder, (uid) => manager?.wake(uid))),
    statuses: new StatusManager(client, environment.clock, environment.log),
    tokens: new TokenManager(client, environment.clock),
    events: recorder,
    restartBackoff: new RestartBackoff(),
    imageBackoff: new RestartBackoff(),
    services: serviceInformer.store,
    nodeName,
    hostIp,
    dns: { clusterServers: config.clusterDns, clusterDomain: config.clusterDomain, node: parseResolvConf(await readText("/etc/resolv.conf")) },
    nodeHosts: await readText("/etc/hosts"),
    logRoot: config.podLogsDir,
    cgroups: process.getuid?.() === 0,
    nodeMemoryBytes: machine.memoryBytes,
    allocatable: () => (facts === undefined ? {} : allocatable(facts)),
    limitStarts: (start) => starts.run(start),
  };
  manager = new PodManager(context);

  const registrations = [kubeletRegistration(context, manager)];
  const grpc = await lifecycle.start(() => serveGrpc(registrations, { address: config.listenAddress, tls: dependencies.tls, log: environment.log }));
  const checks = new HealthChecks();
  const http = await lifecycle.start(() => serveHealth({ address: config.httpAddress, checks, metrics: environment.metrics }));
  facts = {
    ...machine,
    nodeName,
    hostIp,
    podsMax: config.maxPods,
    runtimeVersion: `${identity.name}://${identity.version}`,
    kubeletVersion: `v1.35.0-flotilla.${FLOTILLA_VERSION}`,
    httpPort: Number(http.address.split(":").at(-1)),
    grpcEndpoint: grpc.address,
    labels: Object.fromEntries(config.nodeLabels.map((label) => label.split("=") as [string, string])),
    taints: config.registerWithTaints,
  };
  const agent = new NodeAgent(client, runtime, environment, facts);
  await lifecycle.start(async () => {
    await agent.start();
    return agent;
  });
  await lifecycle.start(() => manager);
  manager.start();
  return { nodeName, addresses: { grpc: grpc.address, http: http.address }, registrations, stop: () => lifecycle.stop() };
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
