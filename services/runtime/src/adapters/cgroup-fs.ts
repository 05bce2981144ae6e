import { mkdir, readFile, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock } from "@flotilla/service";
import type { LinuxContainerResources } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Usage } from "../core/stats.js";
import {
  cgroupFolders,
  limitWrites,
  OUT_OF_MEMORY_FILE,
  parseCgroupMounts,
  parseFlatKeyed,
  sawOutOfMemory,
  type CgroupLayout,
} from "../core/cgroup.js";

/** A limit at or above this means none in v1. */
const NO_LIMIT = 1n << 62n;
const NANOSECONDS_PER_MICROSECOND = 1000n;
const REMOVE_TRIES = 20;
const REMOVE_PAUSE_MS = 5;

/** Control groups by writing to the file system ("cgroupfs" driver), in v1 and v2. */
export class CgroupFs {
  private constructor(
    readonly layout: CgroupLayout,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there are none, or none that we may write to. */
  static async probe(clock: Clock): Promise<CgroupFs | undefined> {
    const layout = parseCgroupMounts(await readFile("/proc/self/mountinfo", "utf8").catch(() => ""));
    if (!layout) return undefined;
    const folders = cgroupFolders(layout, `/flotilla-probe-${process.pid}`);
    try {
      for (const folder of folders) await mkdir(folder);
      return new CgroupFs(layout, clock);
    } catch {
      return undefined;
    } finally {
      for (const folder of folders) await rmdir(folder).catch(() => undefined);
    }
  }

  /** Makes a group; answers the files that a process writes itself into. */
  async create(path: string, resources: LinuxContainerResources | undefined): Promise<string[]> {
    if (this.layout.version === 2) await this.delegate(path);
    const folders = cgroupFolders(this.layout, path);
    for (const folder of folders) await mkdir(folder, { recursive: true });
    if (resources) await this.limit(path, resources);
    return folders.map((folder) => join(folder, "cgroup.procs"));
  }

  procs(path: string): string[] {
    return cgroupFolders(this.layout, path).map((folder) => join(folder, "cgroup.procs"));
  }

  async limit(path: string, resources: LinuxContainerResources): Promise<void> {
    for (const { controller, file, value } of limitWrites(resources, this.layout.version)) {
      const root = this.layout.controllers.get(controller);
      const target = root === undefined ? undefined : join(root, path, file);
      // Swap accounting is a boot option, and absent files are limits that this kernel cannot set.
      if (target !== undefined && (await stat(target).catch(() => undefined))) await writeFile(target, value);
    }
  }

  async sawOutOfMemory(path: string): Promise<boolean> {
    return sawOutOfMemory(await this.read("memory", path, OUT_OF_MEMORY_FILE[this.layout.version]));
  }

  /** The processes in a group. */
  async members(path: string): Promise<number[]> {
    const text = await readFile(this.procs(path)[0] ?? "", "utf8").catch(() => "");
    return text.split("\n").filter(Boolean).map(Number);
  }

  /** Removes a group that is empty or about to be. */
  async remove(path: string): Promise<void> {
    for (const folder of cgroupFolders(this.layout, path)) await removeFolder(folder, this.clock);
  }

  async usage(path: string): Promise<Usage | undefined> {
    return this.layout.version === 1 ? this.usageV1(path) : this.usageV2(path);
  }

  private async usageV1(path: string): Promise<Usage | undefined> {
    const [cpu, memory, limit, statText, pids] = await Promise.all([
      this.number("cpuacct", path, "cpuacct.usage"),
      this.number("memory", path, "memory.usage_in_bytes"),
      this.number("memory", path, "memory.limit_in_bytes"),
      this.read("memory", path, "memory.stat"),
      this.number("pids", path, "pids.current"),
    ]);
    if (cpu === undefined && memory === undefined) return undefined;
    const numbers = parseFlatKeyed(statText);
    return usageOf(cpu ?? 0n, memory ?? 0n, limit ?? 0n, pids ?? 0n, numbers, {
      inactive: "total_inactive_file",
      rss: "total_rss",
    });
  }

  private async usageV2(path: string): Promise<Usage | undefined> {
    const [cpuText, memory, limit, statText, pids] = await Promise.all([
      this.read("cpu", path, "cpu.stat"),
      this.number("memory", path, "memory.current"),
      this.number("memory", path, "memory.max"),
      this.read("memory", path, "memory.stat"),
      this.number("pids", path, "pids.current"),
    ]);
    if (!cpuText && memory === undefined) return undefined;
    const cpu = (parseFlatKeyed(cpuText).get("usage_usec") ?? 0n) * NANOSECONDS_PER_MICROSECOND;
    return usageOf(cpu, memory ?? 0n, limit ?? 0n, pids ?? 0n, parseFlatKeyed(statText), {
      inactive: "inactive_file",
      rss: "anon",
    });
  }

  private async read(controller: string, path: string, file: string): Promise<string> {
    const root = this.layout.controllers.get(controller);
    return root === undefined ? "" : readFile(join(root, path, file), "utf8").catch(() => "");
  }

  private async number(controller: string, path: string, file: string): Promise<bigint | undefined> {
    const text = (await this.read(controller, path, file)).trim();
    return /^\d+$/.test(text) ? BigInt(text) : undefined;
  }

  /** In v2 a group gets only the controllers that all above it pass on. */
  private async delegate(path: string): Promise<void> {
    const root = this.layout.controllers.get("memory") ?? "";
    const parents: string[] = [];
    for (let parent = dirname(path); parent !== "/"; parent = dirname(parent)) parents.unshift(parent);
    for (const parent of ["", ...parents]) {
      await mkdir(root + parent, { recursive: true });
      for (const controller of this.layout.controllers.keys())
        await writeFile(join(root + parent, "cgroup.subtree_control"), `+${controller}`).catch(() => undefined);
    }
  }
}

function usageOf(
  cpuNanoseconds: bigint,
  memoryBytes: bigint,
  limit: bigint,
  processes: bigint,
  numbers: ReadonlyMap<string, bigint>,
  names: { inactive: string; rss: string },
): Usage {
  const inactive = numbers.get(names.inactive) ?? 0n;
  return {
    cpuNanoseconds,
    memoryBytes,
    workingSetBytes: memoryBytes > inactive ? memoryBytes - inactive : 0n,
    rssBytes: numbers.get(names.rss) ?? 0n,
    pageFaults: numbers.get("pgfault") ?? 0n,
    majorPageFaults: numbers.get("pgmajfault") ?? 0n,
    processes,
    memoryLimitBytes: limit >= NO_LIMIT ? 0n : limit,
  };
}

/** The kernel lets go of the last process a moment after its parent has heard of its end; then rmdir says EBUSY. */
async function removeFolder(folder: string, clock: Clock): Promise<void> {
  for (let tries = 0; tries < REMOVE_TRIES; tries++) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY") return;
      await clock.sleep(REMOVE_PAUSE_MS);
    }
  }
}
