import { grpcChannel, runProgram, fileTls } from "@flotilla/service";
import { proxyOptions } from "./config.js";
import { startProxy } from "./service.js";

await runProgram({
  name: "proxy",
  summary: "turns Services and EndpointSlices into forwarding rules on one node",
  options: proxyOptions,
  start: async (config, environment) => {
    const { tlsCaFile: ca, tlsCertFile: certificate, tlsKeyFile: key } = config;
    const source = ca === undefined ? undefined : fileTls({ ca, certificate, key }, environment);
    const apiserver = grpcChannel(config.apiserver, { tls: source && { source } });
    return startProxy(config, { environment, apiserver, tls: source && { source, clientCertificate: "require" } });
  },
});
