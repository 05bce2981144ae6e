import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { KubeObject } from "@flotilla/api";
import { EventBroadcaster, grpcApiClient, InformerSet, LeaderElector, type ApiClient } from "@flotilla/client";
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
import { AttachedReconcilers } from "./adapters/attached-reconcilers.js";
import { controllerHandlers } from "./adapters/controller-handlers.js";
import type { ControllerManagerConfig, ControllerSettings, Credentials } from "./config.js";
import { controllerList } from "./controller-list.js";
import { ControllerSet } from "./controller-set.js";
import { unknownSelectors } from "./core/controller-selection.js";
import { controllerManagerEvents, type ControllerManagerEvents } from "./events.js";

const LEASE = { namespace: "kube-system", name: "kube-controller-manager" };

export interface ControllerManagerDependencies {
  readonly environment: Environment;
  readonly apiserver: Channel;
  readonly tls?: ServerTls | undefined;
  /** Called when the lead is lost: the program has to end, since somebody else decides now. Default: only the log tells. */
  readonly onLeaderLost?: (() => void) | undefined;
}

export interface RunningControllerManager extends Running {
  readonly addresses: { readonly grpc: string; readonly http: string };
  readonly registrations: readonly Registration[];
}

/** Wires a controller manager together. Resolves when it listens; the controllers start when it leads. */
export async function startControllerManager(
  config: ControllerManagerConfig,
  dependencies: ControllerManagerDependencies,
): Promise<RunningControllerManager> {
  const { environment, apiserver, tls } = dependencies;
  const unknown = unknownSelectors(controllerList, config.controllers);
  if (unknown.length > 0) throw new Error(`--controllers names no controller that there is: ${unknown.join(", ")}`);
  const lifecycle = new Lifecycle();
  const events = controllerManagerEvents(environment.log, environment.metrics);
  const client = grpcApiClient(apiserver, { fieldManager: "kube-controller-manager", clock: environment.clock });
  const set = new ControllerSet(controllerList, config.controllers, events);
  const informers = new InformerSet(client, environment, { transform: withoutManagedFields });
  const leadership = new Leadership(config, client, environment, events, dependencies.onLeaderLost);
  const attached = new AttachedReconcilers(
    () => set.runningContext,
    (name) => set.has(name),
  );
  const registrations = [
    controllerHandlers(set, attached, {
      leading: () => leadership.leading,
      leader: () => leadership.leader,
      synced: () => informers.hasSynced,
    }),
  ];

  const grpc = await lifecycle.start(() =>
    serveGrpc(registrations, { address: config.listenAddress, tls, log: environment.log }),
  );
  const checks = new HealthChecks();
  checks.add({
    name: "informers",
    kind: "ready",
    check: () =>
      leadership.leading && !informers.hasSynced ? Promise.reject(new Error("not every list is there yet")) : undefined,
  });
  const http = await lifecycle.start(() =>
    serveHealth({ address: config.httpAddress, checks, metrics: environment.metrics }),
  );
  const broadcaster = await lifecycle.start(() => new EventBroadcaster(client, environment));
  const settings: ControllerSettings = { ...config, credentials: await readCredentials(config) };
  await lifecycle.start(() => informers);
  await lifecycle.start(() => set);
  await lifecycle.start(() => attached);
  await lifecycle.start(() => leadership);
  leadership.start(() => {
    set.start({ client, informers, environment, events: broadcaster, settings });
    informers.start();
  });
  return { addresses: { grpc: grpc.address, http: http.address }, registrations, stop: () => lifecycle.stop() };
}

/** Whether this instance decides. Without leader election it always does. */
class Leadership implements Running {
  private readonly stopping = new AbortController();
  private elector: LeaderElector | undefined;
  private done: Promise<void> = Promise.resolve();
  private leads = false;

  constructor(
    private readonly config: ControllerManagerConfig,
    private readonly client: ApiClient,
    private readonly environment: Environment,
    private readonly events: ControllerManagerEvents,
    private readonly onLost: (() => void) | undefined,
  ) {}

  get leading(): boolean {
    return this.leads;
  }

  get leader(): string {
    return this.elector?.leader ?? "";
  }

  start(work: () => void): void {
    const identity = `${hostname()}_${this.environment.rng.uuid()}`;
    const begin = (): void => {
      this.leads = true;
      this.events.leading(identity);
      work();
    };
    if (!this.config.leaderElect) return begin();
    this.elector = new LeaderElector(this.client, this.election(identity), this.environment);
    const callbacks = {
      onStarted: begin,
      onNewLeader: (leader: string) => this.events.newLeader(leader),
      onLost: () => {
        this.leads = false;
        this.events.leaderLost(identity);
        this.onLost?.();
      },
    };
    this.done = this.elector.run(callbacks, this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private election(identity: string) {
    const {
      leaderElectLeaseDuration: leaseDurationMs,
      leaderElectRenewDeadline: renewDeadlineMs,
      leaderElectRetryPeriod: retryPeriodMs,
    } = this.config;
    return { ...LEASE, identity, leaseDurationMs, renewDeadlineMs, retryPeriodMs };
  }
}

async function readCredentials(config: ControllerManagerConfig): Promise<Credentials> {
  const read = (path: string | undefined) => (path ? readFile(path, "utf8") : Promise.resolve(undefined));
  const [rootCa, serviceAccountPrivateKey, signingCertificate, signingKey] = await Promise.all(
    [
      config.rootCaFile,
      config.serviceAccountPrivateKeyFile,
      config.clusterSigningCertFile,
      config.clusterSigningKeyFile,
    ].map(read),
  );
  return { rootCa, serviceAccountPrivateKey, signingCertificate, signingKey };
}

/** Nobody here reads them, and they are a third of many objects. */
function withoutManagedFields(object: KubeObject): KubeObject {
  if (!object.metadata?.managedFields) return object;
  const { managedFields: _dropped, ...metadata } = object.metadata;
  return { ...object, metadata };
}
