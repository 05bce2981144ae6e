import { grpcChannel, inProcessChannel, leanChannel, quietEnvironment } from "@flotilla/service";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kvConfig } from "./config.js";
import { startKv } from "./service.js";
import { kvContractSuite } from "./testing/kv-contract-suite.js";

kvContractSuite("in process, in memory", async () => {
  const kv = await startKv(kvConfig({ listenAddress: "" }), { environment: quietEnvironment() });
  return { channel: inProcessChannel(kv.registrations), close: () => kv.stop() };
});

kvContractSuite("in process, on LevelDB, without a cache", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "kv-contract-"));
  const kv = await startKv(kvConfig({ listenAddress: "", dataDir, cacheBytes: 0 }), {
    environment: quietEnvironment(),
  });
  const close = async () => {
    await kv.stop();
    await rm(dataDir, { recursive: true });
  };
  return { channel: inProcessChannel(kv.registrations), close };
});

for (const transport of ["grpc-js", "lean"] as const) {
  kvContractSuite(`over gRPC by ${transport}, on LevelDB`, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "kv-contract-"));
    const kv = await startKv(kvConfig({ listenAddress: "127.0.0.1:0", dataDir, transport }), {
      environment: quietEnvironment(),
    });
    const channel = transport === "lean" ? leanChannel(kv.address!) : grpcChannel(kv.address!);
    const close = async () => {
      await channel.close();
      await kv.stop();
      await rm(dataDir, { recursive: true });
    };
    return { channel, close };
  });
}
