import { readFile } from "node:fs/promises";
import { grpcChannel, runProgram, staticTls, type ClientTls } from "@flotilla/service";
import { options, type ApiServerConfig } from "./config.js";
import { startApiServer } from "./service.js";

await runProgram({
  name: "apiserver",
  summary: "serves the Kubernetes API over REST and gRPC",
  options,
  start: async (config, environment) => {
    const kv = grpcChannel(config.kvEndpoint, { tls: await kvTls(config) });
    const server = await startApiServer(config, { environment, kv });
    return {
      addresses: { rest: server.restAddress, grpc: server.grpcAddress },
      stop: async () => {
        await server.stop();
        await kv.close();
      },
    };
  },
});

async function kvTls({ kvCaFile, kvCertFile, kvKeyFile }: ApiServerConfig): Promise<ClientTls | undefined> {
  if (kvCaFile === undefined) return undefined;
  const read = (path: string | undefined) => (path === undefined ? undefined : readFile(path, "utf8"));
  const [ca, certificate, key] = await Promise.all([read(kvCaFile), read(kvCertFile), read(kvKeyFile)]);
  return { source: staticTls({ ca: ca ?? "", certificate, key }) };
}
