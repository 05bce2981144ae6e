import { fileTls, grpcChannel, runProgram } from "@flotilla/service";
import { controllerManagerOptions } from "./config.js";
import { startControllerManager } from "./service.js";

await runProgram({
  name: "controller-manager",
  summary: "runs the control loops that bring the cluster to what its objects ask for",
  options: controllerManagerOptions,
  start: async (config, environment) => {
    const { tlsCaFile: ca, tlsCertFile: certificate, tlsKeyFile: key } = config;
    const source = ca === undefined ? undefined : fileTls({ ca, certificate, key }, environment);
    const apiserver = grpcChannel(config.apiserver, { tls: source && { source } });
    return startControllerManager(config, {
      environment,
      apiserver,
      tls: source && { source, clientCertificate: "require" },
      // As a signal would: everything stops in order, and the supervisor starts afresh.
      onLeaderLost: () => process.kill(process.pid, "SIGTERM"),
    });
  },
});
