import { ensurePki, type Kubeconfig, makeKubeconfig, type Pki, writeKubeconfig } from "@flotilla/pki";
import { collectIdleGarbage, systemClock } from "@flotilla/service";
import { CliError } from "../cli-error.js";
import { primaryAddress } from "./addresses.js";
import { adminClient } from "./admin-client.js";
import { keepCertificates } from "./certificate-keeper.js";
import type { ClusterSpec, ComponentState } from "./cluster-spec.js";
import { planComponents } from "./component-plan.js";
import { type Home, readJson } from "./home.js";
import { ProcessRunner } from "./process-runner.js";
import { externalPart, logLine, startSupervised, stopwatch, type Tell } from "./run-supervised.js";
import type { Runner } from "./runner.js";

/** The long-running half of `flotilla up`: runs the components of a home until it is told to stop. */
export async function runDaemon(home: Home, tell: Tell): Promise<void> {
  const spec = await readJson<ClusterSpec>(home.clusterFile);
  if (spec === undefined) throw new CliError(`there is no cluster in ${home.path}`);
  const nodeIp = primaryAddress();
  const timed = stopwatch(tell);
  const ensure = (): Promise<Pki> =>
    ensurePki({
      home: home.path,
      clock: systemClock,
      hosts: [nodeIp, spec.name, serviceAddress(spec.serviceCidr)],
      nodes: spec.nodes,
    });
  const pki = await ensure();
  timed("certificates", pki.written.length === 0 ? "up to date" : `${pki.written.length} written`);

  const server = `https://127.0.0.1:${spec.ports["apiserver.rest"] ?? 0}`;
  const publishKubeconfig = (fresh: Pki): Promise<void> =>
    writeKubeconfig(home.kubeconfigFile, adminKubeconfig(spec.name, server, fresh));
  const { stopped } = await startSupervised({
    home,
    runner: await makeRunner(spec, home, pki),
    plans: planComponents(spec, home, pki, nodeIp),
    server,
    external: externalParts(spec),
    foreignRuntime: spec.external.runtimeEndpoint,
    tell,
    afterStart: async () => {
      await publishKubeconfig(pki);
      await untilReady(spec, server, pki, tell);
    },
  });
  keepCertificates(systemClock, logLine, async () => {
    const fresh = await ensure();
    if (fresh.written.includes("admin") || fresh.written.includes("ca")) await publishKubeconfig(fresh);
    return fresh.written;
  });
  tell({ kind: "ready" });
  collectIdleGarbage(systemClock);
  await stopped;
}

async function untilReady(spec: ClusterSpec, server: string, pki: Pki, tell: Tell): Promise<void> {
  const waited = stopwatch(tell);
  // Without a Kubelet there is no node; without a ControllerManager none gets its part of the pod network.
  const canBeReady = !spec.without.includes("kubelet") && !spec.without.includes("controller-manager");
  const nodes = canBeReady ? spec.nodes : [];
  const admin = adminClient(server, pki.ca.certificate, pki.pair("admin"));
  await admin.untilNodesReady(nodes);
  if (nodes[0] !== undefined) await admin.labelControlPlane(nodes[0]);
  waited("nodes ready", nodes.join(", "));
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

function externalParts({ external: { kvEndpoints, runtimeEndpoint } }: ClusterSpec): ComponentState[] {
  return [
    ...(kvEndpoints === undefined ? [] : [externalPart("kv", "etcd", kvEndpoints, "--kv-endpoints")]),
    ...(runtimeEndpoint === undefined
      ? []
      : [externalPart("runtime", "CRI runtime", runtimeEndpoint, "--runtime-endpoint")]),
  ];
}

/** The first address of the Service range: the Service `kubernetes`. */
function serviceAddress(cidr: string): string {
  return (cidr.split("/")[0] ?? "").replace(/\d+$/, "1");
}
