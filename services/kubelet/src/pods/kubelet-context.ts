import type { ConfigMap, Secret, Service } from "@flotilla/api/types/core/v1.js";
import type { ApiClient, EventRecorder, Lister } from "@flotilla/client";
import type { Environment } from "@flotilla/service";
import type { ContainerRuntime } from "../adapters/container-runtime.js";
import type { NodeDns } from "../core/dns.js";
import type { RestartBackoff } from "../core/restart-backoff.js";
import type { PodVolumes } from "../volumes/pod-volumes.js";
import type { ObjectWatcher } from "./object-watcher.js";
import type { ProberManager } from "./prober-manager.js";
import type { StatusManager } from "./status-manager.js";
import type { TokenManager } from "./token-manager.js";

/** What every pod worker of this Kubelet shares. */
export interface KubeletContext {
  readonly environment: Environment;
  readonly client: ApiClient;
  readonly runtime: ContainerRuntime;
  readonly runtimeName: string;
  readonly volumes: PodVolumes;
  readonly probes: ProberManager;
  readonly statuses: StatusManager;
  readonly tokens: TokenManager;
  readonly configMaps: ObjectWatcher<ConfigMap>;
  readonly secrets: ObjectWatcher<Secret>;
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
  /** Removes the logs of a pod that is gone. */
  removeLogs(pod: { readonly namespace: string; readonly name: string; readonly uid: string }): Promise<void>;
  /** The node's `status.allocatable`. */
  allocatable(): Readonly<Record<string, string>>;
  /** Does one of the steps that keep the machine busy (a sandbox, a container) when few enough others are being done. */
  limitStarts<T>(start: () => Promise<T>): Promise<T>;
}
