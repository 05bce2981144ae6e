import { option, type ConfigOf } from "@flotilla/service";

/** Every flag of the controller manager. Names and defaults are kube-controller-manager's where it has the flag. */
export const controllerManagerOptions = {
  apiserver: option.string("127.0.0.1:6444", "gRPC address of the ApiServer."),
  listenAddress: option.address(
    "127.0.0.1:10267",
    "gRPC address of the controller manager's own contract; port 0 picks a free one.",
  ),
  httpAddress: option.address("127.0.0.1:10257", "Address of /livez, /readyz and /metrics; port 0 picks a free one."),
  tlsCaFile: option.path(
    undefined,
    "CA of the mesh, PEM. With it, and a certificate and key, all connections are mutually authenticated.",
  ),
  tlsCertFile: option.path(undefined, "Certificate of this service (user system:kube-controller-manager), PEM."),
  tlsKeyFile: option.path(undefined, "Private key of the certificate, PEM."),
  controllers: option.list(
    ["*"],
    "Controllers to run: '*' is all that are on by default, 'foo' turns one on, '-foo' off. The first that matches counts, a name before '*'.",
  ),
  leaderElect: option.boolean(
    true,
    "Run the controllers only while holding the Lease kube-system/kube-controller-manager. Not needed for a single instance.",
  ),
  leaderElectLeaseDuration: option.durationMs(
    15_000,
    "How long other instances wait after the last renewal of the Lease that they saw.",
  ),
  leaderElectRenewDeadline: option.durationMs(
    10_000,
    "How long the leader tries to renew before it gives up and ends.",
  ),
  leaderElectRetryPeriod: option.durationMs(2_000, "Between tries to acquire or renew the Lease."),
  clusterCidr: option.string("10.244.0.0/16", "Range that the nodes' pod ranges are cut from."),
  nodeCidrMaskSize: option.integer(24, "Prefix length of a node's pod range.", { min: 1, max: 32 }),
  allocateNodeCidrs: option.boolean(true, "Give each node a pod range."),
  nodeMonitorPeriod: option.durationMs(5_000, "Between looks at the health of the nodes."),
  nodeMonitorGracePeriod: option.durationMs(40_000, "A node that was not heard of for so long is Unknown."),
  nodeStartupGracePeriod: option.durationMs(60_000, "The same for a node that just registered."),
  nodeEvictionRate: option.string("0.1", "Nodes a second whose pods may be evicted in a healthy zone."),
  secondaryNodeEvictionRate: option.string("0.01", "The same in a zone where many nodes are unhealthy."),
  largeClusterSizeThreshold: option.integer(50, "In zones up to this size, many unhealthy nodes stop evictions.", {
    min: 0,
    unit: "nodes",
  }),
  unhealthyZoneThreshold: option.string("0.55", "Share of nodes that makes a zone unhealthy."),
  terminatedPodGcThreshold: option.integer(
    12_500,
    "Ended pods beyond this number are deleted, oldest first; 0 keeps all.",
    { min: 0, unit: "pods" },
  ),
  rootCaFile: option.path(undefined, "CA of the API, PEM: published as ConfigMap kube-root-ca.crt in every namespace."),
  serviceAccountPrivateKeyFile: option.path(undefined, "Key that signs the tokens of service account Secrets, PEM."),
  clusterSigningCertFile: option.path(undefined, "CA certificate that signs CertificateSigningRequests, PEM."),
  clusterSigningKeyFile: option.path(undefined, "Key of that CA, PEM."),
  clusterSigningDuration: option.durationMs(365 * 24 * 3_600_000, "The longest life of a signed certificate."),
} as const;

export type ControllerManagerConfig = ConfigOf<typeof controllerManagerOptions>;

/** PEM texts, read from the files that the configuration names. Absent: what needs them is off, and says so. */
export interface Credentials {
  readonly rootCa?: string | undefined;
  readonly serviceAccountPrivateKey?: string | undefined;
  readonly signingCertificate?: string | undefined;
  readonly signingKey?: string | undefined;
}

/** What controllers may know of the configuration. */
export type ControllerSettings = Pick<
  ControllerManagerConfig,
  | "clusterCidr"
  | "nodeCidrMaskSize"
  | "allocateNodeCidrs"
  | "nodeMonitorPeriod"
  | "nodeMonitorGracePeriod"
  | "nodeStartupGracePeriod"
  | "nodeEvictionRate"
  | "secondaryNodeEvictionRate"
  | "largeClusterSizeThreshold"
  | "unhealthyZoneThreshold"
  | "terminatedPodGcThreshold"
  | "clusterSigningDuration"
> & { readonly credentials: Credentials };
