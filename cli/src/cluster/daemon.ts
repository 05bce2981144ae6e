import { rm } from "node:fs/promises";
import { ensurePki, type Kubeconfig, makeKubeconfig, type Pki, writeKubeconfig } from "@flotilla/pki";
import { collectIdleGarbage, systemClock } from "@flotilla/service";
import { CliError } from "../cli-error.js";
import { primaryAddress } from "./addresses.js";
import { adminClient } from "./admin-client.js";
import type { ClusterSpec, ClusterState, ComponentState, ProcessRef } from "./cluster-spec.js";
import { planComponents } from "./component-plan.js";
import { Home, readJson, writeJson } from "./home.js";
import { ProcessRunner } from "./process-runner.js";
import { processRef } from "./process-ref.js";
import type { Runner } from "./runner.js";
import { Supervisor } from "./supervisor.js";

/** What the daemon tells the command that started it. */
export type DaemonMessage = { readonly kind: "step"; readonly text: string; readonly elapsedMs: number; readonly detail: string } | { readonly kind: "ready" } | { readonly kind: "failed"; readonly message: string };

/** The long-running half of `flotilla up`: runs the components of a home until it is told to stop. */
export async function runDaemon(home: Home, tell: (message: DaemonMessage) => void): Promise<void> {
  const spec = await readJson<ClusterSpec>(home.clusterFile);
  if (spec === undefined) throw new CliError(`there is no cluster in ${home.path}`);
  const nodeIp = primaryAddress();
  const timed = stopwatch(tell);
  const pki = await ensurePki({ home: home.path, clock: systemClock, hosts: [nodeIp, spec.name, serviceAddress(spec.serviceCidr)], nodes: spec.nodes });
  timed("certificates", pki.written.length === 0 ? "up to date" : `${pki.written.length} written`);

  const runner = await makeRunner(spec, home, pki);
  const server = `https://127.0.0.1:${spec.ports["apiserver.rest"] ?? 0}`;
  const writeState = stateWriter(home, spec, server);
  const supervisor = new Supervisor(runner, {
    started: (plan, elapsedMs) => tell({ kind: "step", text: plan.name, elapsedMs, detail: plan.implementation }),
    ended: (plan, why) => logLine("component.ended", { component: plan.name, why }),
    stopping: (plan) => (plan.program === "runtime" ? stopPods(home.socket(plan.name)) : Promise.resolve()),
    changed: (components) => void writeState(components),
  });
  const stopped = onStopSignal(async () => {
    await supervisor.stop();
    if (spec.external.runtimeEndpoint !== undefined) await stopPods(spec.external.runtimeEndpoint);
    await rm(home.stateFile, { force: true });
  });
  try {
    await writeState([]);
    await supervisor.start(planComponents(spec, home, pki, nodeIp));
    await writeKubeconfig(home.kubeconfigFile, adminKubeconfig(spec.name, server, pki));
    const waited = stopwatch(tell);
    // Without a Kubelet there is no node; without a ControllerManager none gets its part of the pod network.
    const canBeReady = !spec.without.includes("kubelet") && !spec.without.includes("controller-manager");
    const nodes = canBeReady ? spec.nodes : [];
    const admin = adminClient(server, pki);
    await admin.untilNodesReady(nodes);
    if (nodes[0] !== undefined) await admin.labelControlPlane(nodes[0]);
    waited("nodes ready", nodes.join(", "));
    await writeState(supervisor.components());
  } catch (error) {
    // Nothing half-started stays behind.
    await supervisor.stop();
    await rm(home.stateFile, { force: true });
    throw error;
  }
  tell({ kind: "ready" });
  collectIdleGarbage(systemClock);
  await stopped;
}

/** A runtime that does not answer has no pods that could be stopped. */
async function stopPods(endpoint: string): Promise<void> {
  const address = endpoint.startsWith("unix:") ? endpoint : `unix:${endpoint}`;
  const { drainRuntime } = await import("./drain-runtime.js");
  await drainRuntime(address).catch((error: unknown) => logLine("pods.not-stopped", { endpoint, error: String(error) }));
}

function logLine(event: string, fields: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
}

function adminKubeconfig(name: string, server: string, pki: Pki): Kubeconfig {
  const { certificate, key } = pki.pair("admin");
  return makeKubeconfig({ name, server, ca: pki.ca.certificate, user: { certificate, key } });
}

/** The light mode is loaded only when it is asked for: it brings every service into this process. */
async function makeRunner(spec: ClusterSpec, home: Home, pki: Pki): Promise<Runner> {
  if (!spec.singleProcess) return new ProcessRunner(home);
  const { InProcessRunner } = await import("./in-process-runner.js");
  return new InProcessRunner(pki, "info");
}

function stateWriter(home: Home, spec: ClusterSpec, server: string): (components: readonly ComponentState[]) => Promise<void> {
  const startedAt = new Date().toISOString();
  const external: ComponentState[] = [];
  if (spec.external.kvEndpoints !== undefined) external.push(externalPart("kv", "etcd", spec.external.kvEndpoints, "--kv-endpoints"));
  if (spec.external.runtimeEndpoint !== undefined) external.push(externalPart("runtime", "CRI runtime", spec.external.runtimeEndpoint, "--runtime-endpoint"));
  let last: Promise<void> = Promise.resolve();
  return (components) => {
    const state: ClusterState = { supervisor: processRef(process.pid) as ProcessRef, startedAt, server, components: [...external, ...components] };
    last = last.then(() => writeJson(home.stateFile, state));
    return last;
  };
}

function externalPart(name: string, implementation: string, endpoint: string, flag: string): ComponentState {
  return { name, implementation, reason: `given by ${flag}`, process: undefined, endpoints: { grpc: endpoint }, restarts: 0, state: "external" };
}

function stopwatch(tell: (message: DaemonMessage) => void): (text: string, detail: string) => void {
  const began = Date.now();
  return (text, detail) => tell({ kind: "step", text, elapsedMs: Date.now() - began, detail });
}

/** The first address of the Service range: the Service `kubernetes`. */
function serviceAddress(cidr: string): string {
  return (cidr.split("/")[0] ?? "").replace(/\d+$/, "1");
}

function onStopSignal(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (asked) return;
        asked = true;
        void stop().finally(resolve);
      });
    }
  });
}
