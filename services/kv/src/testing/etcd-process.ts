import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether there is an etcd to compare with. */
export const hasEtcd = spawnSync("etcd", ["--version"]).status === 0;

const READY_TIMEOUT_MS = 20_000;

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

interface Member {
  readonly name: string;
  readonly clientUrl: string;
  readonly peerUrl: string;
}

/** A cluster of real etcd members on this machine. */
export class EtcdCluster {
  private readonly processes = new Map<string, ChildProcess>();

  private constructor(
    private readonly directory: string,
    private readonly members: readonly Member[],
  ) {}

  static async start(size: number): Promise<EtcdCluster> {
    const directory = await mkdtemp(join(tmpdir(), "kv-etcd-"));
    const ports = await freePorts(size * 2);
    const members = Array.from({ length: size }, (_, i) => ({
      name: `member${i}`,
      clientUrl: `http://127.0.0.1:${ports[2 * i]}`,
      peerUrl: `http://127.0.0.1:${ports[2 * i + 1]}`,
    }));
    const cluster = new EtcdCluster(directory, members);
    await Promise.all(members.map((member) => cluster.startMember(member.name)));
    return cluster;
  }

  /** "host:port" of each member, with commas between. */
  get endpoints(): string {
    return this.members.map(({ clientUrl }) => clientUrl.replace("http://", "")).join(",");
  }

  get memberNames(): string[] {
    return this.members.map(({ name }) => name);
  }

  async startMember(name: string): Promise<void> {
    const member = this.members.find((one) => one.name === name)!;
    const initialCluster = this.members.map((one) => `${one.name}=${one.peerUrl}`).join(",");
    const flags = {
      name,
      "data-dir": join(this.directory, name),
      "listen-client-urls": member.clientUrl,
      "advertise-client-urls": member.clientUrl,
      "listen-peer-urls": member.peerUrl,
      "initial-advertise-peer-urls": member.peerUrl,
      "initial-cluster": initialCluster,
    };
    const argv = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    this.processes.set(name, spawn("etcd", argv, { stdio: "ignore" }));
    await untilHealthy(member.clientUrl);
  }

  /** Ends a member on the spot. */
  async killMember(name: string): Promise<void> {
    const child = this.processes.get(name);
    if (child === undefined) return;
    this.processes.delete(name);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await Promise.all(this.memberNames.map((name) => this.killMember(name)));
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function untilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const healthy = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`etcd at ${url} did not become healthy`);
}
