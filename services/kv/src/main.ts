import { fileTls, runProgram } from "@flotilla/service";
import { kvOptions } from "./config.js";
import { startKv } from "./service.js";

await runProgram({
  name: "kv",
  summary: "keeps the cluster's state, with etcd's API on LevelDB",
  options: kvOptions,
  async start(config, environment) {
    const { tlsCaFile: ca, tlsCertFile: certificate, tlsKeyFile: key } = config;
    const source = ca === undefined ? undefined : fileTls({ ca, certificate, key }, environment);
    const tls = source && ({ source, clientCertificate: "require" } as const);
    // The disk and the memory no longer agree: only a new start can tell what is true.
    const kv = await startKv(config, { environment, tls, onFailure: () => process.exit(1) });
    return {
      addresses: { grpc: kv.address ?? "", ...(kv.metricsAddress === undefined ? {} : { metrics: kv.metricsAddress }) },
      async stop() {
        await kv.stop();
        await source?.stop();
      },
    };
  },
});
