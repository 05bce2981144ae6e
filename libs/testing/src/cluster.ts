import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandOptions, type CommandResult, mustRun, run } from "./command.js";

const FLOTILLA = fileURLToPath(new URL("../../../cli/bin/flotilla.js", import.meta.url));

/** Runs the built `flotilla` command. */
export function flotilla(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return run(process.execPath, [FLOTILLA, ...args], options);
}

export function mustFlotilla(args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return mustRun(process.execPath, [FLOTILLA, ...args], options);
}

/** A whole cluster in a folder and on ports of its own, started as a user would start it. */
export class TestCluster implements AsyncDisposable {
  private constructor(readonly home: string) {}

  /** `args` go to `flotilla up`. */
  static async start(args: readonly string[] = []): Promise<TestCluster> {
    const cluster = new TestCluster(await mkdtemp(join(tmpdir(), "flotilla-")));
    try {
      await mustFlotilla(["up", "--home", cluster.home, "--port", "0", ...args], { timeoutMs: 180_000 });
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
    return cluster;
  }

  get kubeconfig(): string {
    return join(this.home, "kubeconfig");
  }

  /** Runs kubectl against this cluster, whatever its exit code. */
  tryKubectl(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return run("kubectl", args, { ...options, env: { ...options.env, KUBECONFIG: this.kubeconfig, HOME: this.home } });
  }

  /** Runs kubectl against this cluster; throws when it fails. */
  kubectl(args: readonly string[], options: CommandOptions = {}): Promise<string> {
    return mustRun("kubectl", args, {
      ...options,
      env: { ...options.env, KUBECONFIG: this.kubeconfig, HOME: this.home },
    });
  }

  async status(): Promise<{
    components: {
      name: string;
      state: string;
      process?: { pid: number };
      restarts: number;
      endpoints: Record<string, string>;
    }[];
  }> {
    return JSON.parse(await mustFlotilla(["status", "--home", this.home, "-o", "json"]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await flotilla(["down", "--home", this.home]);
    await rm(this.home, { recursive: true, force: true });
  }
}
