import { readFile } from "node:fs/promises";
import { isDueForRenewal } from "@flotilla/pki";
import { collectIdleGarbage, systemClock } from "@flotilla/service";
import { primaryAddress } from "../cluster/addresses.js";
import { adminClient } from "../cluster/admin-client.js";
import { keepCertificates } from "../cluster/certificate-keeper.js";
import type { ComponentPlan } from "../cluster/component-plan.js";
import { flags } from "../cluster/flags.js";
import type { Home } from "../cluster/home.js";
import { tableName } from "../cluster/networks.js";
import { kubeletPlan, runtimePlan } from "../cluster/node-plan.js";
import { ProcessRunner } from "../cluster/process-runner.js";
import { externalPart, logLine, startSupervised, stopwatch, type Tell } from "../cluster/run-supervised.js";
import { requestNodeCertificates } from "./node-certificates.js";
import { nodeFiles, readPair, writeNodeFiles } from "./node-files.js";
import type { NodeSpec } from "./node-spec.js";

/** The long-running half of `flotilla node join`: runs the components of one node until it is told to stop. */
export async function runNodeDaemon(home: Home, spec: NodeSpec, tell: Tell): Promise<void> {
  const { node, server, runtimeEndpoint } = spec;
  const files = nodeFiles(home, node);
  const { stopped } = await startSupervised({
    home,
    runner: new ProcessRunner(home),
    plans: planNode(spec, home, primaryAddress()),
    server,
    external:
      runtimeEndpoint === undefined
        ? []
        : [externalPart("runtime", "CRI runtime", runtimeEndpoint, "--runtime-endpoint")],
    foreignRuntime: runtimeEndpoint,
    tell,
    afterStart: async () => {
      if (spec.without.includes("kubelet")) return;
      const waited = stopwatch(tell);
      await adminClient(server, await readFile(files.caFile, "utf8"), await readPair(files.client)).untilNodesReady([
        node,
      ]);
      waited("node ready", node);
    },
  });
  keepCertificates(systemClock, logLine, () => renewNode(home, spec));
  tell({ kind: "ready" });
  collectIdleGarbage(systemClock);
  await stopped;
}

/** What runs on a node that joined. */
export function planNode(spec: NodeSpec, home: Home, nodeIp: string): ComponentPlan[] {
  const { node, apiserver, clusterDns, runtimeEndpoint: foreignRuntime, runtime, ports } = spec;
  const files = nodeFiles(home, node);
  // The ApiServer calls the Kubelet from elsewhere; nobody calls the Proxy.
  const kubelet = kubeletPlan({
    node,
    nodeIp,
    home,
    clusterDns,
    apiserver,
    foreignRuntime,
    runtime,
    grpcAddress: `${nodeIp}:${ports["kubelet.grpc"] ?? 0}`,
    httpAddress: `${nodeIp}:${ports["kubelet.http"] ?? 0}`,
    ...files,
  });
  const all = [
    ...(foreignRuntime === undefined ? [runtimePlan({ node, home, runtime })] : []),
    kubelet,
    proxyPlan(spec, home),
  ];
  const running = all.filter(({ program }) => !spec.without.includes(program));
  const names = new Set(running.map(({ name }) => name));
  return running.map((plan) => ({ ...plan, after: plan.after.filter((name) => names.has(name)) }));
}

function proxyPlan({ node, apiserver, ports, podCidr, serviceCidr }: NodeSpec, home: Home): ComponentPlan {
  const { caFile, client } = nodeFiles(home, node);
  const argv = flags({
    apiserver,
    nodeName: node,
    listenAddress: `127.0.0.1:${ports["proxy.grpc"] ?? 0}`,
    httpAddress: `127.0.0.1:${ports["proxy.http"] ?? 0}`,
    table: tableName(home.path),
    podCidr,
    serviceCidr,
    // As the node: a certificate of its own would have to be approved by hand.
    tlsCaFile: caFile,
    tlsCertFile: client.certificateFile,
    tlsKeyFile: client.keyFile,
  });
  return { name: "proxy", program: "proxy", argv, after: [], implementation: "flotilla proxy", reason: "the default" };
}

/** Asks for new certificates when one is due, as the node itself. */
async function renewNode(home: Home, { node, server }: NodeSpec): Promise<readonly string[]> {
  const files = nodeFiles(home, node);
  const [ca, client, serving] = await Promise.all([
    readFile(files.caFile, "utf8"),
    readPair(files.client),
    readPair(files.serving),
  ]);
  const due = [client, serving].some(({ certificate }) => isDueForRenewal(certificate, systemClock.now()));
  if (!due) return [];
  await writeNodeFiles(home, node, await requestNodeCertificates(server, ca, node, client), ca);
  return [`kubelet-${node}`, `kubelet-${node}-client`];
}
