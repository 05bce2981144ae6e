import { option, type ConfigOf } from "@flotilla/service";

/** Every flag of the store. Limits have etcd's defaults. */
export const kvOptions = {
  listenAddress: option.address("127.0.0.1:2379", "Where etcd's gRPC API is served; port 0 picks a free one."),
  transport: option.choice(
    ["lean", "grpc-js"],
    "lean",
    "What serves gRPC: our own HTTP/2, which costs a fraction of the processor time, or the library.",
  ),
  metricsAddress: option.address(
    undefined,
    "Where /livez, /readyz and /metrics are served over HTTP; without it they are not.",
  ),
  dataDir: option.path(
    undefined,
    "Directory of the data. Without it everything is kept in memory and lost at the end.",
  ),
  name: option.string("default", "The member's name in the member list."),
  requestBytesMax: option.integer(1_572_864, "Largest request that changes something.", { min: 1, unit: "bytes" }),
  txnOpsMax: option.integer(128, "Most operations in one transaction.", { min: 1 }),
  quotaBytes: option.integer(
    8 * 1024 ** 3,
    "Space for records; beyond it writes are refused and the NOSPACE alarm is raised.",
    { min: 1, unit: "bytes" },
  ),
  cacheBytes: option.integer(64 * 1024 ** 2, "Memory for the newest records of keys; others are read from disk.", {
    min: 0,
    unit: "bytes",
  }),
  watchQueueBytes: option.integer(
    4 * 1024 ** 2,
    "Events kept in memory for one slow watch stream; beyond it its watches read the history from disk.",
    { min: 0, unit: "bytes" },
  ),
  watchProgressInterval: option.durationMs(
    600_000,
    "How often watches that asked for it are told that nothing happened.",
  ),
  minLeaseTtlSeconds: option.integer(2, "Shortest lease; shorter ones are made this long.", {
    min: 1,
    unit: "seconds",
  }),
  tlsCertFile: option.path(undefined, "PEM certificate of the server, leaf first."),
  tlsKeyFile: option.path(undefined, "PEM key of the server."),
  allowedClientNames: option.list(
    [],
    "Common names of the client certificates that may use the store; none: all that the authorities signed.",
  ),
  tlsCaFile: option.path(
    undefined,
    "PEM authorities that client certificates must come from; with it and the other two TLS is served, and every client needs a certificate.",
  ),
} as const;

export type KvConfig = ConfigOf<typeof kvOptions>;

/** The defaults, with what a caller in the same process wants otherwise. */
export function kvConfig(overrides: Partial<KvConfig> = {}): KvConfig {
  const defaults = Object.fromEntries(
    Object.entries(kvOptions).map(([name, { defaultValue }]) => [name, defaultValue]),
  );
  return { ...(defaults as unknown as KvConfig), ...overrides };
}
