import { readFile } from "node:fs/promises";
import { grpcChannel, runProgram, staticTls } from "@flotilla/service";
import { proxyOptions } from "./config.js";
import { startProxy } from "./service.js";

await runProgram({
  name: "proxy",
  summary: "turns Services and EndpointSlices into forwarding rules on one node",
  options: proxyOptions,
  start: async (config, environment) => {
    if (config.tlsCa === "") return startProxy(config, { environment, apiserver: grpcChannel(config.apiserver) });
    const [ca = "", certificate, key] = await Promise.all([config.tlsCa, config.tlsCertificate, config.tlsKey].map((path) => readFile(path, "utf8")));
    const source = staticTls({ ca, certificate, key });
    return startProxy(config, { environment, apiserver: grpcChannel(config.apiserver, { tls: { source } }), tls: { source, clientCertificate: "require" } });
  },
});
