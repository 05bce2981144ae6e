import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePki, makeKubeconfig, type Pki } from "@flotilla/pki";
import { quietEnvironment, readConfig, type Channel } from "@flotilla/service";
import { options } from "../config.js";
import { startApiServer, type RunningApiServer } from "../service.js";
import { startEtcd } from "./etcd.js";

export interface TestApiServer {
  readonly server: RunningApiServer;
  readonly pki: Pki;
  /** A folder of the test's own, removed at the end. */
  readonly folder: string;
  /** JSON of a kubeconfig for kubernetes-admin. */
  readonly kubeconfig: string;
  readonly kubeconfigFile: string;
  /** Resolves when the server has created its own objects. */
  ready(): Promise<void>;
  kubectl(args: readonly string[], input?: string): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  stop(): Promise<void>;
}

/** An ApiServer on a real etcd. `flags` as on the command line. */
export async function startTestApiServer(flags: readonly string[] = [], kubeletChannel?: (nodeName: string) => Channel | undefined): Promise<TestApiServer> {
  const etcd = await startEtcd();
  const environment = quietEnvironment();
  const folder = await mkdtemp(join(tmpdir(), "flotilla-apiserver-"));
  const pki = await ensurePki({ home: folder, clock: environment.clock });
  const serving = pki.pair("apiserver");
  const files = [
    ["--tls-cert-file", serving.certificateFile],
    ["--tls-private-key-file", serving.keyFile],
    ["--client-ca-file", pki.ca.certificateFile],
    ["--service-account-key-file", pki.serviceAccountKeyFile],
    ["--listen-address", "127.0.0.1:0"],
    ["--grpc-listen-address", "127.0.0.1:0"],
  ].flat();
  const config = readConfig("apiserver", options, { argv: [...files, ...flags], env: {} });
  const server = await startApiServer(config, { environment, kv: etcd.channel, kubeletChannel });
  const entry = { name: "test", server: `https://${server.restAddress}`, ca: pki.ca.certificate, user: pki.pair("admin") };
  const kubeconfig = JSON.stringify(makeKubeconfig(entry));
  const kubeconfigFile = join(folder, "kubeconfig");
  await writeFile(kubeconfigFile, kubeconfig);
  const kubectl: TestApiServer["kubectl"] = (args, input) => runKubectl(folder, kubeconfigFile, args, input);
  return {
    server,
    pki,
    folder,
    kubeconfig,
    kubeconfigFile,
    kubectl,
    ready: async () => {
      while ((await kubectl(["get", "--raw", "/readyz"])).code !== 0) await environment.clock.sleep(50);
    },
    stop: async () => {
      await server.stop();
      await etcd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function runKubectl(folder: string, kubeconfig: string, args: readonly string[], input = ""): ReturnType<TestApiServer["kubectl"]> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: folder, KUBECONFIG: kubeconfig, KUBE_EDITOR: "true" };
    const child = execFile("kubectl", args, { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
