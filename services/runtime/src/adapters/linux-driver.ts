import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  MountPropagation,
  NamespaceMode,
  type LinuxContainerResources,
  type Mount,
  type PodSandboxConfig,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { CapabilitySets } from "../core/capabilities.js";
import {
  containerPlan,
  device,
  type ContainerSpec,
  type JoinedNamespaces,
  type PlannedMount,
} from "../core/container-plan.js";
import { must, NamespaceFlag, type Plan } from "../core/plan.js";
import { execPlan, type ProcessSpec } from "../core/process-plan.js";
import type { CniAttachment, ContainerRecord, SandboxRecord } from "../core/records.js";
import { formatResolvConf } from "../core/resolv-conf.js";
import { pausePlan, removeSandboxPlan, sandboxPlan, type KeptNamespace } from "../core/sandbox-plan.js";
import type { UnpackedLayer } from "../images/unpack.js";
import type { Usage } from "../core/stats.js";
import type { CgroupFs } from "./cgroup-fs.js";
import type { PodNetwork } from "./cni-network.js";
import type { DriverName } from "../core/choose-driver.js";
import type { Driver, SandboxParts } from "./driver.js";
import type { Folders } from "./folders.js";
import type { NativeHelper } from "./native-helper.js";
import { supervisedPid } from "./supervisor.js";
import { processUsage } from "./process-usage.js";

export interface LinuxDriverOptions {
  readonly helper: NativeHelper;
  readonly folders: Folders;
  readonly network: PodNetwork;
  /** Undefined where we may not write to control groups: no limits then. */
  readonly cgroups: CgroupFs | undefined;
  /** We are root of a user namespace only. */
  readonly inUserNamespace: boolean;
  readonly layersFolder: string;
  /** The first process of a container; 0 when it does not run. */
  readonly pidOf: (containerId: string) => number;
}

/** The control group of pods whose kubelet names none. */
export const DEFAULT_CGROUP_PARENT = "/flotilla";
/** Source: what Kubernetes calls the default proc mount. */
const MASKED_PATHS = [
  "/proc/asound",
  "/proc/acpi",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/sys/firmware",
  "/sys/devices/virtual/powercap",
];
const READONLY_PATHS = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

/** Containers in Linux namespaces on overlayfs, as root of the machine or of a user namespace. */
export class LinuxDriver implements Driver {
  readonly name: DriverName;
  readonly keepsOwners: boolean;

  constructor(private readonly options: LinuxDriverOptions) {
    this.name = options.inUserNamespace ? "user-namespace" : "namespaces";
    this.keepsOwners = !options.inUserNamespace;
  }

  networkMissing(): Promise<string> {
    return this.options.network.missing();
  }

  setPodCidr(cidr: string): void {
    this.options.network.setPodCidr(cidr);
  }

  privileges(capabilities: CapabilitySets): Pick<ProcessSpec, "capabilities" | "singleUser"> {
    return { capabilities, singleUser: this.options.inUserNamespace };
  }

  async createSandbox(id: string, config: PodSandboxConfig): Promise<SandboxParts> {
    const folder = this.options.folders.sandbox(id);
    await mkdir(folder, { recursive: true, mode: 0o711 });
    const own = ownNamespaces(config);
    let cni: CniAttachment | undefined;
    try {
      await this.writeEtc(folder, config);
      await this.options.helper.apply(
        sandboxPlan({ folder, own, hostname: config.hostname, sysctls: config.linux?.sysctls ?? {} }),
      );
      const attached = own.includes("net")
        ? await this.options.network.attach(id, join(folder, "net"), config)
        : undefined;
      cni = attached?.attachment;
      const pausePid = sharesPid(config) ? await this.startPause(id, config, own) : 0;
      return { own, ips: attached?.ips ?? [], cni, pausePid };
    } catch (error) {
      await this.disconnect(id, config, cni).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async restoreSandbox({ id, config, cni }: SandboxRecord): Promise<void> {
    if (cni) await this.options.network.restore(id, config, cni);
  }

  release(): Promise<void> {
    return this.options.network.release();
  }

  async destroySandbox(sandbox: SandboxRecord): Promise<void> {
    const pause = sandbox.pausePid > 0 ? await this.pauseOf(sandbox) : undefined;
    if (pause !== undefined) killQuietly(pause);
    await this.disconnect(sandbox.id, sandbox.config, sandbox.cni);
    if (sandbox.pausePid > 0) await this.options.cgroups?.remove(cgroupPath(sandbox.config, sandbox.id));
  }

  async startPlan(container: ContainerRecord, sandbox: SandboxRecord): Promise<Plan> {
    const { folders, cgroups } = this.options;
    const folder = folders.container(container.id);
    for (const name of ["upper", "work", "rootfs"]) await mkdir(join(folder, name), { recursive: true, mode: 0o755 });
    const cgroupProcs = cgroups ? await cgroups.create(cgroupOf(container), container.resources) : [];
    const security = container.config.linux?.securityContext;
    const spec: ContainerSpec = {
      process: container.process,
      namespaces: { ...(await this.joined(container, sandbox)), hostPid: pidMode(container) === NamespaceMode.NODE },
      layersFolder: this.options.layersFolder,
      layers: container.layers.length > 0 ? container.layers : [await this.emptyLayer()],
      upper: join(folder, "upper"),
      work: join(folder, "work"),
      rootfs: join(folder, "rootfs"),
      mounts: await this.mounts(container, sandbox),
      readonlyRootfs: security?.readonlyRootfs ?? false,
      privileged: security?.privileged ?? false,
      maskedPaths: security?.maskedPaths.length ? security.maskedPaths : MASKED_PATHS,
      readonlyPaths: security?.readonlyPaths.length ? security.readonlyPaths : READONLY_PATHS,
      cgroupProcs,
      oomScoreAdj: container.resources ? Number(container.resources.oomScoreAdj) : undefined,
      inUserNamespace: this.options.inUserNamespace,
    };
    const files = { log: container.logPath, socket: folders.socket(container.id), exits: folders.exits(container.id) };
    return containerPlan(files, spec);
  }

  execPlan(container: ContainerRecord, process: ProcessSpec): Plan {
    return execPlan(container.pid, process, this.options.cgroups?.procs(cgroupOf(container)) ?? []);
  }

  async afterExit(container: ContainerRecord): Promise<boolean> {
    const { cgroups } = this.options;
    if (!cgroups) return false;
    const path = cgroupOf(container);
    // In a PID namespace of its own all ended with the first process; in a shared one its children may live on.
    for (const pid of await cgroups.members(path)) killQuietly(pid);
    const ranOut = await cgroups.sawOutOfMemory(path);
    await cgroups.remove(path);
    return ranOut;
  }

  async limit(container: ContainerRecord, resources: LinuxContainerResources): Promise<void> {
    await this.options.cgroups?.limit(cgroupOf(container), resources);
  }

  async usage(container: ContainerRecord): Promise<Usage | undefined> {
    return this.options.cgroups ? this.options.cgroups.usage(cgroupOf(container)) : processUsage(container.pid);
  }

  relayPlan(sandbox: SandboxRecord, port: number): Plan {
    const join_ = sandbox.own.includes("net")
      ? [must("setns", this.namespaceFile(sandbox, "net"), NamespaceFlag.NET)]
      : [];
    return { steps: [...join_, must("relay", port)] };
  }

  async markWhiteouts(folder: string, layer: UnpackedLayer): Promise<void> {
    const attribute = this.options.inUserNamespace ? "user.overlay.opaque" : "trusted.overlay.opaque";
    const steps = [
      ...layer.whiteouts.map((path) => must("whiteout", join(folder, path))),
      ...layer.opaque.map((path) => must("xattr", join(folder, path), attribute, "y")),
    ];
    if (steps.length > 0) await this.options.helper.apply({ steps });
  }

  async releaseUnknown(known: ReadonlySet<string>): Promise<void> {
    const { folders, helper, network } = this.options;
    for (const id of await readdir(folders.sandboxes)) {
      if (known.has(id)) continue;
      // Plugins complain about what was never attached, which is as well.
      await network.detachLost(id, join(folders.sandbox(id), "net")).catch(() => undefined);
      await helper.apply(removeSandboxPlan(folders.sandbox(id)));
      await rm(folders.sandbox(id), { recursive: true, force: true });
    }
    await network.releaseUnknown(known);
  }

  private async disconnect(id: string, config: PodSandboxConfig, cni: CniAttachment | undefined): Promise<void> {
    const folder = this.options.folders.sandbox(id);
    if (cni) await this.options.network.detach(id, join(folder, "net"), config, cni);
    await this.options.helper.apply(removeSandboxPlan(folder));
  }

  private async startPause(id: string, config: PodSandboxConfig, own: readonly KeptNamespace[]): Promise<number> {
    const { folders, helper, cgroups } = this.options;
    const folder = folders.sandbox(id);
    const supervisor = [must("socket", folders.socket(id)), must("exits", join(folder, "exit"))];
    const procs = cgroups ? await cgroups.create(cgroupPath(config, id), undefined) : [];
    const kept = Object.fromEntries(own.map((name) => [name, join(folder, name)]));
    return helper.start(pausePlan(supervisor, helper.pause, join(folder, "pause"), procs, kept)).started;
  }

  private async writeEtc(folder: string, config: PodSandboxConfig): Promise<void> {
    if (config.dnsConfig)
      await writeFile(join(folder, "resolv.conf"), formatResolvConf(config.dnsConfig), { mode: 0o644 });
    if (config.hostname) await writeFile(join(folder, "hostname"), `${config.hostname}\n`, { mode: 0o644 });
  }

  private namespaceFile(sandbox: SandboxRecord, name: KeptNamespace): string {
    return join(this.options.folders.sandbox(sandbox.id), name);
  }

  private pauseOf(sandbox: SandboxRecord): Promise<number | undefined> {
    return supervisedPid(this.options.folders.socket(sandbox.id));
  }

  private async joined(container: ContainerRecord, sandbox: SandboxRecord): Promise<Partial<JoinedNamespaces>> {
    const kept = Object.fromEntries(sandbox.own.map((name) => [name, this.namespaceFile(sandbox, name)]));
    const target = container.config.linux?.securityContext?.namespaceOptions?.targetId ?? "";
    if (pidMode(container) === NamespaceMode.POD && sandbox.pausePid > 0)
      return { ...kept, pid: `/proc/${await this.pauseOf(sandbox)}/ns/pid` };
    if (pidMode(container) === NamespaceMode.TARGET)
      return { ...kept, pid: `/proc/${this.options.pidOf(target)}/ns/pid` };
    return kept;
  }

  private async mounts(container: ContainerRecord, sandbox: SandboxRecord): Promise<PlannedMount[]> {
    const folder = this.options.folders.sandbox(sandbox.id);
    const { mounts, devices } = container.config;
    const shm = device(sandbox.own.includes("ipc") ? join(folder, "shm") : "/dev/shm", "/dev/shm");
    const files = ["resolv.conf", "hostname"].map((name): PlannedMount => ({
      ...device(join(folder, name), `/etc/${name}`),
      devices: false,
    }));
    const present = await Promise.all(
      files.map((file) =>
        stat(file.source).then(
          () => true,
          () => false,
        ),
      ),
    );
    const taken = new Set(mounts.map((mount) => mount.containerPath));
    const privileged = container.config.linux?.securityContext?.privileged ? await hostDevices() : [];
    return [
      ...[shm, ...files.filter((_, index) => present[index])].filter((mount) => !taken.has(mount.target)),
      ...privileged,
      ...devices.map((item) => device(item.hostPath, item.containerPath)),
      ...mounts.map(plannedMount),
    ];
  }

  /** An image without layers still needs a lower folder. */
  private async emptyLayer(): Promise<string> {
    await mkdir(join(this.options.layersFolder, "empty"), { recursive: true, mode: 0o755 });
    return "empty";
  }
}

function plannedMount(mount: Mount): PlannedMount {
  const propagation = {
    [MountPropagation.PROPAGATION_HOST_TO_CONTAINER]: "slave",
    [MountPropagation.PROPAGATION_BIDIRECTIONAL]: "shared",
  } as const;
  return {
    source: mount.hostPath,
    target: mount.containerPath,
    readonly: mount.readonly,
    recursiveReadonly: mount.recursiveReadOnly,
    propagation: propagation[mount.propagation as keyof typeof propagation] ?? "private",
    devices: false,
  };
}

function ownNamespaces(config: PodSandboxConfig): KeptNamespace[] {
  const options = config.linux?.securityContext?.namespaceOptions;
  const own: KeptNamespace[] = [];
  // A pod on the node's network has the node's name too.
  if (options?.network !== NamespaceMode.NODE) own.push("net", "uts");
  if (options?.ipc !== NamespaceMode.NODE) own.push("ipc");
  return own;
}

function sharesPid(config: PodSandboxConfig): boolean {
  return config.linux?.securityContext?.namespaceOptions?.pid === NamespaceMode.POD;
}

/** CONTAINER unless the pod says otherwise. */
function pidMode(container: ContainerRecord): NamespaceMode {
  return container.config.linux?.securityContext?.namespaceOptions?.pid ?? NamespaceMode.CONTAINER;
}

function cgroupPath(config: PodSandboxConfig, id: string): string {
  return join(config.linux?.cgroupParent || DEFAULT_CGROUP_PARENT, id);
}

function cgroupOf(container: ContainerRecord): string {
  return join(container.cgroupParent || DEFAULT_CGROUP_PARENT, container.id);
}

/** All devices of the node, for privileged containers; terminals are the container's own. */
async function hostDevices(): Promise<PlannedMount[]> {
  const entries = await readdir("/dev", { withFileTypes: true });
  return entries
    .filter(
      (entry) =>
        (entry.isCharacterDevice() || entry.isBlockDevice()) &&
        !/^(ptmx|console|null|zero|full|u?random|tty)$/.test(entry.name),
    )
    .map((entry) => device(`/dev/${entry.name}`));
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone, which is what was wanted.
  }
}
