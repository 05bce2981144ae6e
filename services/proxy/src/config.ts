import { type CommonConfig, type ConfigOf, option } from "@flotilla/service";

/** Every flag of the Proxy. */
export const proxyOptions = {
  nodeName: option.string("", "Name of this node in the API; empty for the host's name."),
  nodeIp: option.string("", "Address by which pods reach this node; empty for the first one that is not loopback."),
  apiserver: option.address("127.0.0.1:6444", "gRPC address of the ApiServer."),
  mode: option.choice(
    ["auto", "nftables", "userspace"],
    "auto",
    "Where the rules are: in the kernel, or in this process; auto takes the kernel where it can.",
  ),
  table: option.string("flotilla", "Name of the nftables table; one for each Proxy in a network namespace."),
  podCidr: option.string("10.244.0.0/16", "Addresses of pods: they keep their own address when they use a cluster IP."),
  serviceCidr: option.string("10.96.0.0/16", "Addresses of Services: those that no Service has are dropped."),
  clusterDnsIp: option.string(
    "",
    "Address of the cluster's DNS Service (kube-system/kube-dns), such as 10.96.0.10; empty for no DNS.",
  ),
  clusterDomain: option.string("cluster.local", "Zone for which the DNS answers."),
  dnsPort: option.integer(10053, "Port of this node's DNS on the node's address, UDP and TCP; 0 picks a free one.", {
    min: 0,
    max: 65535,
  }),
  dnsUpstream: option.list(
    [],
    "Resolvers for all other names, as address or address:port; empty for those of /etc/resolv.conf.",
  ),
  debounce: option.durationMs(50, "How long changes are collected before they are applied together."),
  httpAddress: option.address("127.0.0.1:10256", "Address for health and metrics; port 0 picks a free one."),
  listenAddress: option.address("127.0.0.1:10266", "gRPC address of flotilla.proxy.v1; port 0 picks a free one."),
  tlsCaFile: option.path(
    undefined,
    "CA of the mesh, PEM. With it, and a certificate and key, all connections are mutually authenticated.",
  ),
  tlsCertFile: option.path(undefined, "Certificate of this service (user system:kube-proxy), PEM."),
  tlsKeyFile: option.path(undefined, "Its key, PEM."),
} as const;

export type ProxyConfig = ConfigOf<typeof proxyOptions> & CommonConfig;
