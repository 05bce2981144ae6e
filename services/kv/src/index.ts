export { kvConfig, kvOptions, type KvConfig } from "./config.js";
export { startKv, type KvDependencies, type RunningKv } from "./service.js";
export { MemoryStorage } from "./adapters/memory-storage.js";
export { restoreSnapshot, saveSnapshot, SnapshotError, snapshotStatus, type SnapshotFacts } from "./snapshot.js";
