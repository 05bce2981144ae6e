import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flotilla, TestCluster } from "@flotilla/testing";

/** What is asked wrongly gets one clear line and a non-zero exit, and changes nothing. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flotilla-bad-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test.each<{ name: string; args: string[]; says: RegExp }>([
  {
    name: "an unknown flag",
    args: ["up", "--nodez", "2"],
    says: /^error: unknown option '--nodez'\n\(Did you mean --nodes\?\)\n$/,
  },
  { name: "an unknown command", args: ["upp"], says: /^error: unknown command 'upp'\n\(Did you mean up\?\)\n$/ },
  {
    name: "a number that is none",
    args: ["up", "--nodes", "many"],
    says: /^error: option '--nodes <count>' argument 'many' is invalid\. nodes is a whole number from 0 to 50\.\n$/,
  },
  {
    name: "a port out of range",
    args: ["up", "--port", "70000"],
    says: /^error: .* port is a whole number from 0 to 65535\.\n$/,
  },
  {
    name: "a component that does not exist",
    args: ["up", "--without", "sheduler"],
    says: /^flotilla: --without sheduler: there is no such component; there are kv, .*\n$/,
  },
  {
    name: "a log that does not exist",
    args: ["logs", "sheduler"],
    says: /^flotilla: there is no log of "sheduler" in .*\n$/,
  },
])("$name", async ({ args, says }) => {
  const result = await flotilla(args, { env: { FLOTILLA_HOME: join(folder, "home") } });
  expect(result.code).toBeGreaterThan(0);
  expect(result.stderr).toMatch(says);
  expect(await readdir(folder)).toEqual(args[0] === "up" && args.includes("sheduler") ? ["home"] : []);
});

test("a port that is taken: named, and nothing runs", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  try {
    const result = await flotilla(["up", "--home", folder, "--port", String(port)]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`${port} (apiserver.rest)`);
    expect((await flotilla(["status", "--home", folder])).code).toBe(1);
  } finally {
    server.close();
  }
});

test("a home that cannot be written", async () => {
  const result = await flotilla(["up", "--home", "/proc/flotilla"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/^flotilla: the home directory \/proc\/flotilla cannot be written: \w+\n$/);
});

test("a kubeconfig that is broken is not replaced", async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "kubeconfig"), "{ this is not a kubeconfig");
  const result = await flotilla(["up", "--home", folder, "--port", "0"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(join(folder, "kubeconfig"));
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
});

describe("manifests", () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start(["--single-process", "--without", "runtime,kubelet,proxy,scheduler"]);
  }, 120_000);
  afterAll(() => cluster[Symbol.asyncDispose](), 60_000);

  const deployment = (spec: Record<string, unknown>): string =>
    JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        selector: { matchLabels: { a: "b" } },
        template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } },
        ...spec,
      },
    });

  test.each<{ name: string; manifest: string; says: string }>([
    {
      name: "a wrong type",
      manifest: deployment({ replicas: "three" }),
      says: "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
    },
    {
      name: "an unknown field",
      manifest: deployment({ replicaz: 3 }),
      says: 'strict decoding error: unknown field "spec.replicaz"',
    },
    {
      name: "an invalid value",
      manifest: deployment({ replicas: -1 }),
      says: 'The Deployment "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    },
  ])("$name", async ({ manifest, says }) => {
    const result = await cluster.tryKubectl(["create", "-f", "-"], { input: manifest });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(says);
    expect((await cluster.tryKubectl(["get", "deployment", "web"])).code).toBe(1);
  });
});
