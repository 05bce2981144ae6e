import { hostname } from "node:os";
import { EventBroadcaster, grpcApiClient, LeaderElector } from "@flotilla/client";
import {
  grpcChannel,
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
import { Binder } from "./adapters/binder.js";
import { ClusterFeed } from "./adapters/cluster-feed.js";
import { HttpExtender } from "./adapters/http-extender.js";
import { PodWriter } from "./adapters/pod-writer.js";
import { readConfiguration } from "./adapters/read-configuration.js";
import { RemotePlugin } from "./adapters/remote-plugin.js";
import { schedulerRegistration } from "./adapters/scheduler-handlers.js";
import { VolumeBinder } from "./adapters/volume-binder.js";
import type { SchedulerConfig } from "./config.js";
import type { Adviser } from "./core/advice.js";
import { type ConfigurationFile, extendersOf, profilesOf, remotePluginsOf } from "./core/configuration.js";
import { fastRandom } from "./core/fast-random.js";
import { Scheduler } from "./core/scheduler.js";
import { schedulerEvents, type SchedulerEvents } from "./events.js";
import { SchedulingLoop } from "./scheduling-loop.js";

export interface SchedulerDependencies {
  readonly environment: Environment;
  readonly apiserver: Channel;
  readonly tls?: ServerTls | undefined;
}

export interface RunningScheduler extends Running {
  readonly addresses: { readonly grpc: string; readonly http: string };
  readonly registrations: readonly Registration[];
}

/** Wires a Scheduler together and begins to bind pods. */
export async function startScheduler(
  config: SchedulerConfig,
  { environment, apiserver, tls }: SchedulerDependencies,
): Promise<RunningScheduler> {
  const lifecycle = new Lifecycle();
  const events = schedulerEvents(environment);
  const client = grpcApiClient(apiserver, { fieldManager: "kube-scheduler" });
  const file = config.schedulerConfig === undefined ? {} : await readConfiguration(config.schedulerConfig);
  const advisers = advisersOf(file, lifecycle, tls, events);
  const profiles = profilesOf(file, config, advisers);
  const backoff = {
    initialMs: seconds(file.podInitialBackoffSeconds) ?? config.podInitialBackoff,
    maxMs: seconds(file.podMaxBackoffSeconds) ?? config.podMaxBackoff,
  };
  const scheduler = new Scheduler({
    profiles,
    backoff,
    clock: environment.clock,
    rng: fastRandom(environment.rng.next()),
  });
  const broadcaster = await lifecycle.start(() => new EventBroadcaster(client, environment));
  const recorder = broadcaster.recorder({ component: config.schedulerName });
  const writer = new PodWriter(client, recorder, environment.clock, events);
  const binder = new Binder(scheduler, writer, new VolumeBinder(client, scheduler.cluster, environment.clock));
  const loop = new SchedulingLoop(scheduler, writer, binder, environment, events);
  const feed = new ClusterFeed(client, environment, scheduler, () => loop.wake());
  const registrations = [schedulerRegistration(scheduler, () => feed.revision)];
  const grpc = await lifecycle.start(() =>
    serveGrpc(registrations, { address: config.listenAddress, tls, log: environment.log }),
  );
  const checks = new HealthChecks();
  checks.add({
    name: "informers",
    kind: "ready",
    check: () => {
      if (!feed.synced) throw new Error("the cluster is not known yet");
    },
  });
  const http = await lifecycle.start(() =>
    serveHealth({ address: config.httpAddress, checks, metrics: environment.metrics }),
  );
  await lifecycle.start(() => feed);
  await lifecycle.start(() => loop);
  void feed.start().then(() => {
    events.started(profiles.map(({ schedulerName }) => schedulerName));
    return whenLeading(config, { client, environment }, lifecycle, () => loop.start());
  });
  return { addresses: { grpc: grpc.address, http: http.address }, registrations, stop: () => lifecycle.stop() };
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000;
}

/** Extenders first, then plugins out of process, each in the order of the file. */
function advisersOf(
  file: ConfigurationFile,
  lifecycle: Lifecycle,
  tls: ServerTls | undefined,
  events: SchedulerEvents,
): Adviser[] {
  const extenders = extendersOf(file).map((extender) => new HttpExtender(extender, events.adviserFailed));
  const plugins = remotePluginsOf(file).map((plugin) => {
    const channel = grpcChannel(plugin.address, { tls: tls && { source: tls.source } });
    lifecycle.onStop(() => channel.close());
    return new RemotePlugin(plugin, channel, events.adviserFailed);
  });
  return [...extenders, ...plugins];
}

async function whenLeading(
  config: SchedulerConfig,
  { client, environment }: { client: ReturnType<typeof grpcApiClient>; environment: Environment },
  lifecycle: Lifecycle,
  lead: () => void,
): Promise<void> {
  if (!config.leaderElect) return lead();
  const identity = `${hostname()}_${environment.rng.uuid()}`;
  const elector = new LeaderElector(
    client,
    { namespace: "kube-system", name: "kube-scheduler", identity },
    environment,
  );
  const stopping = new AbortController();
  const callbacks = {
    onStarted: async (signal: AbortSignal) => {
      lead();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    },
    onLost: () => environment.log.error("scheduler.lead_lost"),
  };
  const running = elector.run(callbacks, stopping.signal);
  lifecycle.onStop(() => {
    stopping.abort();
    return running;
  });
  await running;
}
