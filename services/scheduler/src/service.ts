import { hostname } from "node:os";
import { EventBroadcaster, grpcApiClient, LeaderElector } from "@flotilla/client";
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
import { ClusterFeed } from "./adapters/cluster-feed.js";
import { PodWriter } from "./adapters/pod-writer.js";
import { schedulerRegistration } from "./adapters/scheduler-handlers.js";
import type { SchedulerConfig } from "./config.js";
import { defaultProfile } from "./core/evaluation/default-profile.js";
import { fastRandom } from "./core/fast-random.js";
import { Scheduler } from "./core/scheduler.js";
import { schedulerEvents } from "./events.js";
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
  const profiles = [
    { ...defaultProfile(config.schedulerName), percentageOfNodesToScore: config.percentageOfNodesToScore },
  ];
  const backoff = { initialMs: config.podInitialBackoff, maxMs: config.podMaxBackoff };
  const scheduler = new Scheduler({
    profiles,
    backoff,
    clock: environment.clock,
    rng: fastRandom(environment.rng.next()),
  });
  const broadcaster = await lifecycle.start(() => new EventBroadcaster(client, environment));
  const recorder = broadcaster.recorder({ component: config.schedulerName });
  const loop = new SchedulingLoop(
    scheduler,
    new PodWriter(client, recorder, environment.clock, events),
    environment,
    events,
  );
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
