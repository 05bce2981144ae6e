import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { grpcApiClient } from "@flotilla/client";
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
import { ContainerRuntime } from "./adapters/container-runtime.js";
import { kubeletRegistration } from "./adapters/kubelet-handlers.js";
import { serveNodeApi } from "./adapters/node-api.js";
import type { KubeletConfig } from "./config.js";
import { parseResolvConf } from "./core/dns.js";
import { podLogFolder } from "./core/names.js";
import { Kubelet } from "./kubelet.js";
import { primaryAddress, readMachine } from "./node/machine.js";
import { machineSignals } from "./node/node-guard.js";
import { VolumeManager } from "./volumes/volume-manager.js";

export interface KubeletDependencies {
  readonly environment: Environment;
  readonly apiserver: Channel;
  readonly runtime: Channel;
  readonly tls?: ServerTls | undefined;
}

export interface RunningKubelet extends Running {
  readonly nodeName: string;
  readonly addresses: { readonly grpc: string; readonly http: string; readonly https?: string };
  readonly registrations: readonly Registration[];
}

/** Wires a Kubelet together, registers its node, and begins to run its pods. */
export async function startKubelet(
  config: KubeletConfig,
  { environment, apiserver, runtime, tls }: KubeletDependencies,
): Promise<RunningKubelet> {
  const lifecycle = new Lifecycle();
  await mkdir(config.rootDir, { recursive: true });
  await mkdir(config.podLogsDir, { recursive: true });
  const machine = await readMachine(config.rootDir);
  const nodeName = config.nodeName || machine.hostname;
  const isRoot = process.getuid?.() === 0;
  const kubelet = await Kubelet.make({
    config,
    environment,
    client: grpcApiClient(apiserver, { fieldManager: "kubelet" }),
    runtime: new ContainerRuntime(runtime),
    volumes: new VolumeManager({ root: config.rootDir, canMount: isRoot }),
    machine,
    nodeName,
    hostIp: config.nodeIp || primaryAddress(),
    resolver: parseResolvConf(await readText("/etc/resolv.conf")),
    hosts: await readText("/etc/hosts"),
    cgroups: isRoot,
    signals: () => machineSignals(config.rootDir),
    removeLogs: ({ namespace, name, uid }) =>
      rm(join(config.podLogsDir, podLogFolder(namespace, name, uid)), { recursive: true, force: true }),
  });
  const registrations = [kubeletRegistration(kubelet.context, kubelet.manager)];
  const grpc = await lifecycle.start(() =>
    serveGrpc(registrations, { address: config.listenAddress, tls, log: environment.log }),
  );
  const http = await lifecycle.start(() =>
    serveHealth({ address: config.httpAddress, checks: new HealthChecks(), metrics: environment.metrics }),
  );
  const https =
    config.httpsAddress === "" || tls === undefined
      ? undefined
      : await lifecycle.start(() =>
          serveNodeApi(kubelet.context, kubelet.manager, {
            address: config.httpsAddress,
            tls,
            metrics: environment.metrics,
          }),
        );
  await kubelet.start({ grpc: grpc.address, httpPort: Number((https ?? http).address.split(":").at(-1)) });
  await lifecycle.start(() => kubelet);
  return {
    nodeName,
    addresses: { grpc: grpc.address, http: http.address, ...(https && { https: https.address }) },
    registrations,
    stop: () => lifecycle.stop(),
  };
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
