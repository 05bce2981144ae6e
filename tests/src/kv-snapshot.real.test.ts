import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flotilla, mustFlotilla, TestCluster } from "@flotilla/testing";

/** What a user does to go back to an earlier state of a cluster. */
const CONTROL_PLANE_ONLY = ["--single-process", "--without", "runtime,kubelet,proxy,scheduler,controller-manager"];

let folder: string;
let file: string;
let cluster: TestCluster;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flotilla-snapshot-"));
  file = join(folder, "kv.snapshot");
  cluster = await TestCluster.start(CONTROL_PLANE_ONLY);
}, 200_000);

afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const inHome = (...args: string[]): string[] => [...args, "--home", cluster.home];

test("a cluster goes back to what was saved", async () => {
  await cluster.kubectl(["create", "configmap", "before"]);
  const saved = JSON.parse(await mustFlotilla(inHome("kv", "snapshot", "save", file, "-o", "json")));
  await cluster.kubectl(["create", "configmap", "after"]);
  expect(saved).toMatchObject({ file, revision: expect.any(Number), records: expect.any(Number) });
  const status = JSON.parse(await mustFlotilla(["kv", "snapshot", "status", file, "-o", "json"]));
  expect({ file, ...status }).toEqual(saved);

  const running = await flotilla(inHome("kv", "snapshot", "restore", file));
  expect(running.code).toBe(1);
  expect(running.stderr).toBe(`flotilla: the cluster in ${cluster.home} runs; stop it with \`flotilla down\` first\n`);

  await mustFlotilla(inHome("down"));
  const data = join(cluster.home, "data", "kv");
  const occupied = await flotilla(inHome("kv", "snapshot", "restore", file));
  expect(occupied.stderr).toBe(`flotilla: ${data} is not empty\n`);
  await rename(data, join(folder, "old"));
  const restored = JSON.parse(await mustFlotilla(inHome("kv", "snapshot", "restore", file, "-o", "json")));
  expect(restored).toEqual({ dataDir: data, ...status });

  await mustFlotilla(inHome("up"), { timeoutMs: 180_000 });
  const names = (await cluster.kubectl(["get", "configmaps", "-o", "name"])).trim().split("\n");
  expect(names).toContain("configmap/before");
  expect(names).not.toContain("configmap/after");
}, 400_000);

test("a file that is damaged, is none or is not there: one line, and nothing is made", async () => {
  const damaged = join(folder, "damaged");
  const bytes = await readFile(file);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(damaged, bytes);
  const dataDir = join(folder, "data");
  for (const path of [damaged, join(cluster.home, "cluster.json"), join(folder, "none")]) {
    const result = await flotilla(["kv", "snapshot", "restore", path, "--data-dir", dataDir]);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^flotilla: .+\n$/);
    await expect(readFile(dataDir)).rejects.toMatchObject({ code: "ENOENT" });
  }
});
