import { option, type ConfigOf } from "@flotilla/service";

/** Every flag of the runtime. */
export const runtimeOptions = {
  listenAddress: option.address("unix:/run/flotilla/runtime.sock", "Where CRI is served, a unix socket."),
  stateFolder: option.path(
    "/var/lib/flotilla/runtime",
    "Folder of images, containers and their state. At most 88 bytes long: sockets are in it.",
  ),
  driver: option.choice(
    ["auto", "namespaces", "user-namespace", "process"],
    "auto",
    "How containers are kept apart; auto takes the best that works here.",
  ),
  podCidr: option.string(
    "",
    "Addresses of the pods of this node, such as 10.244.1.0/24. The kubelet may tell it later.",
  ),
  cniConfFolder: option.path("/etc/cni/net.d", "Folder of CNI networks; the first by name is used instead of our own."),
  cniBinFolders: option.list(["/opt/cni/bin", "/usr/lib/cni"], "Folders of CNI plugins."),
  streamingAddress: option.address(
    "127.0.0.1:0",
    "Where exec, attach and port-forward are served, to the kubelet on the same machine.",
  ),
  insecureRegistries: option.list(
    [],
    "Registries (host:port) that are spoken to without TLS; those on loopback are anyway.",
  ),
  exampleImages: option.boolean(
    false,
    "Offer the images that Flotilla builds itself, such as flotilla.dev/hello:1, without a registry.",
  ),
} as const;

export type RuntimeConfig = ConfigOf<typeof runtimeOptions>;

/** The defaults, with what a caller in the same process wants otherwise. */
export function runtimeConfig(overrides: Partial<RuntimeConfig> = {}): RuntimeConfig {
  const defaults = Object.fromEntries(
    Object.entries(runtimeOptions).map(([name, { defaultValue }]) => [name, defaultValue]),
  );
  return { ...(defaults as unknown as RuntimeConfig), ...overrides };
}
