import type { LinuxContainerResources, PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { CapabilitySets } from "../core/capabilities.js";
import type { Plan } from "../core/plan.js";
import type { ProcessSpec } from "../core/process-plan.js";
import type { CniAttachment, ContainerRecord, SandboxRecord } from "../core/records.js";
import type { Usage } from "../core/stats.js";
import type { UnpackedLayer } from "../images/unpack.js";

import type { DriverName } from "../core/choose-driver.js";

/** What making a sandbox has found. */
export interface SandboxParts {
  readonly own: SandboxRecord["own"];
  readonly ips: readonly string[];
  readonly cni: CniAttachment | undefined;
  readonly pausePid: number;
}

/** How far containers are kept apart; the rest of the runtime is the same for all. */
export interface Driver {
  readonly name: DriverName;
  /** Empty when pods can be given a network, otherwise what is missing. */
  networkMissing(): Promise<string>;
  setPodCidr(cidr: string): void;
  createSandbox(id: string, config: PodSandboxConfig): Promise<SandboxParts>;
  /** Takes up again, after a restart, what this process does for a sandbox. */
  restoreSandbox(sandbox: SandboxRecord): Promise<void>;
  /** Lets go of what this process does; pods and containers go on. */
  release(): Promise<void>;
  /** Undoes `createSandbox`; may be repeated. */
  destroySandbox(sandbox: SandboxRecord): Promise<void>;
  /** What processes of a container may do, for the capabilities that its pod asks for. */
  privileges(capabilities: CapabilitySets): Pick<ProcessSpec, "capabilities" | "singleUser">;
  /** Prepares the ground and answers what the helper has to do. */
  startPlan(container: ContainerRecord, sandbox: SandboxRecord): Promise<Plan>;
  execPlan(container: ContainerRecord, process: ProcessSpec): Plan;
  /** Frees what a container used, after its end: control groups, remaining processes. True when it ran out of memory. */
  afterExit(container: ContainerRecord): Promise<boolean>;
  limit(container: ContainerRecord, resources: LinuxContainerResources): Promise<void>;
  usage(container: ContainerRecord): Promise<Usage | undefined>;
  /** For a port of a pod's localhost: what the helper becomes. */
  relayPlan(sandbox: SandboxRecord, port: number): Plan;
  /** Marks in an unpacked layer what it takes away from those below. */
  markWhiteouts(folder: string, layer: UnpackedLayer): Promise<void>;
  /** Files keep the user and group that the image says. */
  readonly keepsOwners: boolean;
  /** Frees what belonged to sandboxes that are not known. */
  releaseUnknown(known: ReadonlySet<string>): Promise<void>;
}
