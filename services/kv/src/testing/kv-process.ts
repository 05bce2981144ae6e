import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const MAIN = join(ROOT, "services/kv/src/main.ts");
/** Below node_modules, so that the bundle finds the packages left outside of it. */
const BUNDLE_DIRECTORY = join(ROOT, "node_modules/.cache/flotilla-kv");

/** Makes one file of the program, from source; returns its path. */
function bundle(): string {
  mkdirSync(BUNDLE_DIRECTORY, { recursive: true });
  const out = join(BUNDLE_DIRECTORY, `kv-${process.pid}.mjs`);
  const flags = ["--bundle", "--platform=node", "--format=esm", "--conditions=flotilla-source", "--log-level=error"];
  const external = ["classic-level", "@grpc/*", "pino", "prom-client", "@opentelemetry/*", "yaml", "@bufbuild/*"].map(
    (name) => `--external:${name}`,
  );
  const result = spawnSync(join(ROOT, "node_modules/.bin/esbuild"), [MAIN, ...flags, ...external, `--outfile=${out}`], {
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(`cannot bundle the store: ${result.stderr}`);
  return out;
}

let program: string | undefined;

/** The store as a process of its own, which can be killed. */
export class KvProcess {
  private static readonly running = new Set<KvProcess>();

  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    private readonly ended: Promise<number | null>,
  ) {}

  /** Starts it on a free port; fails with what it said when it does not come up. */
  static async start(dataDir: string, flags: readonly string[] = []): Promise<KvProcess> {
    program ??= bundle();
    const argv = ["--enable-source-maps", program, "--listen-address", "127.0.0.1:0", "--data-dir", dataDir, ...flags];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    const ready = new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
    const failed = ended.then((code) => {
      throw new Error(`the store ended with ${code}: ${complaints}`);
    });
    const line = await Promise.race([ready, failed]);
    failed.catch(() => undefined);
    const { addresses } = JSON.parse(line) as { addresses: { grpc: string } };
    const store = new KvProcess(child, addresses.grpc, ended);
    KvProcess.running.add(store);
    void ended.finally(() => KvProcess.running.delete(store));
    return store;
  }

  /** To be called after all tests: removes the bundle, and the store that a failed test has left behind. */
  static async cleanUp(): Promise<void> {
    await Promise.all([...KvProcess.running].map((store) => store.kill()));
    if (program !== undefined) rmSync(program);
    program = undefined;
  }

  get pid(): number {
    return this.child.pid!;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** Asks it to end; returns its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill("SIGTERM");
    return this.ended;
  }
}
