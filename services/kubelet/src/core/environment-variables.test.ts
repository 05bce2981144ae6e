import type { Container, Service } from "@flotilla/api/types/core/v1.js";
import { ConfigError, type EnvironmentInput, environmentVariables } from "./environment-variables.js";
import { podOf } from "./testing/pods.js";

const service = (
  namespace: string,
  name: string,
  clusterIP: string,
  ports: NonNullable<Service["spec"]>["ports"] = [{ port: 80 }],
): Service => ({ metadata: { namespace, name }, spec: { clusterIP, ports: ports ?? [] } });

function variables(container: Partial<Container>, input: Partial<EnvironmentInput> = {}): Record<string, string> {
  const maps: Record<string, Record<string, string>> = { settings: { a: "1", b: "2" } };
  const full: EnvironmentInput = {
    pod: podOf({ serviceAccountName: "robot", nodeName: "n1" }, { labels: { app: "web" }, annotations: { note: "x" } }),
    container: { name: "main", image: "app:1", ...container },
    services: [],
    podIps: ["10.0.0.1", "fd00::1"],
    hostIp: "192.0.2.1",
    allocatable: { cpu: "4", memory: "1Gi" },
    configMap: (name) => maps[name],
    secret: (name) => (name === "keys" ? { token: "s3" } : undefined),
    ...input,
  };
  return Object.fromEntries(environmentVariables(full));
}

const from = (valueFrom: NonNullable<NonNullable<Container["env"]>[number]["valueFrom"]>): Partial<Container> => ({
  env: [{ name: "V", valueFrom }],
});

test.each<{ name: string; container: Partial<Container>; want: Record<string, string> }>([
  { name: "plain", container: { env: [{ name: "A", value: "1" }] }, want: { A: "1" } },
  { name: "no value is empty", container: { env: [{ name: "A" }] }, want: { A: "" } },
  {
    name: "earlier ones are expanded, later ones are not",
    container: {
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "$(A)$(C)" },
        { name: "C", value: "3" },
      ],
    },
    want: { A: "1", B: "1$(C)", C: "3" },
  },
  { name: "escapes", container: { env: [{ name: "A", value: "$$(A) $$$$" }] }, want: { A: "$(A) $$" } },
  {
    name: "all keys of a ConfigMap, with a prefix",
    container: { envFrom: [{ prefix: "P_", configMapRef: { name: "settings" } }] },
    want: { P_a: "1", P_b: "2" },
  },
  {
    name: "env wins over envFrom",
    container: { envFrom: [{ configMapRef: { name: "settings" } }], env: [{ name: "a", value: "own" }] },
    want: { a: "own", b: "2" },
  },
  { name: "all keys of a Secret", container: { envFrom: [{ secretRef: { name: "keys" } }] }, want: { token: "s3" } },
  {
    name: "an optional ConfigMap that is not there",
    container: { envFrom: [{ configMapRef: { name: "none", optional: true } }] },
    want: {},
  },
  {
    name: "a key of a ConfigMap",
    container: from({ configMapKeyRef: { name: "settings", key: "b" } }),
    want: { V: "2" },
  },
  {
    name: "an optional key that is not there",
    container: from({ configMapKeyRef: { name: "settings", key: "z", optional: true } }),
    want: {},
  },
  { name: "a key of a Secret", container: from({ secretKeyRef: { name: "keys", key: "token" } }), want: { V: "s3" } },
  ...(
    [
      ["metadata.name", "web"],
      ["metadata.namespace", "default"],
      ["metadata.uid", "u1"],
      ["metadata.labels['app']", "web"],
      ["metadata.annotations['note']", "x"],
      ["metadata.labels['none']", ""],
      ["spec.nodeName", "n1"],
      ["spec.serviceAccountName", "robot"],
      ["status.hostIP", "192.0.2.1"],
      ["status.podIP", "10.0.0.1"],
      ["status.podIPs", "10.0.0.1,fd00::1"],
    ] as const
  ).map(([fieldPath, want]) => ({
    name: `field ${fieldPath}`,
    container: from({ fieldRef: { fieldPath } }),
    want: { V: want },
  })),
  ...(
    [
      ["limits.cpu", undefined, "1"],
      ["limits.cpu", "1m", "500"],
      ["requests.cpu", "1m", "250"],
      ["limits.memory", "1Mi", "64"],
      ["requests.memory", "1", "0"],
      ["limits.ephemeral-storage", undefined, "0"],
    ] as const
  ).map(([resource, divisor, want]) => ({
    name: `resource ${resource} in units of ${divisor ?? "1"}`,
    container: {
      ...from({ resourceFieldRef: { resource, ...(divisor === undefined ? {} : { divisor }) } }),
      resources: { requests: { cpu: "250m" }, limits: { cpu: "500m", memory: "64Mi" } },
    },
    want: { V: resource === "requests.memory" ? String(64 * 1024 * 1024) : want },
  })),
  {
    name: "a limit that is not set is what the node can give",
    container: from({ resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } }),
    want: { V: "1024" },
  },
])("$name", ({ container, want }) => {
  expect(variables(container)).toEqual(want);
});

test.each<{ container: Partial<Container>; message: string }>([
  { container: { envFrom: [{ configMapRef: { name: "none" } }] }, message: 'configmap "none" not found' },
  { container: { envFrom: [{ secretRef: { name: "none" } }] }, message: 'secret "none" not found' },
  {
    container: from({ configMapKeyRef: { name: "settings", key: "z" } }),
    message: "couldn't find key z in ConfigMap default/settings",
  },
  { container: from({ secretKeyRef: { name: "none", key: "z" } }), message: 'secret "none" not found' },
])("refused: $message", ({ container, message }) => {
  expect(() => variables(container)).toThrow(new ConfigError(message));
});

test("service links: of the own namespace, and always the API's", () => {
  const services = [
    service("default", "kubernetes", "10.96.0.1", [{ name: "https", port: 443 }]),
    service("default", "my-db.x", "10.96.0.2", [
      { name: "sql", port: 5432 },
      { port: 53, protocol: "UDP" },
    ]),
    service("other", "far", "10.96.0.3"),
    service("default", "headless", "None"),
  ];
  const all = variables({}, { services });
  expect(all).toMatchObject({
    KUBERNETES_SERVICE_HOST: "10.96.0.1",
    KUBERNETES_SERVICE_PORT: "443",
    KUBERNETES_SERVICE_PORT_HTTPS: "443",
    MY_DB_X_SERVICE_HOST: "10.96.0.2",
    MY_DB_X_SERVICE_PORT: "5432",
    MY_DB_X_SERVICE_PORT_SQL: "5432",
    MY_DB_X_PORT: "tcp://10.96.0.2:5432",
    MY_DB_X_PORT_5432_TCP: "tcp://10.96.0.2:5432",
    MY_DB_X_PORT_5432_TCP_PROTO: "tcp",
    MY_DB_X_PORT_5432_TCP_PORT: "5432",
    MY_DB_X_PORT_5432_TCP_ADDR: "10.96.0.2",
    MY_DB_X_PORT_53_UDP: "udp://10.96.0.2:53",
  });
  expect(Object.keys(all).filter((name) => /FAR|HEADLESS/.test(name))).toEqual([]);
  const unlinked = variables({}, { services, pod: podOf({ enableServiceLinks: false }) });
  expect(Object.keys(unlinked).every((name) => name.startsWith("KUBERNETES_"))).toBe(true);
});

test("a Service of the pod's namespace that is called kubernetes wins", () => {
  const services = [service("team", "kubernetes", "10.96.0.9"), service("default", "kubernetes", "10.96.0.1")];
  expect(variables({}, { services, pod: podOf({}, { namespace: "team" }) })["KUBERNETES_SERVICE_HOST"]).toBe(
    "10.96.0.9",
  );
});
