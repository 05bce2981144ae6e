import { type CommonConfig, type ConfigOf, option } from "@flotilla/service";

/** Every flag of the Kubelet. */
export const kubeletOptions = {
  nodeName: option.string("", "Name of this node in the API; empty for the host's name."),
  nodeIp: option.string("", "Address by which others reach this node; empty for the first one that is not loopback."),
  nodeLabels: option.list([], "Labels for the node, such as zone=a."),
  registerWithTaints: option.list(
    [],
    "Taints for a node that is registered for the first time, such as dedicated=db:NoSchedule.",
  ),
  apiserver: option.address("127.0.0.1:6444", "gRPC address of the ApiServer."),
  runtimeEndpoint: option.address("unix:/run/flotilla/runtime.sock", "CRI socket of the container runtime."),
  rootDir: option.path(".flotilla/kubelet", "Folder for pods' volumes."),
  podLogsDir: option.path(".flotilla/pod-logs", "Folder for containers' logs."),
  httpAddress: option.address("127.0.0.1:10250", "Address for health and metrics; port 0 picks a free one."),
  httpsAddress: option.string(
    "",
    "Address of the HTTPS face for monitoring (/pods, /stats/summary, /metrics/resource), such as 0.0.0.0:10250; needs the serving pair; empty for none.",
  ),
  listenAddress: option.address("127.0.0.1:10260", "gRPC address of flotilla.kubelet.v1; port 0 picks a free one."),
  staticPodPath: option.path(undefined, "Folder with files of pods that run without being asked for by the API."),
  clusterDns: option.list([], "Addresses of the cluster's DNS servers; empty: pods use the node's resolver."),
  clusterDomain: option.string("cluster.local", "Domain of the cluster's services."),
  containerLogMaxBytes: option.integer(
    10 * 1024 * 1024,
    "Size at which a container's log is put aside and a new one begun, in bytes.",
    { min: 1 },
  ),
  containerLogMaxFiles: option.integer(
    5,
    "How many files of a container's log are kept, with the one that is written.",
    { min: 2 },
  ),
  maxPods: option.integer(110, "How many pods the node takes.", { min: 0 }),
  parallelStarts: option.integer(4, "How many pods are started at one time; more only wait for each other.", {
    min: 1,
  }),
  tlsCaFile: option.path(
    undefined,
    "CA of the mesh, PEM. With it, and the pairs below, all connections are mutually authenticated.",
  ),
  tlsCertFile: option.path(undefined, "Certificate of this node's identity (user system:node:NAME), PEM."),
  tlsKeyFile: option.path(undefined, "Its key, PEM."),
  servingCertFile: option.path(undefined, "Certificate that the node shows to the ApiServer, PEM."),
  servingKeyFile: option.path(undefined, "Its key, PEM."),
} as const;

export type KubeletConfig = ConfigOf<typeof kubeletOptions> & CommonConfig;
