import { ensurePki, type Pki } from "@flotilla/pki";
import { systemClock } from "@flotilla/service";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { etcd } from "../kv/kv-servers.js";
import { RestClient } from "./rest-client.js";

const PROGRAM = fileURLToPath(new URL("../../../services/apiserver/dist/program.mjs", import.meta.url));
const READY_TIMEOUT_MS = 60_000;
/** Of the clock in /proc/PID/stat. */
const TICKS_PER_SECOND = 100;

/** An API server under measurement, as a process of its own, alone on an etcd of its own. */
export interface ApiServer {
  readonly name: string;
  /** "host:port", HTTPS. */
  readonly address: string;
  readonly etcdAddress: string;
  readonly pki: Pki;
  /** As an operator. */
  readonly client: RestClient;
  /** What it has in memory, in bytes; the etcd does not count. */
  residentBytes(): number;
  /** Processor time that it has used, in seconds. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export interface ApiServerKind {
  readonly name: string;
  start(): Promise<ApiServer>;
}

export const ourApiServer: ApiServerKind = {
  name: "flotilla apiserver",
  start: () => start("flotilla apiserver", runOurs),
};

/** The one that KUBE_APISERVER names; undefined when it names none. */
export function kubeApiServer(): ApiServerKind | undefined {
  const program = process.env["KUBE_APISERVER"] ?? "";
  if (!existsSync(program)) return undefined;
  const version = spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.trim();
  const name = version.replace("Kubernetes v", "kube-apiserver ");
  return { name, start: () => start(name, (pki, etcdAddress) => runKube(program, pki, etcdAddress)) };
}

type Run = (pki: Pki, etcdAddress: string) => Promise<{ child: ChildProcess; address: string }>;

async function start(name: string, run: Run): Promise<ApiServer> {
  const store = etcd();
  if (store === undefined) throw new Error("there is no etcd in PATH");
  const folder = await mkdtemp(join(tmpdir(), "bench-apiserver-"));
  const [kv, pki] = await Promise.all([store.start(folder), ensurePki({ home: folder, clock: systemClock })]);
  const { child, address } = await run(pki, kv.address);
  const client = new RestClient(address, pki);
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  const server: ApiServer = {
    name,
    address,
    etcdAddress: kv.address,
    pki,
    client,
    residentBytes: () => Number(/VmRSS:\s+(\d+) kB/.exec(proc("status"))![1]) * 1024,
    cpuSeconds() {
      // Fields 14 and 15; the name in field 2 may hold spaces.
      const fields = proc("stat").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    async stop() {
      client.close();
      if (child.exitCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      await kv.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await untilReady(server, child);
  return server;
}

async function untilReady({ client, name }: ApiServer, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const code = await client.send("GET", "/readyz").then(
      (response) => response.code,
      () => 0,
    );
    if (code === 200) return;
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} did not become ready`);
    await systemClock.sleep(100);
  }
}

async function runOurs(pki: Pki, etcdAddress: string) {
  const { certificateFile, keyFile } = pki.pair("apiserver");
  const flags = {
    "listen-address": "127.0.0.1:0",
    "grpc-listen-address": "127.0.0.1:0",
    "kv-endpoint": etcdAddress,
    "tls-cert-file": certificateFile,
    "tls-private-key-file": keyFile,
    "client-ca-file": pki.ca.certificateFile,
    "service-account-key-file": pki.serviceAccountKeyFile,
    "log-level": "error",
  };
  const nodeFlags = (process.env["BENCH_NODE_FLAGS"] ?? "").split(" ").filter((flag) => flag !== "");
  const child = spawn(process.execPath, [...nodeFlags, PROGRAM, ...argvOf(flags)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) => createInterface(child.stdout!).once("line", resolve));
  return { child, address: (JSON.parse(line) as { addresses: { rest: string } }).addresses.rest };
}

async function runKube(program: string, pki: Pki, etcdAddress: string) {
  const { certificateFile, keyFile } = pki.pair("apiserver");
  const port = await freePort();
  const flags = {
    "etcd-servers": `http://${etcdAddress}`,
    "bind-address": "127.0.0.1",
    "secure-port": String(port),
    "advertise-address": "192.0.2.2",
    "tls-cert-file": certificateFile,
    "tls-private-key-file": keyFile,
    "client-ca-file": pki.ca.certificateFile,
    "service-account-key-file": join(pki.directory, "sa.pub"),
    "service-account-signing-key-file": pki.serviceAccountKeyFile,
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-cluster-ip-range": "10.96.0.0/16",
    "authorization-mode": "Node,RBAC",
  };
  const child = spawn(program, argvOf(flags), { stdio: "ignore" });
  return { child, address: `127.0.0.1:${port}` };
}

function argvOf(flags: Readonly<Record<string, string>>): string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
