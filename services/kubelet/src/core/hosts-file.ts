import type { Pod } from "@flotilla/api/types/core/v1.js";
import { podHostname } from "./sandbox-config.js";

const STANDARD = [
  "127.0.0.1\tlocalhost",
  "::1\tlocalhost ip6-localhost ip6-loopback",
  "fe00::0\tip6-localnet",
  "fe00::0\tip6-mcastprefix",
  "fe00::1\tip6-allnodes",
  "fe00::2\tip6-allrouters",
];

/**
 * The /etc/hosts of a pod's containers. `nodeHosts` is the node's own file, for pods on the node's network.
 * Source: Kubernetes docs, "Adding entries to Pod /etc/hosts with HostAliases".
 */
export function hostsFile(pod: Pod, podIps: readonly string[], clusterDomain: string, nodeHosts: string): string {
  const aliases = (pod.spec?.hostAliases ?? []).map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join("\t")}`);
  const added = aliases.length === 0 ? "" : `\n# Entries added by HostAliases.\n${aliases.join("\n")}\n`;
  if (pod.spec?.hostNetwork) return `# Kubernetes-managed hosts file (host network).\n${nodeHosts}${added}`;
  const hostname = podHostname(pod);
  const fqdn = pod.spec?.subdomain
    ? `${hostname}.${pod.spec.subdomain}.${pod.metadata?.namespace ?? ""}.svc.${clusterDomain}\t`
    : "";
  const own = podIps.map((ip) => `${ip}\t${fqdn}${hostname}`);
  return `# Kubernetes-managed hosts file.\n${[...STANDARD, ...own].join("\n")}\n${added}`;
}
