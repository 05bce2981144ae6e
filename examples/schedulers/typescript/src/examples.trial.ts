import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually, TestCluster } from "@flotilla/testing";

const EXAMPLES = fileURLToPath(new URL("../../", import.meta.url));
const hasGo = spawnSync("go", ["version"]).status === 0;
const hasPython = spawnSync("python3", ["-c", "import grpc_tools"]).status === 0;

let cluster: TestCluster;
let endpoints: Record<string, string>;

beforeAll(async () => {
  cluster = await TestCluster.start(["--without", "kubelet,runtime,proxy"]);
  endpoints = (await cluster.status()).components.find(({ name }) => name === "apiserver")!.endpoints;
  await addNode("frugal", { "energy.flotilla.dev/idle-watts": "20", "energy.flotilla.dev/full-watts": "60" }, "2.5");
  await addNode("cheap", { "energy.flotilla.dev/idle-watts": "90", "energy.flotilla.dev/full-watts": "190" }, "0.5");
  await addNode("dear", {}, "9");
}, 200_000);

afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

async function addNode(name: string, annotations: Record<string, string>, price: string): Promise<void> {
  const metadata = { name, annotations, labels: { "price.flotilla.dev/per-hour": price } };
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "Node", metadata }) });
  const allocatable = { cpu: "2", memory: "4Gi", pods: "10" };
  const status = { capacity: allocatable, allocatable, conditions: [{ type: "Ready", status: "True" }] };
  await cluster.kubectl([
    "patch",
    "node",
    name,
    "--subresource=status",
    "--type=merge",
    "-p",
    JSON.stringify({ status }),
  ]);
}

/** Nodes of three pods of one CPU each, in order of their names, once all are bound. */
async function placesOf(schedulerName: string): Promise<string[]> {
  const pod = (index: number) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `${schedulerName}-${index}`, labels: { by: schedulerName } },
    spec: { schedulerName, containers: [{ name: "a", image: "a", resources: { requests: { cpu: "1" } } }] },
  });
  const items = [1, 2, 3].map(pod);
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
  const list = ["get", "pods", "-l", `by=${schedulerName}`, "-o", "jsonpath={.items[*].spec.nodeName}"];
  const places = await eventually(async () => {
    const names = (await cluster.kubectl(list)).split(" ").filter(Boolean);
    if (names.length < items.length) throw new Error(`bound so far: ${names.join()}`);
    return names;
  });
  await cluster.kubectl(["delete", "pods", "-l", `by=${schedulerName}`, "--force", "--grace-period=0"]);
  return places.toSorted();
}

async function whileRunning<T>(command: string, args: readonly string[], test: () => Promise<T>): Promise<T> {
  const child: ChildProcess = spawn(command, args, { stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    return await test();
  } finally {
    child.kill();
    await ended;
  }
}

function pki(file: string): string {
  return join(cluster.home, "pki", file);
}

test("TypeScript: pods gather where they cost the least power, and wake the next node only when that one is full", async () => {
  const flags = [
    "--apiserver",
    endpoints["grpc"]!,
    "--tls-ca-file",
    pki("ca.crt"),
    "--tls-cert-file",
    pki("scheduler.crt"),
    "--tls-key-file",
    pki("scheduler.key"),
  ];
  const places = await whileRunning("node", [join(EXAMPLES, "typescript/dist/main.js"), ...flags], () =>
    placesOf("energy"),
  );
  expect(places).toEqual(["cheap", "frugal", "frugal"]);
}, 60_000);

(hasPython ? test : test.skip)(
  "Python: the cheapest node is filled first",
  async () => {
    spawnSync(join(EXAMPLES, "python/generate.sh"), { stdio: "inherit" });
    const flags = ["--apiserver", endpoints["grpc"]!, "--pki", join(cluster.home, "pki")];
    const places = await whileRunning("python3", [join(EXAMPLES, "python/price_scheduler.py"), ...flags], () =>
      placesOf("price"),
    );
    expect(places).toEqual(["cheap", "cheap", "frugal"]);
  },
  60_000,
);

(hasGo ? test : test.skip)(
  "Go: every node gets one",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "fewest-pods-"));
    const built = spawnSync("go", ["build", "-o", join(folder, "scheduler"), "."], {
      cwd: join(EXAMPLES, "go"),
      encoding: "utf8",
    });
    expect(built.stderr).toBe("");
    const flags = [
      "--server",
      `https://${endpoints["rest"]!.replace("0.0.0.0", "127.0.0.1")}`,
      "--pki",
      join(cluster.home, "pki"),
    ];
    const places = await whileRunning(join(folder, "scheduler"), flags, () => placesOf("fewest-pods"));
    rmSync(folder, { recursive: true });
    expect(places).toEqual(["cheap", "dear", "frugal"]);
  },
  90_000,
);
