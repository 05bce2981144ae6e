import { resolve } from "node:path";
import { readKubeconfig } from "@flotilla/pki";
import { CliError } from "../cli-error.js";
import type { ClusterSpec, ClusterState } from "../cluster/cluster-spec.js";
import type { ProgramName } from "../cluster/component-plan.js";
import { Home, readJson, writeJson } from "../cluster/home.js";
import { chooseNetworks } from "../cluster/networks.js";
import { checkPorts, choosePorts } from "../cluster/ports.js";
import { probeRuntime } from "../cluster/probe-runtime.js";
import { isAlive } from "../cluster/process-ref.js";
import { endOrphans, startDaemon } from "../cluster/start-daemon.js";
import { readNodeSpec } from "../join/node-spec.js";
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
  readonly encryptionProviderConfig?: string;
  readonly without: readonly string[];
  readonly output: "text" | "json";
}

const PROGRAMS: readonly ProgramName[] = [
  "kv",
  "apiserver",
  "scheduler",
  "controller-manager",
  "runtime",
  "kubelet",
  "proxy",
];

/** Starts a cluster, or shows the one that runs: asking twice is harmless. */
export async function up(options: UpOptions): Promise<void> {
  const home = new Home(options.home);
  const steps = new Steps(process.stderr, options.output === "json");
  if ((await readNodeSpec(home)) !== undefined)
    throw new CliError(`${home.path} is the home of a node that joined another cluster; use another --home`);
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

/** What the home directory holds wins: `up` again continues with what is there. */
async function ensureSpec(home: Home, options: UpOptions): Promise<ClusterSpec> {
  const unknown = options.without.filter((name) => !PROGRAMS.includes(name as ProgramName));
  if (unknown.length > 0)
    throw new CliError(
      `--without ${unknown.join(",")}: there is no such component; there are ${PROGRAMS.join(", ")}`,
      2,
    );
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
    // Kept: without its keys, what they wrote could not be read again.
    encryptionConfig:
      options.encryptionProviderConfig === undefined
        ? existing?.encryptionConfig
        : resolve(options.encryptionProviderConfig),
    without: [...options.without],
  };
  await writeJson(home.clusterFile, spec);
  return spec;
}

function nodeNames(cluster: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${cluster}-${index + 1}`);
}
