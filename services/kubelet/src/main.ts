import { readFile } from "node:fs/promises";
import { type ClientTls, grpcChannel, runProgram, type ServerTls, staticTls } from "@flotilla/service";
import { kubeletOptions, type KubeletConfig } from "./config.js";
import { startKubelet } from "./service.js";

await runProgram({
  name: "kubelet",
  summary: "makes the pods of one node true",
  options: kubeletOptions,
  start: async (config, environment) => {
    const { client, server } = await readTls(config);
    const apiserver = grpcChannel(config.apiserver, { tls: client });
    const runtime = grpcChannel(config.runtimeEndpoint);
    return startKubelet(config, { environment, apiserver, runtime, tls: server });
  },
});

async function readTls(config: KubeletConfig): Promise<{ client: ClientTls | undefined; server: ServerTls | undefined }> {
  if (config.tlsCa === "") return { client: undefined, server: undefined };
  const [ca, certificate, key, servingCertificate, servingKey] = await Promise.all([config.tlsCa, config.tlsCertificate, config.tlsKey, config.servingCertificate, config.servingKey].map((path) => readFile(path, "utf8")));
  return {
    client: { source: staticTls({ ca: ca ?? "", certificate, key }) },
    server: { source: staticTls({ ca: ca ?? "", certificate: servingCertificate, key: servingKey }), clientCertificate: "require" },
  };
}
