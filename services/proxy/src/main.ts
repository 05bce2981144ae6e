import { grpcChannel, runProgram, tlsFromFiles } from "@flotilla/service";
import { proxyOptions } from "./config.js";
import { startProxy } from "./service.js";

await runProgram({
  name: "proxy",
  summary: "turns Services and EndpointSlices into forwarding rules on one node",
  options: proxyOptions,
  start: async (config, environment) => {
    const source = await tlsFromFiles({ ca: config.tlsCaFile, certificate: config.tlsCertFile, key: config.tlsKeyFile }, environment.clock);
    const apiserver = grpcChannel(config.apiserver, { tls: source && { source } });
    return startProxy(config, { environment, apiserver, tls: source && { source, clientCertificate: "require" } });
  },
});
