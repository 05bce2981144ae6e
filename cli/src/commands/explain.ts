import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Decision,
  type ExplainResponse,
  SchedulerServiceDefinition,
} from "@flotilla/contracts/gen/flotilla/scheduler/v1/scheduler.js";
import { createClient, grpcChannel, RpcError, staticTls } from "@flotilla/service";
import { CliError } from "../cli-error.js";
import { Home } from "../cluster/home.js";
import { table } from "../output/table.js";
import { runningState } from "./status.js";

const TIMEOUT_MS = 10_000;

export interface ExplainOptions {
  readonly home: string;
  readonly namespace: string;
  readonly output: "text" | "json";
}

/** Prints why a pod is, or is not, where it is. */
export async function explainPod(name: string, { home: path, namespace, output }: ExplainOptions): Promise<void> {
  const response = await ask(new Home(path), namespace, name);
  process.stdout.write(output === "json" ? `${JSON.stringify(response, plain, 2)}\n` : describe(response.decision!));
}

async function ask(home: Home, namespace: string, name: string): Promise<ExplainResponse> {
  const { components } = await runningState(home);
  const address = components.find((component) => component.name === "scheduler")?.endpoints["grpc"];
  if (!address) throw new CliError("no scheduler of ours runs in this cluster");
  const pem = (file: string): Promise<string> => readFile(join(home.path, "pki", file), "utf8");
  const source = staticTls({
    ca: await pem("ca.crt"),
    certificate: await pem("admin.crt"),
    key: await pem("admin.key"),
  });
  const channel = grpcChannel(address, { tls: { source } });
  try {
    return await createClient(SchedulerServiceDefinition, channel).explain(
      { namespace, name },
      { timeoutMs: TIMEOUT_MS },
    );
  } catch (error) {
    if (error instanceof RpcError) throw new CliError(error.message);
    throw error;
  } finally {
    await channel.close();
  }
}

/** Revisions are larger than what JSON's numbers hold exactly. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** One row for each node; one column for each plugin that scored, as weight x score. */
export function describe({ pod, node, margin, message, nodes, preemption }: Decision): string {
  const plugins = nodes.find(({ fits }) => fits)?.pluginScores.map(({ plugin }) => plugin) ?? [];
  const head =
    node === ""
      ? `${pod} fits no node: ${message}`
      : `${pod} goes to ${node}, ${margin.toFixed(2)} points ahead of the next`;
  const rows = nodes.map((verdict) => [
    verdict.node,
    verdict.fits ? verdict.score.toFixed(2) : "-",
    ...plugins.map((plugin) => scoreOf(verdict.pluginScores, plugin)),
    verdict.refusals.map(({ plugin, reason }) => `${plugin}: ${reason}`).join("; "),
  ]);
  const victims =
    preemption &&
    `evicting ${preemption.victims.join(", ")} would make room on ${preemption.node} (${preemption.reason})\n`;
  return `${head}\n${victims ?? ""}\n${table(["NODE", "SCORE", ...plugins.map(shortened), "REFUSED BY"], rows)}`;
}

function scoreOf(scores: Decision["nodes"][number]["pluginScores"], plugin: string): string {
  const found = scores.find((score) => score.plugin === plugin);
  return found ? `${found.weight}x${found.normalized}` : "-";
}

/** "NodeResourcesBalancedAllocation" is BALANCEDALLOCATION: columns are narrow. */
function shortened(plugin: string): string {
  return plugin.replace(/^(NodeResources|Node|Pod|Inter)/, "").toUpperCase();
}
