import { grpcApiClient } from "@flotilla/client";
import { fileTls, grpcChannel, option, runProgram } from "@flotilla/service";
import { EnergyScheduler } from "./energy-scheduler.js";

await runProgram({
  name: "energy-scheduler",
  summary: "places pods where they cost the least power",
  options: {
    apiserver: option.address("127.0.0.1:6444", "gRPC address of the ApiServer."),
    schedulerName: option.string("energy", "Pods whose spec.schedulerName is this are placed."),
    tlsCaFile: option.path(".flotilla/pki/ca.crt", "CA of the cluster, PEM."),
    tlsCertFile: option.path(".flotilla/pki/scheduler.crt", "Certificate of a user who may bind pods, PEM."),
    tlsKeyFile: option.path(".flotilla/pki/scheduler.key", "Its key, PEM."),
  },
  start: async (
    { apiserver, schedulerName, tlsCaFile: ca, tlsCertFile: certificate, tlsKeyFile: key },
    environment,
  ) => {
    const channel = grpcChannel(apiserver, { tls: { source: fileTls({ ca, certificate, key }, environment) } });
    const scheduler = new EnergyScheduler(grpcApiClient(channel), environment, schedulerName);
    await scheduler.start();
    return { addresses: {}, stop: () => scheduler.stop() };
  },
});
