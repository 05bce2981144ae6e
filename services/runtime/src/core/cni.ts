import { Protocol, type PodSandboxConfig, type PortMapping } from "@flotilla/contracts/gen/runtime/v1/runtime.js";

/** One plugin of a network, with whatever settings are its own. */
export interface CniPlugin {
  readonly type: string;
  readonly capabilities?: Readonly<Record<string, boolean>>;
  readonly [setting: string]: unknown;
}

/** A network: a chain of plugins. Source: CNI specification 1.0.0. */
export interface CniNetwork {
  readonly cniVersion: string;
  readonly name: string;
  readonly plugins: readonly CniPlugin[];
}

export class BadCniConfig extends Error {
  override readonly name = "BadCniConfig";
}

const VERSION = "1.0.0";

/** Reads a .conflist, or a .conf with a single plugin. */
export function parseCniNetwork(text: string): CniNetwork {
  const { plugins, ...rest } = JSON.parse(text) as {
    plugins?: CniPlugin[];
    name?: string;
    cniVersion?: string;
    type?: string;
  };
  const { name, cniVersion = "0.2.0" } = rest;
  const chain = plugins ?? (rest.type === undefined ? [] : [rest as CniPlugin]);
  if (!name || chain.length === 0 || chain.some((plugin) => typeof plugin.type !== "string"))
    throw new BadCniConfig("a network needs a name and plugins with types");
  return { name, cniVersion, plugins: chain };
}

/** Our own network: a routed pair of interfaces for each pod, which needs neither a bridge nor netfilter on it. */
export function routedNetwork(podCidr: string, leaseFolder: string, withHostPorts: boolean): CniNetwork {
  const ptp: CniPlugin = {
    type: "ptp",
    ipMasq: true,
    ipam: { type: "host-local", dataDir: leaseFolder, ranges: [[{ subnet: podCidr }]], routes: [{ dst: "0.0.0.0/0" }] },
  };
  const portmap: CniPlugin = { type: "portmap", capabilities: { portMappings: true }, snat: true };
  return { cniVersion: VERSION, name: "flotilla", plugins: withHostPorts ? [ptp, portmap] : [ptp] };
}

/** All binaries that a network needs. */
export function requiredPlugins(network: CniNetwork): string[] {
  return network.plugins.flatMap((plugin) => {
    const ipam = plugin["ipam"] as { type?: string } | undefined;
    return ipam?.type ? [plugin.type, ipam.type] : [plugin.type];
  });
}

/** What a plugin gets on its standard input. */
export function pluginInput(
  network: CniNetwork,
  plugin: CniPlugin,
  ports: readonly PortMapping[],
  previous: unknown,
): string {
  const { capabilities, ...settings } = plugin;
  const runtimeConfig = capabilities?.["portMappings"] ? { portMappings: portMappings(ports) } : undefined;
  return JSON.stringify({
    ...settings,
    cniVersion: network.cniVersion,
    name: network.name,
    runtimeConfig,
    prevResult: previous,
  });
}

function portMappings(ports: readonly PortMapping[]): object[] {
  const names: Readonly<Record<number, string>> = {
    [Protocol.TCP]: "tcp",
    [Protocol.UDP]: "udp",
    [Protocol.SCTP]: "sctp",
  };
  return ports
    .filter((port) => port.hostPort > 0)
    .map((port) => ({
      hostPort: port.hostPort,
      containerPort: port.containerPort,
      protocol: names[port.protocol] ?? "tcp",
      hostIP: port.hostIp,
    }));
}

/** What a plugin gets in its environment. */
export function pluginEnvironment(
  command: "ADD" | "DEL",
  sandboxId: string,
  netns: string,
  config: PodSandboxConfig,
  path: string,
): Record<string, string> {
  const { namespace = "", name = "", uid = "" } = config.metadata ?? {};
  const args = {
    IgnoreUnknown: "1",
    K8S_POD_NAMESPACE: namespace,
    K8S_POD_NAME: name,
    K8S_POD_INFRA_CONTAINER_ID: sandboxId,
    K8S_POD_UID: uid,
  };
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: sandboxId,
    CNI_NETNS: netns,
    CNI_IFNAME: "eth0",
    CNI_PATH: path,
    CNI_ARGS: Object.entries(args)
      .map(([key, value]) => `${key}=${value}`)
      .join(";"),
  };
}

/** The addresses of a result, without their prefix lengths, in order. */
export function resultAddresses(result: unknown): string[] {
  const ips = (result as { ips?: readonly { address?: string }[] } | undefined)?.ips ?? [];
  return ips.flatMap(({ address }) => (address ? [address.split("/")[0] ?? ""] : []));
}
