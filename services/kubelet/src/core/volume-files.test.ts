import type { ConfigMap, PodSpec, Secret, Volume } from "@flotilla/api/types/core/v1.js";
import { ConfigError } from "./environment-variables.js";
import { podOf } from "./testing/pods.js";
import { references, volumeFiles, type VolumeSources } from "./volume-files.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const map: ConfigMap = { data: { a: "1", b: "2" }, binaryData: { c: base64("\u0000") } };
const secret: Secret = { data: { key: base64("s3") } };
const sources: VolumeSources = {
  pod: podOf({}, { labels: { app: "web", tier: 'a"b' } }),
  podIps: ["10.0.0.1"],
  hostIp: "192.0.2.1",
  allocatable: {},
  configMap: (name) => (name === "map" ? map : undefined),
  secret: (name) => (name === "secret" ? secret : undefined),
  token: (audience, seconds) => `token for ${audience ?? "the API"}, ${seconds} s`,
};

/** The files in lines. */
function files(volume: Omit<Volume, "name">): string[] | undefined {
  return volumeFiles({ name: "v", ...volume }, sources)?.map(
    ({ path, content, mode }) => `${path} ${mode.toString(8)} ${Buffer.from(content).toString()}`,
  );
}

test.each<{ name: string; volume: Omit<Volume, "name">; want: string[] | undefined }>([
  {
    name: "all keys of a ConfigMap",
    volume: { configMap: { name: "map" } },
    want: ["a 644 1", "b 644 2", "c 644 \u0000"],
  },
  {
    name: "some keys, at other paths and modes",
    volume: {
      configMap: {
        name: "map",
        defaultMode: 0o600,
        items: [
          { key: "a", path: "x/y" },
          { key: "b", path: "z", mode: 0o400 },
        ],
      },
    },
    want: ["x/y 600 1", "z 400 2"],
  },
  {
    name: "a missing key of an optional one",
    volume: { configMap: { name: "map", optional: true, items: [{ key: "none", path: "x" }] } },
    want: [],
  },
  { name: "an optional one that is not there", volume: { configMap: { name: "none", optional: true } }, want: [] },
  { name: "a Secret", volume: { secret: { secretName: "secret" } }, want: ["key 644 s3"] },
  {
    name: "fields of the pod",
    volume: { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
    want: ['labels 644 app="web"\ntier="a\\"b"'],
  },
  {
    name: "several in one",
    volume: {
      projected: {
        defaultMode: 0o440,
        sources: [
          { configMap: { name: "map", items: [{ key: "a", path: "a" }] } },
          { secret: { name: "secret" } },
          { serviceAccountToken: { path: "token" } },
          { serviceAccountToken: { path: "other", audience: "vault", expirationSeconds: 600 } },
        ],
      },
    },
    want: ["a 440 1", "key 440 s3", "token 440 token for the API, 3600 s", "other 440 token for vault, 600 s"],
  },
  { name: "of another kind", volume: { emptyDir: {} }, want: undefined },
])("$name", ({ volume, want }) => {
  expect(files(volume)).toEqual(want);
});

test.each<{ volume: Omit<Volume, "name">; message: string }>([
  { volume: { configMap: { name: "none" } }, message: 'configmap "none" not found' },
  { volume: { secret: { secretName: "none" } }, message: 'secret "none" not found' },
  {
    volume: { configMap: { name: "map", items: [{ key: "z", path: "z" }] } },
    message: 'configmap "map" references non-existent config key: z',
  },
])("refused: $message", ({ volume, message }) => {
  expect(() => files(volume)).toThrow(new ConfigError(message));
});

test("everything that a pod refers to is found", () => {
  const spec: Partial<PodSpec> = {
    initContainers: [{ name: "i", envFrom: [{ configMapRef: { name: "m1" } }] }],
    containers: [
      {
        name: "c",
        envFrom: [{ secretRef: { name: "s1" } }],
        env: [
          { name: "A", valueFrom: { configMapKeyRef: { name: "m2", key: "k" } } },
          { name: "B", valueFrom: { secretKeyRef: { name: "s2", key: "k" } } },
        ],
      },
    ],
    volumes: [
      { name: "v1", configMap: { name: "m3" } },
      { name: "v2", secret: { secretName: "s3" } },
      {
        name: "v3",
        projected: {
          sources: [
            { configMap: { name: "m4" } },
            { secret: { name: "s4" } },
            { serviceAccountToken: { path: "t", audience: "x" } },
          ],
        },
      },
    ],
    imagePullSecrets: [{ name: "s5" }],
  };
  const found = references(podOf(spec));
  expect([[...found.configMaps].sort(), [...found.secrets].sort(), found.tokens]).toEqual([
    ["m1", "m2", "m3", "m4"],
    ["s1", "s2", "s3", "s4", "s5"],
    [{ audience: "x", expirationSeconds: 3600 }],
  ]);
});
