import type { Container, PodSpec } from "@flotilla/api/types/core/v1.js";
import { type ContainerInput, containerConfig } from "./container-config.js";
import { ConfigError } from "./environment-variables.js";
import { sandboxConfig } from "./sandbox-config.js";
import { podOf } from "./testing/pods.js";

function config(container: Partial<Container> = {}, spec: Partial<PodSpec> = {}, more: Partial<ContainerInput> = {}) {
  return containerConfig({
    pod: podOf(spec),
    container: { name: "main", image: "app:1", ...container },
    attempt: 2,
    imageRef: "sha256:1",
    environment: new Map([["A", "1"]]),
    mounts: [],
    nodeMemoryBytes: 1024 ** 3,
    targetContainerId: "",
    imageUser: { uid: undefined, username: "" },
    ...more,
  });
}

const security = (container: Partial<Container>, spec: Partial<PodSpec> = {}) =>
  config(container, spec).linux?.securityContext;

test("what a later Kubelet needs to find it again, and the command with its variables", () => {
  expect(config({ command: ["run", "$(A)$(B)"], args: ["$$(A)"] })).toMatchObject({
    metadata: { name: "main", attempt: 2 },
    command: ["run", "1$(B)"],
    args: ["$(A)"],
    logPath: "main/2.log",
    labels: { "io.kubernetes.container.name": "main", "io.kubernetes.pod.uid": "u1" },
    envs: [{ key: "A", value: Buffer.from("1") }],
  });
});

test.each<{ name: string; container?: Partial<Container>; spec?: Partial<PodSpec>; want: object }>([
  {
    name: "the pod's user",
    spec: { securityContext: { runAsUser: 5, runAsGroup: 6 } },
    want: { runAsUser: { value: 5n }, runAsGroup: { value: 6n } },
  },
  {
    name: "the container's own user wins",
    container: { securityContext: { runAsUser: 7 } },
    spec: { securityContext: { runAsUser: 5 } },
    want: { runAsUser: { value: 7n } },
  },
  {
    name: "groups, with that of the volumes",
    spec: { securityContext: { supplementalGroups: [1, 2], fsGroup: 2 } },
    want: { supplementalGroups: [1n, 2n] },
  },
  {
    name: "no new privileges",
    container: { securityContext: { allowPrivilegeEscalation: false } },
    want: { noNewPrivs: true },
  },
  {
    name: "read-only root",
    container: { securityContext: { readOnlyRootFilesystem: true } },
    want: { readonlyRootfs: true },
  },
  {
    name: "privileged: nothing is hidden",
    container: { securityContext: { privileged: true } },
    want: { privileged: true, maskedPaths: [], readonlyPaths: [] },
  },
  {
    name: "capabilities",
    container: { securityContext: { capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] } } },
    want: { capabilities: { addCapabilities: ["NET_ADMIN"], dropCapabilities: ["ALL"] } },
  },
])("security: $name", ({ container = {}, spec = {}, want }) => {
  expect(security(container, spec)).toMatchObject(want);
});

test.each([
  {
    name: "root asked for",
    user: 0,
    imageUser: { uid: undefined, username: "" },
    want: "container's runAsUser breaks non-root policy",
  },
  {
    name: "the image runs as root",
    user: undefined,
    imageUser: { uid: 0n, username: "" },
    want: "container has runAsNonRoot and image will run as root",
  },
  {
    name: "the image does not say",
    user: undefined,
    imageUser: { uid: undefined, username: "" },
    want: "container has runAsNonRoot and image will run as root",
  },
  {
    name: "a name can be anybody",
    user: undefined,
    imageUser: { uid: undefined, username: "app" },
    want: "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root",
  },
])("runAsNonRoot refuses: $name", ({ user, imageUser, want }) => {
  const securityContext = { runAsNonRoot: true, ...(user === undefined ? {} : { runAsUser: user }) };
  expect(() => config({ securityContext }, {}, { imageUser })).toThrow(new ConfigError(want));
  expect(() =>
    config({ securityContext: { runAsNonRoot: true } }, {}, { imageUser: { uid: 1000n, username: "" } }),
  ).not.toThrow();
});

const sandbox = (spec: Partial<PodSpec>, metadata = {}) =>
  sandboxConfig({
    pod: podOf(spec, metadata),
    attempt: 1,
    logRoot: "/logs",
    cgroups: true,
    dns: { clusterServers: [], clusterDomain: "", node: { servers: [], searches: [], options: [] } },
  });

test.each<{ name: string; spec: Partial<PodSpec>; want: object }>([
  {
    name: "a plain pod",
    spec: {},
    want: {
      hostname: "web",
      logDirectory: "/logs/default_web_u1",
      metadata: { attempt: 1, uid: "u1" },
      linux: {
        cgroupParent: "/kubepods/besteffort/podu1",
        securityContext: { privileged: false, namespaceOptions: { network: 0, pid: 1, ipc: 0 } },
      },
    },
  },
  {
    name: "on the node's network: no host name, no port mappings",
    spec: { hostNetwork: true, containers: [{ name: "a", image: "x", ports: [{ containerPort: 80, hostPort: 80 }] }] },
    want: { hostname: "", portMappings: [], linux: { securityContext: { namespaceOptions: { network: 2 } } } },
  },
  {
    name: "host ports",
    spec: {
      containers: [
        {
          name: "a",
          image: "x",
          ports: [{ containerPort: 53, hostPort: 5353, hostIP: "127.0.0.1", protocol: "UDP" }, { containerPort: 80 }],
        },
      ],
    },
    want: { portMappings: [{ protocol: 1, containerPort: 53, hostPort: 5353, hostIp: "127.0.0.1" }] },
  },
  {
    name: "shared processes",
    spec: { shareProcessNamespace: true },
    want: { linux: { securityContext: { namespaceOptions: { pid: 0 } } } },
  },
  {
    name: "one privileged container needs a privileged sandbox",
    spec: { containers: [{ name: "a", image: "x", securityContext: { privileged: true } }] },
    want: { linux: { securityContext: { privileged: true } } },
  },
  {
    name: "sysctls",
    spec: { securityContext: { sysctls: [{ name: "net.core.somaxconn", value: "10" }] } },
    want: { linux: { sysctls: { "net.core.somaxconn": "10" } } },
  },
  { name: "a host name of its own", spec: { hostname: "db" }, want: { hostname: "db" } },
])("sandbox: $name", ({ spec, want }) => {
  expect(sandbox(spec)).toMatchObject(want);
});

test("a long name is cut to what a host name may be, without a bad end", () => {
  expect(sandbox({}, { name: `${"a".repeat(62)}-tail` }).hostname).toBe("a".repeat(62));
});
