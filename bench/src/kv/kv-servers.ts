import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Our program as `flotilla up` runs it: bundled, with the same limit on its young generation. */
const KV_PROGRAM = fileURLToPath(new URL("../../../services/kv/dist/program.mjs", import.meta.url));
const KV_NODE_FLAGS = ["--max-semi-space-size=8"];
const READY_TIMEOUT_MS = 120_000;
/** Beyond what any workload writes. */
const QUOTA_BYTES = 8 * 1024 ** 3;

/** A store under measurement, as a process of its own. */
export interface KvServer {
  readonly address: string;
  /** From its start until it answered. */
  readonly startMs: number;
  /** What it has in memory, in bytes. */
  residentBytes(): number;
  /** Processor time that it has used, in seconds. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export interface KvServerKind {
  readonly name: string;
  /** Starts it on a data directory. */
  start(dataDir: string): Promise<KvServer>;
}

function serverOf(child: ChildProcess, address: string, startedAt: number): KvServer {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  return {
    address,
    startMs: performance.now() - startedAt,
    residentBytes: () => Number(/VmRSS:\s+(\d+) kB/.exec(proc("status"))![1]) * 1024,
    cpuSeconds() {
      // Fields 14 and 15, in ticks of 10 ms; the name in field 2 may hold spaces.
      const fields = proc("stat").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Our store, whose gRPC is served by the one or the other. */
const ourKv = (name: string, transport: "lean" | "grpc-js"): KvServerKind => ({
  name,
  async start(dataDir) {
    const startedAt = performance.now();
    const argv = [
      ...KV_NODE_FLAGS,
      KV_PROGRAM,
      "--transport",
      transport,
      "--listen-address",
      "127.0.0.1:0",
      "--data-dir",
      join(dataDir, `kv-${transport}`),
      "--log-level",
      "error",
    ];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    const line = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
    return serverOf(child, (JSON.parse(line) as { addresses: { grpc: string } }).addresses.grpc, startedAt);
  },
});

export const OUR_KINDS: readonly KvServerKind[] = [
  ourKv("flotilla kv", "lean"),
  ourKv("flotilla kv (grpc-js)", "grpc-js"),
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The etcd in PATH, or the one that ETCD names; undefined when there is none. */
export function etcd(): KvServerKind | undefined {
  const program = process.env["ETCD"] ?? "etcd";
  const version = /etcd Version: (\S+)/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];
  if (version === undefined) return undefined;
  return { name: `etcd ${version}`, start: (dataDir) => startEtcd(program, dataDir) };
}

async function startEtcd(program: string, dataDir: string): Promise<KvServer> {
  const [client, peer] = [await freePort(), await freePort()].map((port) => `http://127.0.0.1:${port}`);
  const flags = {
    "data-dir": join(dataDir, "etcd"),
    "listen-client-urls": client!,
    "advertise-client-urls": client!,
    "listen-peer-urls": peer!,
    "initial-advertise-peer-urls": peer!,
    "initial-cluster": `default=${peer}`,
    "quota-backend-bytes": String(QUOTA_BYTES),
    "log-level": "fatal",
  };
  const startedAt = performance.now();
  const argv = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const child = spawn(program, argv, { stdio: "ignore" });
  while (performance.now() - startedAt < READY_TIMEOUT_MS) {
    const healthy = await fetch(`${client}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return serverOf(child, client!.replace("http://", ""), startedAt);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGKILL");
  throw new Error(`${program} did not become healthy`);
}
