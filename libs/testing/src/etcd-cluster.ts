import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createCa, DAY_MS, issue } from "@flotilla/pki";
import { mustRun } from "./command.js";
import { eventually } from "./eventually.js";

const MEMBERS = 3;
const HOST = "127.0.0.1";

interface Member {
  readonly name: string;
  readonly clientPort: number;
  readonly peerPort: number;
  process: ChildProcess | undefined;
}

/** Three real etcd members that speak to clients, and to each other, over mutual TLS. */
export class TestEtcdCluster implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly members: readonly Member[],
  ) {}

  static async start(folder: string): Promise<TestEtcdCluster> {
    await writeCertificates(folder);
    const members: Member[] = [];
    for (let index = 0; index < MEMBERS; index += 1)
      members.push({ name: `m${index}`, clientPort: await freePort(), peerPort: await freePort(), process: undefined });
    const cluster = new TestEtcdCluster(folder, members);
    for (const member of members) cluster.#startMember(member);
    await cluster.untilHealthy();
    return cluster;
  }

  /** "host:port,host:port,host:port", as `--kv-endpoints` wants it. */
  get endpoints(): string {
    return this.members.map(({ clientPort }) => `${HOST}:${clientPort}`).join(",");
  }

  /** What `flotilla up` has to be told of this store. */
  get flags(): string[] {
    return [
      "--kv-endpoints",
      this.endpoints,
      "--kv-ca-file",
      this.#file("ca.crt"),
      "--kv-cert-file",
      this.#file("client.crt"),
      "--kv-key-file",
      this.#file("client.key"),
    ];
  }

  async stopMember(index: number): Promise<void> {
    const member = this.members[index] as Member;
    const ended = new Promise((resolve) => member.process?.once("exit", resolve));
    member.process?.kill("SIGKILL");
    await ended;
    member.process = undefined;
  }

  async startMember(index: number): Promise<void> {
    this.#startMember(this.members[index] as Member);
    await this.untilHealthy();
  }

  /** Resolves when every member answers. */
  async untilHealthy(): Promise<void> {
    await eventually(() =>
      mustRun("etcdctl", [...this.#clientFlags(), "endpoint", "health"], { env: { ETCDCTL_API: "3" } }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [index, member] of this.members.entries())
      if (member.process !== undefined) await this.stopMember(index);
    await rm(this.folder, { recursive: true, force: true });
  }

  #startMember(member: Member): void {
    const log = openSync(this.#file(`${member.name}.log`), "a");
    const peers = this.members.map(({ name, peerPort }) => `${name}=https://${HOST}:${peerPort}`).join(",");
    const client = `https://${HOST}:${member.clientPort}`;
    const peer = `https://${HOST}:${member.peerPort}`;
    const flags = [
      ["--name", member.name],
      ["--data-dir", this.#file(member.name)],
      ["--listen-client-urls", client],
      ["--advertise-client-urls", client],
      ["--listen-peer-urls", peer],
      ["--initial-advertise-peer-urls", peer],
      ["--initial-cluster", peers],
      ["--trusted-ca-file", this.#file("ca.crt")],
      ["--cert-file", this.#file("server.crt")],
      ["--key-file", this.#file("server.key")],
      ["--peer-trusted-ca-file", this.#file("ca.crt")],
      ["--peer-cert-file", this.#file("server.crt")],
      ["--peer-key-file", this.#file("server.key")],
    ].flat();
    member.process = spawn("etcd", [...flags, "--client-cert-auth", "--peer-client-cert-auth"], {
      stdio: ["ignore", log, log],
    });
    closeSync(log);
  }

  #clientFlags(): string[] {
    const endpoints = this.members.map(({ clientPort }) => `https://${HOST}:${clientPort}`).join(",");
    return [
      `--endpoints=${endpoints}`,
      `--cacert=${this.#file("ca.crt")}`,
      `--cert=${this.#file("client.crt")}`,
      `--key=${this.#file("client.key")}`,
    ];
  }

  #file(name: string): string {
    return join(this.folder, name);
  }
}

async function writeCertificates(folder: string): Promise<void> {
  const now = Date.now();
  const ca = await createCa("etcd-ca", DAY_MS, now);
  const server = await issue(
    ca,
    { commonName: "etcd", hosts: [HOST, "localhost"], usages: ["server", "client"], validityMs: DAY_MS },
    now,
  );
  const client = await issue(
    ca,
    { commonName: "kube-apiserver-kv-client", usages: ["client"], validityMs: DAY_MS },
    now,
  );
  await writeFile(join(folder, "ca.crt"), ca.certificate);
  for (const [name, pair] of [["server", server] as const, ["client", client] as const]) {
    await writeFile(join(folder, `${name}.crt`), pair.certificate);
    await writeFile(join(folder, `${name}.key`), pair.key, { mode: 0o600 });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, HOST, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
