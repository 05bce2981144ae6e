import { fileTls, grpcChannel, runProgram } from "@flotilla/service";
import { schedulerOptions } from "./config.js";
import { startScheduler } from "./service.js";

await runProgram({
  name: "scheduler",
  summary: "chooses a node for each pod, and says why",
  options: schedulerOptions,
  start: async (config, environment) => {
    const { tlsCaFile: ca, tlsCertFile: certificate, tlsKeyFile: key } = config;
    const source = ca === undefined ? undefined : fileTls({ ca, certificate, key }, environment);
    const apiserver = grpcChannel(config.apiserver, { tls: source && { source } });
    return startScheduler(config, { environment, apiserver, tls: source && { source, clientCertificate: "require" } });
  },
});
