import { cp, lstat, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { supervisorSteps } from "../core/container-plan.js";
import { must, type Plan, type PlannedStep } from "../core/plan.js";
import type { ProcessSpec } from "../core/process-plan.js";
import type { ContainerRecord, SandboxRecord } from "../core/records.js";
import type { Usage } from "../core/stats.js";
import type { UnpackedLayer } from "../images/unpack.js";
import type { Driver, SandboxParts } from "./driver.js";
import type { Folders } from "./folders.js";
import { processUsage } from "./process-usage.js";

const SIGKILL = 9;
const UMASK = 0o022;
const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";

/**
 * Containers as plain processes: the image's files are copied to a folder, volumes are links in it, and the command
 * runs from there, as us, on the node's network. For machines that allow nothing else.
 */
export class ProcessDriver implements Driver {
  readonly name = "process";
  readonly keepsOwners = false;

  constructor(
    private readonly folders: Folders,
    private readonly layersFolder: string,
  ) {}

  async networkMissing(): Promise<string> {
    return "";
  }

  setPodCidr(): void {
    // Pods are on the node's network.
  }

  privileges(): Pick<ProcessSpec, "capabilities" | "singleUser"> {
    return { capabilities: { bounding: 0n, ambient: 0n }, singleUser: true };
  }

  async createSandbox(id: string): Promise<SandboxParts> {
    await mkdir(this.folders.sandbox(id), { recursive: true, mode: 0o711 });
    return { own: [], ips: [], cni: undefined, pausePid: 0 };
  }

  async restoreSandbox(): Promise<void> {
    // Nothing was made.
  }

  async release(): Promise<void> {
    // Nothing is held.
  }

  async destroySandbox(): Promise<void> {
    // Nothing was made.
  }

  async startPlan(container: ContainerRecord): Promise<Plan> {
    const root = this.root(container.id);
    await this.copyImage(container.layers, root);
    for (const mount of container.config.mounts) await linkVolume(root, mount.containerPath, mount.hostPath);
    await mkdir(join(root, container.process.cwd), { recursive: true });
    const files = {
      log: container.logPath,
      socket: this.folders.socket(container.id),
      exits: this.folders.exits(container.id),
    };
    const steps = [
      ...supervisorSteps(files, container.process),
      must("fork", 0),
      ...processSteps(root, container.process),
    ];
    return { steps, exec: await commandIn(root, container.process) };
  }

  execPlan(container: ContainerRecord, process: ProcessSpec): Plan {
    const root = this.root(container.id);
    const steps = [
      must("tty", Number(process.tty)),
      must("fork", 0),
      ...processSteps(root, process),
      must("diesWithParent", SIGKILL),
    ];
    return {
      steps,
      exec: {
        argv: process.argv.map((word, index) => (index === 0 && word.startsWith("/") ? join(root, word) : word)),
        env: environmentIn(root, process),
      },
    };
  }

  async afterExit(container: ContainerRecord): Promise<boolean> {
    // The first process leads a session, and so a process group, that its children are in unless they leave it.
    try {
      if (container.pid > 1) process.kill(-container.pid, "SIGKILL");
    } catch {
      // All of it has ended.
    }
    return false;
  }

  async limit(): Promise<void> {
    // Needs control groups.
  }

  usage(container: ContainerRecord): Promise<Usage | undefined> {
    return processUsage(container.pid);
  }

  relayPlan(_: SandboxRecord, port: number): Plan {
    return { steps: [must("relay", port)] };
  }

  /** As marker files, the way layers are shipped. */
  async markWhiteouts(folder: string, layer: UnpackedLayer): Promise<void> {
    for (const path of layer.whiteouts) await writeFile(join(folder, dirname(path), WHITEOUT + basename(path)), "");
    for (const path of layer.opaque) await writeFile(join(folder, path, OPAQUE), "");
  }

  async releaseUnknown(known: ReadonlySet<string>): Promise<void> {
    for (const id of await readdir(this.folders.sandboxes))
      if (!known.has(id)) await rm(this.folders.sandbox(id), { recursive: true, force: true });
  }

  private root(containerId: string): string {
    return join(this.folders.container(containerId), "rootfs");
  }

  private async copyImage(layers: readonly string[], root: string): Promise<void> {
    await mkdir(root, { recursive: true, mode: 0o755 });
    for (const layer of [...layers].reverse()) await applyLayer(join(this.layersFolder, layer), root);
  }
}

/** Puts a layer over what is there. */
async function applyLayer(layer: string, root: string): Promise<void> {
  const names = (await readdir(layer, { recursive: true })) as string[];
  for (const name of names.filter((path) => basename(path).startsWith(WHITEOUT))) {
    const folder = join(root, dirname(name));
    const gone =
      basename(name) === OPAQUE ? await readdir(folder).catch(() => []) : [basename(name).slice(WHITEOUT.length)];
    for (const path of gone) await rm(join(folder, path), { recursive: true, force: true });
  }
  await cp(layer, root, {
    recursive: true,
    verbatimSymlinks: true,
    force: true,
    filter: (source) => !basename(source).startsWith(WHITEOUT),
  });
}

async function linkVolume(root: string, containerPath: string, hostPath: string): Promise<void> {
  const target = join(root, containerPath);
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await symlink(hostPath, target);
}

function processSteps(root: string, process: ProcessSpec): PlannedStep[] {
  return [
    must("chdir", join(root, process.cwd)),
    ...(process.tty ? [must("terminal", "")] : []),
    must("noNewPrivileges", 1),
    must("umask", UMASK),
  ];
}

/** FLOTILLA_ROOT tells a program where its image is. */
function environmentIn(root: string, process: ProcessSpec): string[] {
  const path = process.env.find((variable) => variable.startsWith("PATH="))?.slice("PATH=".length) ?? "";
  const both = [...path.split(":").map((folder) => join(root, folder)), path].join(":");
  return [...process.env.filter((variable) => !variable.startsWith("PATH=")), `PATH=${both}`, `FLOTILLA_ROOT=${root}`];
}

/** An absolute command means the image's; when the image lacks it, the node's. */
async function commandIn(root: string, process: ProcessSpec): Promise<NonNullable<Plan["exec"]>> {
  const [command = "", ...args] = process.argv;
  const own = join(root, command);
  const isOwn =
    command.startsWith("/") &&
    (await lstat(own).then(
      () => true,
      () => false,
    ));
  return { argv: [isOwn ? own : command, ...args], env: environmentIn(root, process) };
}
