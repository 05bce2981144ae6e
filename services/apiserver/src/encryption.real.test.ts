import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensurePki, makeKubeconfig, type Pki } from "@flotilla/pki";
import { quietEnvironment, readConfig } from "@flotilla/service";
import { options } from "./config.js";
import { startApiServer, type RunningApiServer } from "./service.js";
import { startEtcd, type Etcd } from "./testing/etcd.js";

// Secrets in a real etcd, while keys come and go: what lies there is read with etcdctl, all else with kubectl.

const run = promisify(execFile);
const PASSWORD = "correct-horse-battery";
const K1 = { name: "k1", secret: Buffer.alloc(32, 1).toString("base64") };
const K2 = { name: "k2", secret: Buffer.alloc(32, 2).toString("base64") };
const K1_AGAIN = { name: "k1", secret: Buffer.alloc(32, 3).toString("base64") };

type Keys = readonly { readonly name: string; readonly secret: string }[];

let etcd: Etcd;
let folder: string;
let pki: Pki;
let server: RunningApiServer | undefined;

beforeAll(async () => {
  etcd = await startEtcd();
  folder = await mkdtemp(join(tmpdir(), "flotilla-encryption-"));
  pki = await ensurePki({ home: folder, clock: quietEnvironment().clock });
}, 60_000);

afterAll(async () => {
  await server?.stop();
  await etcd.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The server anew, with these keys for secrets; the first one writes. Without any, nothing is configured. */
async function restartWith(keys: Keys, identity = true): Promise<void> {
  await server?.stop();
  const configFile = join(folder, "encryption.yaml");
  const providers = [...(keys.length > 0 ? [{ aesgcm: { keys } }] : []), ...(identity ? [{ identity: {} }] : [])];
  const configuration = {
    kind: "EncryptionConfiguration",
    apiVersion: "apiserver.config.k8s.io/v1",
    resources: [{ resources: ["secrets"], providers }],
  };
  await writeFile(configFile, JSON.stringify(configuration));
  const serving = pki.pair("apiserver");
  const argv = [
    `--tls-cert-file=${serving.certificateFile}`,
    `--tls-private-key-file=${serving.keyFile}`,
    `--client-ca-file=${pki.ca.certificateFile}`,
    `--service-account-key-file=${pki.serviceAccountKeyFile}`,
    "--listen-address=127.0.0.1:0",
    "--grpc-listen-address=127.0.0.1:0",
    `--encryption-provider-config=${configFile}`,
  ];
  server = await startApiServer(readConfig("apiserver", options, { argv, env: {} }), {
    environment: quietEnvironment(),
    kv: etcd.channel,
  });
  const entry = {
    name: "test",
    server: `https://${server.restAddress}`,
    ca: pki.ca.certificate,
    user: pki.pair("admin"),
  };
  await writeFile(join(folder, "kubeconfig"), JSON.stringify(makeKubeconfig(entry)));
}

/** Standard output and error together. */
async function shell(command: string): Promise<string> {
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    KUBECONFIG: join(folder, "kubeconfig"),
    ETCDCTL_API: "3",
    ETCDCTL_ENDPOINTS: etcd.address,
  };
  const { stdout, stderr } = await run("bash", ["-c", command], { env }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return (stdout + stderr).trim();
}

const stored = (name: string): Promise<string> =>
  shell(`etcdctl get /registry/secrets/default/${name} --print-value-only | head -c 25 | tr -cd '[:print:]'`);
const passwordOf = (name: string): Promise<string> =>
  shell(`kubectl get secret ${name} -o jsonpath='{.data.password}' | base64 -d`);
const REWRITE = "kubectl get secrets -A -o json | kubectl replace -f -";

test("the store holds no secret in the clear, keys are replaced by writing all anew, and a wrong key is named", async () => {
  await restartWith([]);
  await shell(`kubectl create secret generic old --from-literal=password=${PASSWORD}`);
  expect(await stored("old")).toContain('{"kind":"Secret"');

  await restartWith([K1]);
  await shell(
    `kubectl create secret generic a --from-literal=password=${PASSWORD}; kubectl create configmap c --from-literal=word=plain`,
  );
  expect(await stored("a")).toContain("k8s:enc:aesgcm:v1:k1:");
  expect(await stored("old")).toContain('{"kind":"Secret"');
  expect(await shell("etcdctl get /registry/configmaps/default/c --print-value-only")).toContain("plain");
  expect([await passwordOf("a"), await passwordOf("old")]).toEqual([PASSWORD, PASSWORD]);

  expect(await shell(REWRITE)).toContain("secret/old replaced");
  expect(await stored("old")).toContain("k8s:enc:aesgcm:v1:k1:");
  const dump = await shell("etcdctl get /registry/secrets/ --prefix | base64 -w0");
  const bytes = Buffer.from(dump, "base64");
  for (const text of [PASSWORD, Buffer.from(PASSWORD).toString("base64"), "password"])
    expect(bytes.includes(text)).toBe(false);

  await restartWith([K2, K1]);
  expect([await passwordOf("a"), await passwordOf("old")]).toEqual([PASSWORD, PASSWORD]);
  expect(await stored("a")).toContain("k8s:enc:aesgcm:v1:k1:");
  await shell(REWRITE);
  expect(await stored("a")).toContain("k8s:enc:aesgcm:v1:k2:");
  const revision = await shell("kubectl get secret a -o jsonpath='{.metadata.resourceVersion}'");
  await shell(REWRITE);
  // What has the newest form already is not written again.
  expect(await shell("kubectl get secret a -o jsonpath='{.metadata.resourceVersion}'")).toBe(revision);

  await restartWith([K2], false);
  expect(await passwordOf("old")).toBe(PASSWORD);

  await restartWith([K1]);
  const missing =
    'unable to transform key "/registry/secrets/default/a": it is encrypted ("k8s:enc:aesgcm:v1:k2:"), and no such key is configured';
  expect(await shell("kubectl get secret a")).toBe(
    `Error from server (InternalError): Internal error occurred: ${missing}`,
  );
  expect(await shell("kubectl get secrets -A")).toContain(missing);
  expect(await shell("kubectl get configmap c -o jsonpath='{.data.word}'")).toBe("plain");

  await restartWith([K1_AGAIN, K2]);
  await shell("kubectl create secret generic b");
  await restartWith([K1, K2]);
  expect(await shell("kubectl get secret b")).toContain(
    '"/registry/secrets/default/b": the configured key "k1" is not the one that wrote it',
  );
  expect(await passwordOf("a")).toBe(PASSWORD);
}, 180_000);
