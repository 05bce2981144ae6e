import { EventBroadcaster, grpcApiClient } from "@flotilla/client";
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
import { Leading } from "./leading.js";
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
  let loop: SchedulingLoop | undefined;
  const feed = new ClusterFeed(client, environment, scheduler, () => loop?.wake());
  const work = (): Running => {
    loop = new SchedulingLoop(scheduler, writer, binder, environment, events);
    loop.start();
    return loop;
  };
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
  let stopped = false;
  const stop = (): Promise<void> => {
    stopped = true;
    return lifecycle.stop();
  };
  const begin = async (): Promise<void> => {
    await feed.start();
    events.started(profiles.map(({ schedulerName }) => schedulerName));
    if (!stopped) await lifecycle.start(() => (config.leaderElect ? new Leading(client, environment, work) : work()));
  };
  void begin();
  return { addresses: { grpc: grpc.address, http: http.address }, registrations, stop };
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
