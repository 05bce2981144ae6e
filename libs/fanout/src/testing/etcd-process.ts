import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts, freePort } from "./nats-process.js";

/** Whether there is an etcd. */
export const hasEtcd = spawnSync("etcd", ["--version"]).status === 0;

const READY_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** A real etcd of one member on free ports, its data in a directory that is removed at the end. */
export class EtcdProcess {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<EtcdProcess> {
    const directory = await mkdtemp(join(tmpdir(), "fanout-etcd-"));
    const [port, peerPort] = [await freePort(), await freePort()];
    const [clientUrl, peerUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
    const flags = {
      "data-dir": directory,
      "listen-client-urls": clientUrl,
      "advertise-client-urls": clientUrl,
      "listen-peer-urls": peerUrl,
      "initial-advertise-peer-urls": peerUrl,
      "initial-cluster": `default=${peerUrl}`,
    };
    const argv = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    const etcd = new EtcdProcess(spawn("etcd", argv, { stdio: "ignore" }), directory, port);
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (!(await accepts(port))) {
      if (performance.now() > deadline) throw new Error("etcd did not start");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return etcd;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
    await rm(this.directory, { recursive: true, force: true });
  }
}
