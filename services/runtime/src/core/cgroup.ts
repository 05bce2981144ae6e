import type { LinuxContainerResources } from "@flotilla/contracts/gen/runtime/v1/runtime.js";

/** How control groups are mounted: v1 has a folder for each controller, v2 ("unified") one for all. */
export interface CgroupLayout {
  readonly version: 1 | 2;
  /** Controller to mount point; for v2 each has the same. */
  readonly controllers: ReadonlyMap<string, string>;
}

/** A value to be put in a file of a cgroup. */
export interface CgroupWrite {
  readonly controller: string;
  readonly file: string;
  readonly value: string;
}

/** v1 controllers in which each container gets a group, when mounted. */
const CONTROLLERS = ["cpu", "cpuacct", "memory", "pids", "blkio", "freezer", "devices"];
const V2_CONTROLLERS = ["cpu", "memory", "pids", "io", "cpuset"];
const WEIGHT_MIN = 1;

/** Reads /proc/self/mountinfo. Undefined when no control groups are mounted. Hybrid hosts count as v1. */
export function parseCgroupMounts(mountinfo: string): CgroupLayout | undefined {
  const controllers = new Map<string, string>();
  let unified: string | undefined;
  for (const line of mountinfo.split("\n")) {
    const [left = "", right = ""] = line.split(" - ");
    const mountPoint = left.split(" ")[4] ?? "";
    const [type, , options = ""] = right.split(" ");
    if (type === "cgroup2") unified ??= mountPoint;
    if (type === "cgroup")
      for (const name of options.split(","))
        if (CONTROLLERS.includes(name) || name === "cpuset") controllers.set(name, mountPoint);
  }
  if (controllers.has("memory") || controllers.has("cpu")) return { version: 1, controllers };
  if (unified === undefined) return undefined;
  return { version: 2, controllers: new Map(V2_CONTROLLERS.map((name) => [name, unified])) };
}

/** The folders of one group; in v2 there is one. `path` begins with "/". */
export function cgroupFolders(layout: CgroupLayout, path: string): string[] {
  return [
    ...new Set(
      [...layout.controllers]
        .filter(([name]) => layout.version === 2 || name !== "cpuset")
        .map(([, root]) => root + path),
    ),
  ];
}

/** The limits that are set, as writes. Fields at zero stay as they are. */
export function limitWrites(resources: LinuxContainerResources, version: 1 | 2): CgroupWrite[] {
  const writes = version === 1 ? v1Writes(resources) : v2Writes(resources);
  return writes.filter((write): write is CgroupWrite => write !== undefined);
}

type MaybeWrite = CgroupWrite | undefined;

function v1Writes(r: LinuxContainerResources): MaybeWrite[] {
  return [
    positive("cpu", "cpu.shares", r.cpuShares),
    positive("cpu", "cpu.cfs_period_us", r.cpuPeriod),
    r.cpuQuota === 0n ? undefined : { controller: "cpu", file: "cpu.cfs_quota_us", value: String(r.cpuQuota) },
    positive("memory", "memory.limit_in_bytes", r.memoryLimitInBytes),
    positive("memory", "memory.memsw.limit_in_bytes", r.memorySwapLimitInBytes),
  ];
}

function v2Writes(r: LinuxContainerResources): MaybeWrite[] {
  const quota = r.cpuQuota > 0n ? String(r.cpuQuota) : "max";
  const swap = r.memorySwapLimitInBytes - r.memoryLimitInBytes;
  return [
    r.cpuShares === 0n ? undefined : { controller: "cpu", file: "cpu.weight", value: String(cpuWeight(r.cpuShares)) },
    r.cpuQuota === 0n && r.cpuPeriod === 0n
      ? undefined
      : { controller: "cpu", file: "cpu.max", value: r.cpuPeriod > 0n ? `${quota} ${r.cpuPeriod}` : quota },
    positive("memory", "memory.max", r.memoryLimitInBytes),
    r.memorySwapLimitInBytes > 0n && swap >= 0n
      ? { controller: "memory", file: "memory.swap.max", value: String(swap) }
      : undefined,
    ...Object.entries(r.unified).map(([file, value]) => ({ controller: file.split(".")[0] ?? "", file, value })),
  ];
}

function positive(controller: string, file: string, value: bigint): MaybeWrite {
  return value > 0n ? { controller, file, value: String(value) } : undefined;
}

/** Shares 2..262144 to weight 1..10000. Source: KEP-2254. */
export function cpuWeight(shares: bigint): number {
  return Math.max(WEIGHT_MIN, Math.floor(1 + ((Number(shares) - 2) * 9999) / 262142));
}

/** True when a limit of memory has killed something in the group. */
export function sawOutOfMemory(text: string): boolean {
  return /^oom_kill [1-9]/m.test(text);
}

/** The file of `sawOutOfMemory`. */
export const OUT_OF_MEMORY_FILE = { 1: "memory.oom_control", 2: "memory.events" } as const;

/** "key value" lines, as in memory.stat and cpu.stat. */
export function parseFlatKeyed(text: string): Map<string, bigint> {
  const pairs = text.split("\n").map((line) => line.split(" "));
  return new Map(
    pairs.filter(([, value]) => /^\d+$/.test(value ?? "")).map(([key = "", value = "0"]) => [key, BigInt(value)]),
  );
}
