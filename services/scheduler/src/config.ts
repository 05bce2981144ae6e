import { type CommonConfig, type ConfigOf, option } from "@flotilla/service";

/** Every flag of the Scheduler. */
export const schedulerOptions = {
  apiserver: option.address("127.0.0.1:6444", "gRPC address of the ApiServer."),
  schedulerName: option.string(
    "default-scheduler",
    "Pods whose spec.schedulerName is this are scheduled; others are left to others.",
  ),
  schedulerConfig: option.path(
    undefined,
    "KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1, YAML or JSON): profiles, plugins and their arguments, extenders; and remotePlugins.",
  ),
  leaderElect: option.boolean(false, "Run beside other schedulers of the same name, one at work at a time."),
  podInitialBackoff: option.durationMs(1_000, "How long a pod waits after its first failed try; doubles with each."),
  podMaxBackoff: option.durationMs(10_000, "How long it waits at most."),
  percentageOfNodesToScore: option.integer(
    100,
    "How many of a hundred nodes are looked at for each pod, once enough of them fit; 0 is kube-scheduler's rule, which looks at fewer the more nodes there are.",
    { min: 0, max: 100, unit: "percent" },
  ),
  httpAddress: option.address("127.0.0.1:10259", "Address for health and metrics; port 0 picks a free one."),
  listenAddress: option.address("127.0.0.1:10269", "gRPC address of flotilla.scheduler.v1; port 0 picks a free one."),
  tlsCaFile: option.path(
    undefined,
    "CA of the mesh, PEM. With it, and a certificate and key, all connections are mutually authenticated.",
  ),
  tlsCertFile: option.path(undefined, "Certificate of this service (user system:kube-scheduler), PEM."),
  tlsKeyFile: option.path(undefined, "Its key, PEM."),
} as const;

export type SchedulerConfig = ConfigOf<typeof schedulerOptions> & CommonConfig;
