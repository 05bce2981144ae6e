import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leanChannel, type Channel } from "@flotilla/service";

export interface Etcd {
  readonly channel: Channel;
  /** "host:port". */
  readonly address: string;
  stop(): Promise<void>;
}

/** A real etcd with an empty store, for as long as a test runs. */
export async function startEtcd(): Promise<Etcd> {
  const folder = await mkdtemp(join(tmpdir(), "flotilla-etcd-"));
  const [client, peer] = await Promise.all([freePort(), freePort()]);
  const urls = [
    "--listen-client-urls",
    `http://127.0.0.1:${client}`,
    "--advertise-client-urls",
    `http://127.0.0.1:${client}`,
  ];
  const peerUrl = `http://127.0.0.1:${peer}`;
  const peers = [
    "--listen-peer-urls",
    peerUrl,
    "--initial-advertise-peer-urls",
    peerUrl,
    "--initial-cluster",
    `default=${peerUrl}`,
  ];
  const child = spawn("etcd", ["--data-dir", folder, "--unsafe-no-fsync", ...urls, ...peers], { stdio: "ignore" });
  const channel = leanChannel(`127.0.0.1:${client}`, { connectWaitMs: 20_000 });
  return {
    channel,
    address: `127.0.0.1:${client}`,
    stop: async () => {
      await channel.close();
      const ended = once(child, "exit");
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
