import { runProgram } from "@flotilla/service";
import { kvOptions } from "./config.js";
import { startKv } from "./service.js";
import { readTls } from "./adapters/tls-files.js";

await runProgram({
  name: "kv",
  summary: "keeps the cluster's state, with etcd's API on LevelDB",
  options: kvOptions,
  async start(config, environment) {
    const tls = await readTls(config);
    // The disk and the memory no longer agree: only a new start can tell what is true.
    const kv = await startKv(config, { environment, ...(tls ? { tls } : {}), onFailure: () => process.exit(1) });
    return { addresses: { grpc: kv.address ?? "" }, stop: () => kv.stop() };
  },
});
