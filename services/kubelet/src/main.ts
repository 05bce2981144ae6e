import { grpcChannel, runProgram, tlsFromFiles } from "@flotilla/service";
import { kubeletOptions } from "./config.js";
import { startKubelet } from "./service.js";

await runProgram({
  name: "kubelet",
  summary: "makes the pods of one node true",
  options: kubeletOptions,
  start: async (config, environment) => {
    const { clock } = environment;
    const client = await tlsFromFiles({ ca: config.tlsCaFile, certificate: config.tlsCertFile, key: config.tlsKeyFile }, clock);
    const serving = await tlsFromFiles({ ca: config.tlsCaFile, certificate: config.servingCertFile, key: config.servingKeyFile }, clock);
    const apiserver = grpcChannel(config.apiserver, { tls: client && { source: client } });
    const runtime = grpcChannel(config.runtimeEndpoint);
    return startKubelet(config, { environment, apiserver, runtime, tls: serving && { source: serving, clientCertificate: "require" } });
  },
});
