import { nodes } from "@flotilla/api/resources.js";
import { EventBroadcaster, InformerSet } from "@flotilla/client";
import { MemoryApiClient, type MemoryApiOptions } from "@flotilla/client/testing/memory-api-client.js";
import { testEnvironment } from "@flotilla/client/testing/test-environment.js";
import type { Running } from "@flotilla/service";
import { controllerManagerOptions, type ControllerSettings } from "../config.js";
import type { ControllerDefinition } from "../controllers/controller-definition.js";
import { HollowNodes } from "./hollow-nodes.js";

export interface SimulatedClusterOptions {
  readonly controllers: readonly ControllerDefinition[];
  readonly settings?: Partial<ControllerSettings>;
  /** Nodes that run pods. Default 2; none when 0. */
  readonly nodes?: number;
  readonly onRequest?: MemoryApiOptions["onRequest"];
}

export type SimulatedCluster = Awaited<ReturnType<typeof simulateCluster>>;

/** Controllers over an API in memory, with hollow nodes and simulated time. */
export async function simulateCluster(options: SimulatedClusterOptions) {
  const environment = testEnvironment();
  const { clock } = environment;
  const client = new MemoryApiClient({ ...environment, onRequest: options.onRequest });
  const nodeCount = options.nodes ?? 2;
  for (let i = 1; i <= nodeCount; i++) client.seed(nodes, readyNode(`node-${i}`, clock.now()));
  const informers = new InformerSet(client, environment);
  const events = new EventBroadcaster(client, environment);
  const context = { client, informers, environment, events, settings: settingsOf(options.settings) };
  const running: Running[] = options.controllers.map((definition) => {
    const started = definition.start(context);
    if ("unavailable" in started) throw new Error(`${definition.name}: ${started.unavailable}`);
    return started;
  });
  informers.start();
  const hollow = nodeCount > 0 ? new HollowNodes(client, environment) : undefined;
  await clock.advance(1);
  return {
    clock,
    client,
    context,
    /** Lets time pass, in steps small enough for everything to react. */
    pass: (ms: number) => clock.advance(ms),
    stop: async () => {
      for (const controller of running) await controller.stop();
      await hollow?.stop();
      await events.stop();
      await informers.stop();
    },
  };
}

export function settingsOf(overrides: Partial<ControllerSettings> = {}): ControllerSettings {
  const defaults = Object.fromEntries(
    Object.entries(controllerManagerOptions).map(([name, option]) => [name, option.defaultValue as unknown]),
  );
  return { ...(defaults as unknown as ControllerSettings), credentials: {}, ...overrides };
}

export function readyNode(name: string, now: number) {
  const at = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return {
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    spec: {},
    status: {
      conditions: [
        { type: "Ready", status: "True", lastHeartbeatTime: at, lastTransitionTime: at, reason: "KubeletReady" },
      ],
    },
  };
}
