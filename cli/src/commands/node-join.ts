import { hostname } from "node:os";
import { CliError } from "../cli-error.js";
import { primaryAddress } from "../cluster/addresses.js";
import type { ClusterState } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";
import { portAt } from "../cluster/ports.js";
import { probeRuntime } from "../cluster/probe-runtime.js";
import { isAlive } from "../cluster/process-ref.js";
import { type RestClient, restClient } from "../cluster/rest-client.js";
import { endOrphans, startDaemon } from "../cluster/start-daemon.js";
import { parseToken, tokenText } from "../join/bootstrap-token.js";
import { discoverCluster } from "../join/cluster-info.js";
import { requestNodeCertificates } from "../join/node-certificates.js";
import { writeNodeFiles } from "../join/node-files.js";
import { type NodeSpec, readNodeSpec, writeNodeSpec } from "../join/node-spec.js";
import { Steps } from "../output/steps.js";
import { printStatus } from "./status.js";

export interface NodeJoinOptions {
  readonly home: string;
  readonly server?: string;
  readonly token?: string;
  readonly caHash: readonly string[];
  readonly nodeName?: string;
  readonly runtimeEndpoint?: string;
  readonly without: readonly string[];
  readonly output: "text" | "json";
}

const OPTIONAL = ["runtime", "kubelet", "proxy"];
const KUBELET_PORTS = { grpc: 10_260, http: 10_250 };
const PROXY_PORTS = { grpc: 10_266, http: 10_256 };

/** Makes this machine a node of a cluster that runs elsewhere; later, starts it again with what the home holds. */
export async function nodeJoin(options: NodeJoinOptions): Promise<void> {
  const home = new Home(options.home);
  const steps = new Steps(process.stderr, options.output === "json");
  const state = await readJson<ClusterState>(home.stateFile);
  if (state !== undefined && isAlive(state.supervisor)) {
    steps.note(`what is in ${home.path} runs already`);
    return printStatus(home, options.output);
  }
  if ((await readJson(home.clusterFile)) !== undefined)
    throw new CliError(`${home.path} is the home of a cluster; use another --home for the node`);
  const unknown = options.without.filter((name) => !OPTIONAL.includes(name));
  if (unknown.length > 0)
    throw new CliError(
      `--without ${unknown.join(",")}: there is no such component; there are ${OPTIONAL.join(", ")}`,
      2,
    );
  await home.prepare();
  if (state !== undefined) await endOrphans(state);
  if ((await readNodeSpec(home)) === undefined) await join(home, options, steps);
  await startDaemon(home, steps);
  await printStatus(home, options.output);
}

/** Gets the node its identity, and keeps it in the home. */
async function join(home: Home, options: NodeJoinOptions, steps: Steps): Promise<void> {
  const { server: address, token: text, caHash: hashes } = options;
  if (address === undefined || text === undefined || hashes.length === 0)
    throw new CliError("--server, --token and --ca-hash are needed to join; `flotilla token create` prints them", 2);
  const token = parseToken(text);
  const node = nodeNameOf(options.nodeName ?? hostname().toLowerCase());
  const server = `https://${address}`;
  const began = Date.now();
  const { ca, grpcPort, ...networks } = await discoverCluster(server, token, hashes);
  steps.done("cluster found", Date.now() - began, hashes.join(", "));
  const asked = Date.now();
  const certificates = await requestNodeCertificates(server, ca, node, { token: tokenText(token) });
  steps.done("certificates", Date.now() - asked, `signed for ${node}`);
  await writeNodeFiles(home, node, certificates, ca);
  const clusterDns = await findDns(restClient(server, { ca, ...certificates.client }));
  await writeNodeSpec(
    home,
    await specOf(home, options, { node, server, apiserver: `${hostOf(address)}:${grpcPort}`, clusterDns, ...networks }),
  );
}

async function specOf(
  home: Home,
  { runtimeEndpoint, without }: NodeJoinOptions,
  found: Pick<NodeSpec, "node" | "server" | "apiserver" | "clusterDns" | "podCidr" | "serviceCidr">,
): Promise<NodeSpec> {
  const nodeIp = primaryAddress();
  const ports = {
    "kubelet.grpc": await portAt(nodeIp, KUBELET_PORTS.grpc),
    "kubelet.http": await portAt(nodeIp, KUBELET_PORTS.http),
    "proxy.grpc": await portAt("127.0.0.1", PROXY_PORTS.grpc),
    "proxy.http": await portAt("127.0.0.1", PROXY_PORTS.http),
  };
  const runtime = runtimeEndpoint === undefined ? await probeRuntime(home) : undefined;
  return { version: 1, ...found, ports, runtimeEndpoint, runtime, without: [...without] };
}

/** The Service that every Kubernetes has for it. Undefined when there is none. */
async function findDns(client: RestClient): Promise<string | undefined> {
  const answer = await client.call("GET", "/api/v1/namespaces/kube-system/services/kube-dns");
  if (answer.status !== 200) return undefined;
  return (JSON.parse(answer.body) as { spec?: { clusterIP?: string } }).spec?.clusterIP;
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(":"));
}

/** Source: kubernetes, names of nodes are DNS subdomains. */
function nodeNameOf(name: string): string {
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
    throw new CliError(`--node-name ${name}: a name is lower-case letters, digits, dashes and dots`, 2);
  return name;
}
