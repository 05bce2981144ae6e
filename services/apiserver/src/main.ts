import { fileTls, leanChannel, runProgram } from "@flotilla/service";
import { options } from "./config.js";
import { startApiServer } from "./service.js";

await runProgram({
  name: "apiserver",
  summary: "serves the Kubernetes API over REST and gRPC",
  options,
  start: async (config, environment) => {
    const { kvEndpoint, kvCaFile: ca, kvCertFile: certificate, kvKeyFile: key } = config;
    const tls = ca === undefined ? undefined : fileTls({ ca, certificate, key }, environment);
    const kv = leanChannel(kvEndpoint, { tls: tls && { source: tls } });
    const server = await startApiServer(config, { environment, kv });
    return {
      addresses: { rest: server.restAddress, grpc: server.grpcAddress },
      stop: async () => {
        await server.stop();
        await Promise.all([kv.close(), tls?.stop()]);
      },
    };
  },
});
