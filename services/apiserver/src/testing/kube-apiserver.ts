import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePki, makeKubeconfig } from "@flotilla/pki";
import { systemClock } from "@flotilla/service";
import { freePort, startEtcd } from "./etcd.js";
import { kubectlIn, type Kubectl } from "./kubectl.js";

/** A real kube-apiserver, alone on an etcd, with which ours is compared. `binary` is its path. */
export async function startKubeApiServer(
  binary: string,
): Promise<{ readonly folder: string; readonly kubectl: Kubectl; stop(): Promise<void> }> {
  const etcd = await startEtcd();
  const folder = await mkdtemp(join(tmpdir(), "kube-apiserver-"));
  const pki = await ensurePki({ home: folder, clock: systemClock });
  const port = await freePort();
  const { certificateFile, keyFile } = pki.pair("apiserver");
  const flags = {
    "etcd-servers": `http://${etcd.address}`,
    "bind-address": "127.0.0.1",
    "secure-port": String(port),
    "advertise-address": "192.0.2.2",
    "tls-cert-file": certificateFile,
    "tls-private-key-file": keyFile,
    "client-ca-file": pki.ca.certificateFile,
    "service-account-key-file": join(pki.directory, "sa.pub"),
    "service-account-signing-key-file": pki.serviceAccountKeyFile,
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-cluster-ip-range": "10.96.0.0/16",
    "authorization-mode": "AlwaysAllow",
  };
  const child = spawn(
    binary,
    Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    { stdio: "ignore" },
  );
  const kubeconfigFile = join(folder, "kubeconfig");
  const entry = { name: "test", server: `https://127.0.0.1:${port}`, ca: pki.ca.certificate, user: pki.pair("admin") };
  await writeFile(kubeconfigFile, JSON.stringify(makeKubeconfig(entry)));
  const kubectl = kubectlIn(folder, kubeconfigFile);
  const isUp = async (): Promise<boolean> =>
    (await kubectl(["get", "endpointslices", "kubernetes", "-n", "default"])).code === 0;
  while (!(await isUp())) {
    if (child.exitCode !== null) {
      await etcd.stop();
      throw new Error(`${binary} ended with code ${child.exitCode}`);
    }
    await systemClock.sleep(200);
  }
  return {
    folder,
    kubectl,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      await etcd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
