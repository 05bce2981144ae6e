import { CliError } from "../cli-error.js";
import type { ClusterState, ComponentState } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";
import { isAlive } from "../cluster/process-ref.js";
import { table } from "../output/table.js";

/** Shows what runs where; fails when the cluster does not run. */
export async function status(options: { readonly home: string; readonly output: "text" | "json" }): Promise<void> {
  await printStatus(new Home(options.home), options.output);
}

export async function printStatus(home: Home, output: "text" | "json"): Promise<void> {
  const state = await runningState(home);
  if (output === "json") {
    process.stdout.write(
      `${JSON.stringify({ home: home.path, kubeconfig: home.kubeconfigFile, ...state }, undefined, 2)}\n`,
    );
    return;
  }
  process.stdout.write(
    table(["COMPONENT", "STATE", "IMPLEMENTATION", "PID", "RESTARTS", "ENDPOINTS"], state.components.map(row)),
  );
}

/** The state of a cluster that runs. Throws CliError when it does not. */
export async function runningState(home: Home): Promise<ClusterState> {
  const state = await readJson<ClusterState>(home.stateFile);
  if (state === undefined) throw new CliError(`no cluster runs in ${home.path}; start one with \`flotilla up\``);
  if (!isAlive(state.supervisor))
    throw new CliError(
      `the supervisor of ${home.path} is gone; \`flotilla up\` starts it again, \`flotilla down\` cleans up`,
    );
  return state;
}

function row(component: ComponentState): string[] {
  const endpoints = Object.entries(component.endpoints).map(([face, address]) => `${face}=${address}`);
  return [
    component.name,
    component.state,
    component.implementation,
    String(component.process?.pid ?? "-"),
    String(component.restarts),
    endpoints.join(" "),
  ];
}
