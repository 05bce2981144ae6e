import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether there is a nats-server. */
export const hasNats = spawnSync("nats-server", ["--version"]).status === 0;

const READY_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real nats-server on a free port; it can be killed and started again on the same port. */
export class NatsProcess {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    readonly port: number,
  ) {}

  /** `config`: further lines of its configuration file; `files` are written beside it, `DIR` in the lines names their place. */
  static async start(config = "", files: Readonly<Record<string, string>> = {}): Promise<NatsProcess> {
    const directory = await mkdtemp(join(tmpdir(), "fanout-nats-"));
    const port = await freePort();
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const lines = `listen: "127.0.0.1:${port}"\n${config.replaceAll("DIR", directory)}\n`;
    await writeFile(join(directory, "nats.conf"), lines);
    const server = new NatsProcess(directory, port);
    await server.restart();
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    this.process = spawn("nats-server", ["-c", join(this.directory, "nats.conf")], { stdio: "ignore" });
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (!(await accepts(this.port))) {
      if (performance.now() > deadline) throw new Error("nats-server did not start");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async kill(): Promise<void> {
    const { process } = this;
    if (process === undefined || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Whether something listens at the port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const done = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
