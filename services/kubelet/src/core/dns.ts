import type { DNSConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";

/** How names are resolved on this node and in this cluster. */
export interface NodeDns {
  /** Empty when there is no cluster DNS: pods then use the node's resolver. */
  readonly clusterServers: readonly string[];
  /** Such as "cluster.local". */
  readonly clusterDomain: string;
  /** From the node's resolv.conf. */
  readonly node: {
    readonly servers: readonly string[];
    readonly searches: readonly string[];
    readonly options: readonly string[];
  };
}

/** What a resolver reads at most. Source: glibc `MAXNS`, Kubernetes `MaxDNSSearchPaths`. */
const SERVERS_MAX = 3;
const SEARCHES_MAX = 32;

/** A pod's resolv.conf. Source: Kubernetes docs, "DNS for Services and Pods". */
export function podDns(pod: Pod, dns: NodeDns): DNSConfig {
  const base = baseDns(pod, dns);
  const extra = pod.spec?.dnsConfig;
  const options = new Map(base.options.map((option) => [option.split(":")[0] ?? "", option]));
  for (const option of extra?.options ?? []) {
    if (option.name)
      options.set(option.name, option.value === undefined ? option.name : `${option.name}:${option.value}`);
  }
  return {
    servers: unique([...base.servers, ...(extra?.nameservers ?? [])]).slice(0, SERVERS_MAX),
    searches: unique([...base.searches, ...(extra?.searches ?? [])]).slice(0, SEARCHES_MAX),
    options: [...options.values()],
  };
}

function baseDns(
  pod: Pod,
  dns: NodeDns,
): { servers: readonly string[]; searches: readonly string[]; options: readonly string[] } {
  const policy = pod.spec?.dnsPolicy ?? "ClusterFirst";
  if (policy === "None") return { servers: [], searches: [], options: [] };
  const cluster = policy === "ClusterFirstWithHostNet" || (policy === "ClusterFirst" && !pod.spec?.hostNetwork);
  if (!cluster || dns.clusterServers.length === 0) return dns.node;
  const { clusterDomain: domain } = dns;
  return {
    servers: dns.clusterServers,
    searches: [`${pod.metadata?.namespace ?? "default"}.svc.${domain}`, `svc.${domain}`, domain, ...dns.node.searches],
    options: ["ndots:5"],
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Reads a resolv.conf. */
export function parseResolvConf(text: string): NodeDns["node"] {
  const servers: string[] = [];
  let searches: string[] = [];
  let options: string[] = [];
  for (const line of text.split("\n")) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === "nameserver" && rest[0] !== undefined) servers.push(rest[0]);
    if (word === "search" || word === "domain") searches = rest;
    if (word === "options") options = [...options, ...rest];
  }
  return { servers, searches, options };
}
