import { configMaps, secrets, services } from "@flotilla/api/resources.js";
import type { Pod, Service } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, EventBroadcaster, Informer } from "@flotilla/client";
import { type Environment, FLOTILLA_VERSION, Lifecycle, type Running } from "@flotilla/service";
import type { ContainerRuntime } from "./adapters/container-runtime.js";
import type { KubeletConfig } from "./config.js";
import type { NodeDns } from "./core/dns.js";
import type { NodeSignals } from "./core/eviction.js";
import { allocatable, type MachineFacts } from "./core/node-object.js";
import { podContainers } from "./core/pod-plan.js";
import { RestartBackoff } from "./core/restart-backoff.js";
import { podEvents } from "./events.js";
import type { Machine } from "./node/machine.js";
import { NodeAgent } from "./node/node-agent.js";
import { NodeGuard, type NodeGuardOptions } from "./node/node-guard.js";
import type { KubeletContext } from "./pods/kubelet-context.js";
import { type LoggedContainer, LogRotator } from "./pods/log-rotator.js";
import { ObjectWatcher } from "./pods/object-watcher.js";
import { PodManager } from "./pods/pod-manager.js";
import { ProberManager } from "./pods/prober-manager.js";
import { Semaphore } from "./pods/semaphore.js";
import { StatusManager } from "./pods/status-manager.js";
import { TokenManager } from "./pods/token-manager.js";
import type { PodVolumes } from "./volumes/pod-volumes.js";

/** What a Kubelet is made on. */
export interface KubeletParts {
  readonly config: KubeletConfig;
  readonly environment: Environment;
  readonly client: ApiClient;
  readonly runtime: ContainerRuntime;
  readonly volumes: PodVolumes;
  readonly machine: Machine;
  readonly nodeName: string;
  readonly hostIp: string;
  /** The machine's own resolver and hosts file. */
  readonly resolver: NodeDns["node"];
  readonly hosts: string;
  /** Whether pods can have control groups here. */
  readonly cgroups: boolean;
  readonly removeLogs: KubeletContext["removeLogs"];
  /** What the machine has left. */
  readonly signals: () => Promise<NodeSignals>;
  /** Shared by the Kubelets of one process; each has its own copy of the Services unless given. */
  readonly services?: Informer<Service> | undefined;
}

/** Where others reach this Kubelet. */
export interface KubeletEndpoints {
  /** "host:port" of `flotilla.kubelet.v1`. */
  readonly grpc: string;
  readonly httpPort: number;
}

/** A Kubelet without its doors: runs pods as a client of the API and of a runtime. */
export class Kubelet implements Running {
  readonly #lifecycle = new Lifecycle();
  readonly #facts: Omit<MachineFacts, "httpPort" | "grpcEndpoint">;
  readonly #broadcaster: EventBroadcaster;
  readonly #services: Informer<Service>;
  readonly context: KubeletContext;
  readonly manager: PodManager;
  #agent: NodeAgent | undefined;

  private constructor(
    private readonly parts: KubeletParts,
    identity: { readonly name: string; readonly version: string },
  ) {
    const { config, environment, client, machine, nodeName, hostIp } = parts;
    this.#facts = {
      ...machine,
      nodeName,
      hostIp,
      podsMax: config.maxPods,
      runtimeVersion: `${identity.name}://${identity.version}`,
      kubeletVersion: `v1.35.0-flotilla.${FLOTILLA_VERSION}`,
      labels: Object.fromEntries(config.nodeLabels.map((label) => label.split("=") as [string, string])),
      taints: config.registerWithTaints,
    };
    this.#services = parts.services ?? new Informer(client, services, environment);
    this.#broadcaster = new EventBroadcaster(client, environment);
    this.context = makeContext(parts, identity.name, this.#broadcaster, this.#services, {
      wake: (uid) => this.manager.wake(uid),
      refresh: (uid) => this.manager.refresh(uid),
      allocatable: () => allocatable({ ...this.#facts, httpPort: 0, grpcEndpoint: "" }),
    });
    this.manager = new PodManager(this.context, { staticPodPath: config.staticPodPath, node: () => this.#agent?.node });
  }

  static async make(parts: KubeletParts): Promise<Kubelet> {
    return new Kubelet(parts, await parts.runtime.identify());
  }

  /** Registers the node, and begins to run its pods. */
  async start(endpoints: KubeletEndpoints): Promise<void> {
    const { client, runtime, environment } = this.parts;
    await this.#lifecycle.start(() => this.#broadcaster);
    if (this.parts.services === undefined) await this.#lifecycle.start(() => this.#services);
    this.#services.start();
    await this.#lifecycle.start(() => this.context.configMaps);
    await this.#lifecycle.start(() => this.context.secrets);
    const guard = new NodeGuard(guardOptions(this.parts, this.manager, () => this.#agent?.reportSoon()));
    const agent = new NodeAgent(
      client,
      runtime,
      environment,
      { ...this.#facts, httpPort: endpoints.httpPort, grpcEndpoint: endpoints.grpc },
      () => guard.reported,
    );
    this.#agent = agent;
    await agent.start();
    await this.#lifecycle.start(() => agent);
    await this.#lifecycle.start(() => this.manager);
    this.manager.start();
    const { config } = this.parts;
    const rotator = await this.#lifecycle.start(
      () =>
        new LogRotator(
          this.context,
          { maxBytes: config.containerLogMaxBytes, maxFiles: config.containerLogMaxFiles },
          () => loggedContainers(this.context, this.manager),
        ),
    );
    rotator.start();
    await this.#lifecycle.start(() => guard);
    guard.start();
  }

  /** Stops managing; the containers run on. */
  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }
}

interface Callbacks {
  wake(uid: string): void;
  refresh(uid: string): void;
  allocatable(): Readonly<Record<string, string>>;
}

function makeContext(
  parts: KubeletParts,
  runtimeName: string,
  broadcaster: EventBroadcaster,
  serviceInformer: Informer<Service>,
  callbacks: Callbacks,
): KubeletContext {
  const { config, environment, client, runtime, nodeName } = parts;
  const events = broadcaster.recorder({ component: "kubelet", host: nodeName });
  const starts = new Semaphore(config.parallelStarts);
  return {
    environment,
    client,
    runtime,
    runtimeName,
    volumes: parts.volumes,
    probes: new ProberManager(
      runtime,
      environment.clock,
      environment.rng,
      podEvents(environment, events, callbacks.wake),
    ),
    statuses: new StatusManager(client, environment.clock, environment.log),
    tokens: new TokenManager(client, environment.clock),
    configMaps: new ObjectWatcher(client, configMaps, environment, callbacks.refresh),
    secrets: new ObjectWatcher(client, secrets, environment, callbacks.refresh),
    events,
    restartBackoff: new RestartBackoff(),
    imageBackoff: new RestartBackoff(),
    services: serviceInformer.store,
    nodeName,
    hostIp: parts.hostIp,
    dns: { clusterServers: config.clusterDns, clusterDomain: config.clusterDomain, node: parts.resolver },
    nodeHosts: parts.hosts,
    logRoot: config.podLogsDir,
    cgroups: parts.cgroups,
    nodeMemoryBytes: parts.machine.memoryBytes,
    removeLogs: parts.removeLogs,
    allocatable: callbacks.allocatable,
    limitStarts: (start) => starts.run(start),
  };
}

function guardOptions(parts: KubeletParts, manager: PodManager, changed: () => void): NodeGuardOptions {
  const { runtime, environment, signals } = parts;
  return {
    runtime,
    environment,
    signals,
    changed,
    imagesInUse: () => new Set(manager.pods.flatMap((pod) => imagesOf(pod))),
    pods: async () => {
      const stats = await runtime.containerStats();
      return manager.active.map((worker) => {
        const ids = (worker.pod.status?.containerStatuses ?? []).map(
          (status) => status.containerID?.split("://")[1] ?? "",
        );
        const usedBytes = ids.reduce((sum, id) => sum + Number(stats.get(id)?.memoryBytes ?? 0n), 0);
        return { pod: worker.pod, usedBytes, end: (verdict) => worker.end(verdict) };
      });
    },
  };
}

/** By name, and as the runtime knows it. */
function imagesOf(pod: Pod): string[] {
  const named = podContainers(pod).map(({ container }) => container.image ?? "");
  const known = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].map(
    (status) => status.imageID ?? "",
  );
  return [...named, ...known].filter((image) => image !== "");
}

function loggedContainers({ statuses }: KubeletContext, manager: PodManager): LoggedContainer[] {
  return manager.active.flatMap(({ pod: { metadata } }) => {
    const { namespace = "", name: pod = "", uid = "" } = metadata ?? {};
    const { containerStatuses = [], initContainerStatuses = [] } = statuses.get(uid) ?? {};
    const running = [...containerStatuses, ...initContainerStatuses].filter(
      (status) => status.state?.running !== undefined,
    );
    return running.map((status) => ({
      namespace,
      pod,
      uid,
      container: status.name,
      containerId: status.containerID?.split("://")[1] ?? "",
      attempt: status.restartCount,
    }));
  });
}
