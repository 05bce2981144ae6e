import { LinuxContainerResources } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { cgroupFolders, cpuWeight, limitWrites, parseCgroupMounts, sawOutOfMemory } from "./cgroup.js";

const V1 = [
  "30 20 0:26 / /sys/fs/cgroup rw shared:9 - tmpfs tmpfs ro,mode=755",
  "31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
  "32 30 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
  "33 30 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd",
  "34 30 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
].join("\n");
const V2 = "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate";

test("a hybrid host counts as v1; controllers may share a mount", () => {
  const layout = parseCgroupMounts(V1);
  expect(layout?.version).toBe(1);
  if (layout)
    expect(cgroupFolders(layout, "/a/b")).toEqual(["/sys/fs/cgroup/cpu,cpuacct/a/b", "/sys/fs/cgroup/memory/a/b"]);
});

test("v2 has one folder", () => {
  const layout = parseCgroupMounts(V2);
  expect(layout?.version).toBe(2);
  if (layout) expect(cgroupFolders(layout, "/a")).toEqual(["/sys/fs/cgroup/a"]);
});

test("no control groups", () => expect(parseCgroupMounts("1 1 0:1 / / rw - ext4 /dev/x rw")).toBeUndefined());

const resources = LinuxContainerResources.fromPartial({
  cpuShares: 1024n,
  cpuQuota: 50_000n,
  cpuPeriod: 100_000n,
  memoryLimitInBytes: 64n,
  memorySwapLimitInBytes: 96n,
});
const written = (version: 1 | 2, from = resources) =>
  Object.fromEntries(limitWrites(from, version).map(({ file, value }) => [file, value]));

test("limits in v1's words", () => {
  expect(written(1)).toEqual({
    "cpu.shares": "1024",
    "cpu.cfs_quota_us": "50000",
    "cpu.cfs_period_us": "100000",
    "memory.limit_in_bytes": "64",
    "memory.memsw.limit_in_bytes": "96",
  });
});

test("limits in v2's words: swap does not count memory", () => {
  expect(written(2)).toEqual({
    "cpu.weight": "39",
    "cpu.max": "50000 100000",
    "memory.max": "64",
    "memory.swap.max": "32",
  });
});

test("what is not set is left alone", () => {
  for (const version of [1, 2] as const) expect(written(version, LinuxContainerResources.fromPartial({}))).toEqual({});
});

test.each([
  [2n, 1],
  [1024n, 39],
  [262144n, 10000],
])("%s shares weigh %s", (shares, weight) => expect(cpuWeight(shares)).toBe(weight));

test("the kernel's words for a kill for memory", () => {
  expect(sawOutOfMemory("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n")).toBe(true);
  expect(sawOutOfMemory("low 0\nhigh 0\nmax 7\noom 1\noom_kill 0\n")).toBe(false);
});
