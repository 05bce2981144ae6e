import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readKubeconfig } from "@flotilla/pki";
import { quietEnvironment } from "@flotilla/service";
import { CliError } from "../cli-error.js";
import type { ClusterSpec, ClusterState, RuntimeChoice } from "../cluster/cluster-spec.js";
import type { ProgramName } from "../cluster/component-plan.js";
import type { DaemonMessage } from "../cluster/daemon.js";
import { Home, readJson, writeJson } from "../cluster/home.js";
import { chooseNetworks } from "../cluster/networks.js";
import { checkPorts, choosePorts } from "../cluster/ports.js";
import { endProcess, isAlive } from "../cluster/process-ref.js";
import { Steps } from "../output/steps.js";
import { printStatus } from "./status.js";

export interface UpOptions {
  readonly home: string;
  readonly name: string;
  readonly nodes: number;
  readonly singleProcess: boolean;
  readonly port: number;
  readonly kvEndpoints?: string;
  readonly kvCaFile?: string;
  readonly kvCertFile?: string;
  readonly kvKeyFile?: string;
  readonly runtimeEndpoint?: string;
  readonly without: readonly string[];
  readonly output: "text" | "json";
}

const PROGRAMS: readonly ProgramName[] = ["kv", "apiserver", "scheduler", "controller-manager", "runtime", "kubelet", "proxy"];
const ORPHAN_GRACE_MS = 10_000;

/** Starts a cluster, or shows the one that runs: asking twice is harmless. */
export async function up(options: UpOptions): Promise<void> {
  const home = new Home(options.home);
  const steps = new Steps(process.stderr, options.output === "json");
  const state = await readJson<ClusterState>(home.stateFile);
  if (state !== undefined && isAlive(state.supervisor)) {
    steps.note(`the cluster in ${home.path} runs already`);
    return printStatus(home, options.output);
  }
  await home.prepare();
  if (state !== undefined) await endOrphans(state);
  const spec = await ensureSpec(home, options);
  await checkPorts(spec.ports);
  // A kubeconfig that somebody broke is not silently replaced.
  await readKubeconfig(home.kubeconfigFile);
  await startDaemon(home, steps);
  await printStatus(home, options.output);
  if (options.output === "text") process.stdout.write(`\nexport KUBECONFIG=${home.kubeconfigFile}\n`);
}

/** After a crash of the supervisor its components may still run: they would hold the ports and the data. */
async function endOrphans(state: ClusterState): Promise<void> {
  for (const component of [...state.components].reverse()) if (component.process !== undefined) await endProcess(component.process, ORPHAN_GRACE_MS);
}

/** What the home directory holds wins: `up` again continues with what is there. */
async function ensureSpec(home: Home, options: UpOptions): Promise<ClusterSpec> {
  const unknown = options.without.filter((name) => !PROGRAMS.includes(name as ProgramName));
  if (unknown.length > 0) throw new CliError(`--without ${unknown.join(",")}: there is no such component; there are ${PROGRAMS.join(", ")}`, 2);
  const existing = await readJson<ClusterSpec>(home.clusterFile);
  const { kvEndpoints, kvCaFile, kvCertFile, kvKeyFile, runtimeEndpoint } = options;
  const external = { kvEndpoints, kvCaFile, kvCertFile, kvKeyFile, runtimeEndpoint };
  const runtime = runtimeEndpoint === undefined ? await probeRuntime(home) : undefined;
  const nodes = nodeNames(options.name, Math.max(options.nodes, existing?.nodes.length ?? 0));
  const ports = { ...(await choosePorts(options.port, nodes)), ...existing?.ports };
  const spec: ClusterSpec = {
    version: 1,
    name: options.name,
    nodes,
    ...chooseNetworks(home.path, options.port === 0),
    ...existing,
    ports,
    ...(existing === undefined ? {} : { nodes }),
    singleProcess: options.singleProcess,
    external,
    runtime,
    without: [...options.without],
  };
  await writeJson(home.clusterFile, spec);
  return spec;
}

/** How containers will be kept apart, found by trying; told before anything starts. */
async function probeRuntime(home: Home): Promise<RuntimeChoice> {
  const { probeDriver, runtimeConfig } = await import("@flotilla/runtime");
  return probeDriver(runtimeConfig({ stateFolder: home.data("runtime-probe") }), quietEnvironment());
}

function nodeNames(cluster: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${cluster}-${index + 1}`);
}

/** Starts the daemon, shows its steps, and leaves it running when it is ready. */
async function startDaemon(home: Home, steps: Steps): Promise<void> {
  const log = openSync(home.logFile("supervisor"), "a");
  const entry = fileURLToPath(new URL("../bin/flotilla.js", import.meta.resolve("@flotilla/cli")));
  const child = spawn(process.execPath, ["--max-semi-space-size=2", entry, "supervise", "--home", home.path], { detached: true, stdio: ["ignore", log, log, "ipc"], env: { ...process.env, NODE_NO_WARNINGS: "1" } });
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message: DaemonMessage) => {
      if (message.kind === "step") steps.done(message.text, message.elapsedMs, message.detail);
      if (message.kind === "ready") resolve();
      if (message.kind === "failed") reject(new CliError(message.message));
    });
    child.on("exit", (code) => reject(new CliError(`the supervisor ended (exit code ${code ?? "unknown"}); see ${home.logFile("supervisor")}`)));
  });
  child.disconnect();
  child.unref();
}
