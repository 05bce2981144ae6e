import type { Service } from "@flotilla/api/types/core/v1.js";
import type { ApiClient, EventRecorder, Lister } from "@flotilla/client";
import type { Environment } from "@flotilla/service";
import type { ContainerRuntime } from "../adapters/container-runtime.js";
import type { NodeDns } from "../core/dns.js";
import type { RestartBackoff } from "../core/restart-backoff.js";
import type { VolumeManager } from "../volumes/volume-manager.js";
import type { ProberManager } from "./prober-manager.js";
import type { StatusManager } from "./status-manager.js";
import type { TokenManager } from "./token-manager.js";

/** What every pod worker of this Kubelet shares. */
export interface KubeletContext {
  readonly environment: Environment;
  readonly client: ApiClient;
  readonly runtime: ContainerRuntime;
  readonly runtimeName: string;
  readonly volumes: VolumeManager;
  readonly probes: ProberManager;
  readonly statuses: StatusManager;
  readonly tokens: TokenManager;
  readonly events: EventRecorder;
  readonly restartBackoff: RestartBackoff;
  readonly imageBackoff: RestartBackoff;
  readonly services: Lister<Service>;
  readonly nodeName: string;
  readonly hostIp: string;
  readonly dns: NodeDns;
  readonly nodeHosts: string;
  readonly logRoot: string;
  readonly cgroups: boolean;
  readonly nodeMemoryBytes: number;
  /** The node's `status.allocatable`. */
  allocatable(): Readonly<Record<string, string>>;
  /** Runs `start` when fewer than the permitted number of pods are being started. */
  limitStarts<T>(start: () => Promise<T>): Promise<T>;
}
