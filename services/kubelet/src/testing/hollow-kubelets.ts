import { services } from "@flotilla/api/resources.js";
import type { Service } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, Informer } from "@flotilla/client";
import { commonOptions, type Environment, readConfig, type Running } from "@flotilla/service";
import { ContainerRuntime } from "../adapters/container-runtime.js";
import { type KubeletConfig, kubeletOptions } from "../config.js";
import type { NodeSignals } from "../core/eviction.js";
import { Kubelet } from "../kubelet.js";
import type { Machine } from "../node/machine.js";
import { MemoryRuntime, type MemoryRuntimeOptions } from "./memory-runtime.js";
import { MemoryVolumes } from "./memory-volumes.js";

const GIBIBYTE = 1024 ** 3;

export const HOLLOW_MACHINE: Machine = {
  hostname: "hollow",
  os: "linux",
  architecture: "amd64",
  kernelVersion: "0",
  osImage: "hollow",
  machineId: "",
  bootId: "",
  cpuCount: 32,
  memoryBytes: 256 * GIBIBYTE,
  diskBytes: 1024 * GIBIBYTE,
};

const HEALTHY: NodeSignals = {
  memoryAvailableBytes: GIBIBYTE,
  diskAvailableBytes: GIBIBYTE,
  diskTotalBytes: GIBIBYTE,
  inodesFree: 1,
  inodesTotal: 1,
};

export interface HollowOptions extends Pick<MemoryRuntimeOptions, "course" | "onCall" | "images" | "addressPrefix"> {
  readonly nodeName: string;
  readonly config?: Partial<KubeletConfig>;
  readonly machine?: Machine;
  readonly services?: Informer<Service> | undefined;
  readonly runtime?: MemoryRuntime;
  readonly signals?: () => Promise<NodeSignals>;
}

export interface HollowKubelet extends Running {
  readonly kubelet: Kubelet;
  readonly runtime: MemoryRuntime;
  readonly volumes: MemoryVolumes;
}

/** A whole Kubelet that listens nowhere, on a runtime whose containers are timers and volumes that are maps. */
export async function startHollowKubelet(
  client: ApiClient,
  environment: Environment,
  options: HollowOptions,
): Promise<HollowKubelet> {
  const defaults = readConfig(
    "kubelet",
    { ...commonOptions, ...kubeletOptions },
    { argv: [], env: {} },
  ) as KubeletConfig;
  const runtime = options.runtime ?? new MemoryRuntime({ clock: environment.clock, ...options });
  const volumes = new MemoryVolumes();
  const kubelet = await Kubelet.make({
    config: { ...defaults, ...options.config },
    environment,
    client,
    runtime: new ContainerRuntime(runtime.channel()),
    volumes,
    machine: { ...(options.machine ?? HOLLOW_MACHINE), hostname: options.nodeName },
    nodeName: options.nodeName,
    hostIp: "127.0.0.1",
    resolver: { servers: [], searches: [], options: [] },
    hosts: "",
    cgroups: false,
    removeLogs: async () => undefined,
    signals: options.signals ?? (async () => HEALTHY),
    services: options.services,
  });
  await kubelet.start({ grpc: "", httpPort: 0 });
  return { kubelet, runtime, volumes, stop: () => kubelet.stop() };
}

/** Many of them in one process, with one copy of the Services for all. */
export async function startHollowKubelets(
  client: ApiClient,
  environment: Environment,
  count: number,
  options: Omit<HollowOptions, "nodeName">,
): Promise<Running & { readonly kubelets: readonly HollowKubelet[] }> {
  const shared = new Informer(client, services, environment);
  shared.start();
  const kubelets: HollowKubelet[] = [];
  for (let index = 0; index < count; index += 1)
    kubelets.push(
      await startHollowKubelet(client, environment, {
        ...options,
        nodeName: `hollow-${index}`,
        addressPrefix: `10.${index % 256}`,
        services: shared,
      }),
    );
  return {
    kubelets,
    async stop() {
      await Promise.all(kubelets.map((kubelet) => kubelet.stop()));
      await shared.stop();
    },
  };
}
