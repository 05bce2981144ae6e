import { grpcChannel, runProgram, fileTls } from "@flotilla/service";
import { kubeletOptions } from "./config.js";
import { startKubelet } from "./service.js";

await runProgram({
  name: "kubelet",
  summary: "makes the pods of one node true",
  options: kubeletOptions,
  start: async (config, environment) => {
    const { tlsCaFile: ca, tlsCertFile, tlsKeyFile, servingCertFile, servingKeyFile } = config;
    const client =
      ca === undefined ? undefined : fileTls({ ca, certificate: tlsCertFile, key: tlsKeyFile }, environment);
    const serving =
      ca === undefined ? undefined : fileTls({ ca, certificate: servingCertFile, key: servingKeyFile }, environment);
    const apiserver = grpcChannel(config.apiserver, { tls: client && { source: client } });
    const runtime = grpcChannel(config.runtimeEndpoint);
    return startKubelet(config, {
      environment,
      apiserver,
      runtime,
      tls: serving && { source: serving, clientCertificate: "require" },
    });
  },
});
