import { inProcessChannel, quietEnvironment } from "@flotilla/service";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kvConfig } from "./config.js";
import { startKv } from "./service.js";
import { kvModelSuite } from "./testing/kv-model-suite.js";

/** MODEL_SCALE=20 is the long run. */
const SCALE = Number(process.env["MODEL_SCALE"] ?? 1);

kvModelSuite(
  "in memory",
  async () => {
    const kv = await startKv(kvConfig({ listenAddress: "" }), { environment: quietEnvironment() });
    return { channel: inProcessChannel(kv.registrations), close: () => kv.stop() };
  },
  { runs: 300 * SCALE, stepsMax: 60, showsDeletionAtCompaction: true },
);

kvModelSuite(
  "in memory, watches that always fall back to the history",
  async () => {
    const kv = await startKv(kvConfig({ listenAddress: "", watchQueueBytes: 0 }), { environment: quietEnvironment() });
    return { channel: inProcessChannel(kv.registrations), close: () => kv.stop() };
  },
  { runs: 50 * SCALE, stepsMax: 60, showsDeletionAtCompaction: true },
);

kvModelSuite(
  "on LevelDB, without a cache, stopped and started in between",
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "kv-model-"));
    const start = () =>
      startKv(kvConfig({ listenAddress: "", dataDir, cacheBytes: 0 }), { environment: quietEnvironment() });
    let kv = await start();
    const restart = async () => {
      await kv.stop();
      kv = await start();
      return inProcessChannel(kv.registrations);
    };
    const close = async () => {
      await kv.stop();
      await rm(dataDir, { recursive: true });
    };
    return { channel: inProcessChannel(kv.registrations), restart, close };
  },
  { runs: 50 * SCALE, stepsMax: 40, showsDeletionAtCompaction: true },
);
