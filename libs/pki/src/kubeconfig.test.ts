import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import {
  addToKubeconfig,
  KubeconfigError,
  makeKubeconfig,
  readKubeconfig,
  removeFromKubeconfig,
  updateKubeconfig,
  writeKubeconfig,
} from "./kubeconfig.js";

const entry = {
  name: "flotilla",
  server: "https://127.0.0.1:6443",
  ca: "CA",
  user: { certificate: "CERT", key: "KEY" },
};

describe("kubeconfig", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "flotilla-kubeconfig-"));
    path = join(directory, "sub", "config");
  });
  afterEach(() => rm(directory, { recursive: true }));

  test("cluster, user and context are named after the cluster; the file is for its owner only", async () => {
    await writeKubeconfig(path, makeKubeconfig(entry));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(parse(await readFile(path, "utf8"))).toEqual({
      apiVersion: "v1",
      kind: "Config",
      preferences: {},
      clusters: [
        { name: "flotilla", cluster: { server: "https://127.0.0.1:6443", "certificate-authority-data": "Q0E=" } },
      ],
      users: [{ name: "flotilla", user: { "client-certificate-data": "Q0VSVA==", "client-key-data": "S0VZ" } }],
      contexts: [{ name: "flotilla", context: { cluster: "flotilla", user: "flotilla" } }],
      "current-context": "flotilla",
    });
  });

  test("adding keeps the others and what we do not know, and replaces our own; removing undoes it", async () => {
    const other = {
      apiVersion: "v1",
      kind: "Config",
      extensions: [{ name: "x", extension: 1 }],
      clusters: [{ name: "work", cluster: { server: "https://work" } }],
      users: null,
      contexts: [{ name: "work", context: { cluster: "work", namespace: "n" } }],
      "current-context": "work",
    };
    await writeKubeconfig(path, other as never);
    await updateKubeconfig(path, (config) => addToKubeconfig(config, { ...entry, user: { token: "old" } }));
    await updateKubeconfig(path, (config) => addToKubeconfig(config, { ...entry, user: { token: "new" } }));
    const merged = await readKubeconfig(path);
    expect(merged.clusters.map((cluster) => cluster.name)).toEqual(["work", "flotilla"]);
    expect(merged.users).toEqual([{ name: "flotilla", user: { token: "new" } }]);
    expect(merged["current-context"]).toBe("flotilla");
    await updateKubeconfig(path, (config) => removeFromKubeconfig(config, "flotilla"));
    expect(await readKubeconfig(path)).toEqual({ ...other, users: [], "current-context": "" });
  });

  test("removing another than the current cluster leaves the current one", () => {
    expect(removeFromKubeconfig(makeKubeconfig(entry), "work")).toEqual(makeKubeconfig(entry));
  });

  test.each([
    ["YAML that is broken", "clusters: [", /is not YAML/],
    ["a list", "- a", /must hold a mapping/],
    ["another kind", "kind: Pod", /its kind is "Pod"/],
    ["another version", "apiVersion: v2", /unknown version "v2"/],
    ["clusters that are no list", "clusters: {a: b}", /"clusters" must be a list/],
    ["users without names", "users: [{user: {}}]", /"users" must be a list/],
  ])("a file with %s is an error and is left alone", async (_, text, message) => {
    const broken = join(directory, "config");
    await writeFile(broken, text);
    const update = updateKubeconfig(broken, (config) => addToKubeconfig(config, entry));
    await expect(update).rejects.toThrow(KubeconfigError);
    await expect(update).rejects.toThrow(message);
    expect(await readFile(broken, "utf8")).toBe(text);
    expect(await readdir(directory)).toEqual(["config"]);
  });

  test("many at once lose nothing", async () => {
    const names = Array.from({ length: 5 }, (_, index) => `cluster-${index}`);
    await Promise.all(
      names.map((name) => updateKubeconfig(path, (config) => addToKubeconfig(config, { ...entry, name }))),
    );
    expect((await readKubeconfig(path)).clusters.map((cluster) => cluster.name).sort()).toEqual(names);
  });

  test("a lock that stays says what to do", async () => {
    const locked = join(directory, "config");
    await writeFile(`${locked}.lock`, "");
    await expect(updateKubeconfig(locked, (config) => config)).rejects.toThrow(/is locked; .* remove .*config\.lock/);
  });
});
