import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePki, makeKubeconfig, type Pki } from "@flotilla/pki";
import { quietEnvironment, readConfig, type Channel } from "@flotilla/service";
import { EtcdStore } from "../adapters/kv/etcd-store.js";
import { options } from "../config.js";
import type { KeyValueStore } from "../core/storage/key-value-store.js";
import { startApiServer, type RunningApiServer } from "../service.js";
import { startEtcd } from "./etcd.js";
import { kubectlIn, type Kubectl } from "./kubectl.js";

export interface TestResponse {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON; fails when it is none. */
  json<T>(): T;
}

export interface TestApiServer {
  readonly server: RunningApiServer;
  /** To the etcd under it. */
  readonly kv: Channel;
  /** The store under it. */
  readonly store: KeyValueStore;
  readonly pki: Pki;
  /** A folder of the test's own, removed at the end. */
  readonly folder: string;
  /** JSON of a kubeconfig for kubernetes-admin. */
  readonly kubeconfig: string;
  readonly kubeconfigFile: string;
  /** Resolves when the server has created its own objects. */
  ready(): Promise<void>;
  /** As kubernetes-admin, over HTTP/1.1. An object as body is sent as JSON. */
  request(
    method: string,
    path: string,
    body?: Buffer | object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestResponse>;
  readonly kubectl: Kubectl;
  stop(): Promise<void>;
}

/** An ApiServer on a real etcd. `flags` as on the command line. */
export async function startTestApiServer(
  flags: readonly string[] = [],
  kubeletChannel?: (nodeName: string) => Channel | undefined,
): Promise<TestApiServer> {
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
  const entry = {
    name: "test",
    server: `https://${server.restAddress}`,
    ca: pki.ca.certificate,
    user: pki.pair("admin"),
  };
  const kubeconfig = JSON.stringify(makeKubeconfig(entry));
  const kubeconfigFile = join(folder, "kubeconfig");
  await writeFile(kubeconfigFile, kubeconfig);
  const kubectl = kubectlIn(folder, kubeconfigFile);
  const agent = new Agent({
    keepAlive: true,
    ca: pki.ca.certificate,
    cert: pki.pair("admin").certificate,
    key: pki.pair("admin").key,
  });
  return {
    server,
    kv: etcd.channel,
    store: new EtcdStore(etcd.channel),
    pki,
    folder,
    request: (method, path, body, headers) => send(agent, server.restAddress, { method, path, body, headers }),
    kubeconfig,
    kubeconfigFile,
    kubectl,
    ready: async () => {
      while ((await kubectl(["get", "--raw", "/readyz"])).code !== 0) await environment.clock.sleep(50);
    },
    stop: async () => {
      agent.destroy();
      await server.stop();
      await etcd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface TestRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer | object | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

function send(agent: Agent, address: string, { method, path, body, headers = {} }: TestRequest): Promise<TestResponse> {
  const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const contentType =
    bytes === undefined ? {} : { "content-type": "application/json", "content-length": String(bytes.length) };
  const [host, port] = address.split(":");
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { agent, host, port, method, path, headers: { ...contentType, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const all = Buffer.concat(chunks);
          resolve({
            code: response.statusCode ?? 0,
            headers: response.headers,
            body: all,
            json: <T>() => JSON.parse(all.toString("utf8")) as T,
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(bytes);
  });
}
