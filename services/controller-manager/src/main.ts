import { grpcChannel, runProgram, tlsFromFiles } from "@flotilla/service";
import { controllerManagerOptions } from "./config.js";
import { startControllerManager } from "./service.js";

await runProgram({
  name: "controller-manager",
  summary: "runs the control loops that bring the cluster to what its objects ask for",
  options: controllerManagerOptions,
  start: async (config, environment) => {
    const source = await tlsFromFiles({ ca: config.tlsCaFile, certificate: config.tlsCertFile, key: config.tlsKeyFile }, environment.clock);
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
