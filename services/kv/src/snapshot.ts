import { MaintenanceDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { createClient, type Channel } from "@flotilla/service";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { LevelStorage } from "./adapters/level-storage.js";
import { SnapshotError, SnapshotReader, type SnapshotEntry } from "./adapters/snapshot-format.js";
import { META_COMPACTION, readMetaValue, type CompactionMeta } from "./core/meta.js";
import { restoreHistory } from "./core/restore.js";
import type { MetaChange, StoredRecord } from "./core/storage.js";

export { SnapshotError } from "./adapters/snapshot-format.js";

/** Records written at a time while restoring. */
const RESTORE_BATCH_RECORDS = 1000;

export interface SnapshotFacts {
  readonly revision: number;
  /** Records, of live keys and of their history. */
  readonly records: number;
  readonly fileBytes: number;
}

/** Writes a snapshot of a running store (or of an etcd) to a file, which appears only when it is whole. */
export async function saveSnapshot(channel: Channel, path: string): Promise<void> {
  const partial = `${path}.part`;
  const file = await open(partial, "w", 0o600);
  try {
    for await (const { blob } of createClient(MaintenanceDefinition, channel).snapshot({})) await file.write(blob);
    await file.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(partial, path);
}

/** Reads a snapshot file to its end, checks it, and tells what is in it. */
export async function snapshotStatus(path: string): Promise<SnapshotFacts> {
  let records = 0;
  const { revision, fileBytes } = await readSnapshot(path, async (entry) => {
    if ("record" in entry) records++;
  });
  return { revision, records, fileBytes };
}

/**
 * Makes a data directory from a snapshot file. The directory must be empty or not exist; it appears only when the
 * snapshot was read to its end and found whole.
 */
export async function restoreSnapshot(path: string, dataDir: string): Promise<SnapshotFacts> {
  const existing = await readdir(dataDir).catch(() => []);
  if (existing.length > 0) throw new SnapshotError(`${dataDir} is not empty`);
  const partial = `${dataDir}.part`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(dataDir), { recursive: true });
  try {
    const facts = await restoreInto(path, partial);
    await rm(dataDir, { recursive: true, force: true });
    await rename(partial, dataDir);
    return facts;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function restoreInto(path: string, directory: string): Promise<SnapshotFacts> {
  const storage = await LevelStorage.open(directory);
  try {
    let records: StoredRecord[] = [];
    let count = 0;
    const meta: MetaChange[] = [];
    const flush = async () => {
      await storage.commit({ records, meta: [] });
      count += records.length;
      records = [];
    };
    const { revision, fileBytes } = await readSnapshot(path, async (entry) => {
      if ("meta" in entry) meta.push(entry.meta);
      else records.push(entry.record);
      if (records.length >= RESTORE_BATCH_RECORDS) await flush();
    });
    await flush();
    await storage.commit({ records: [], meta });
    const compaction = readMetaValue<CompactionMeta>(await storage.readMeta(), META_COMPACTION);
    await restoreHistory(storage, compaction ?? { scheduled: 0, finished: 0, keptCount: 0 });
    return { revision, records: count, fileBytes };
  } finally {
    await storage.close();
  }
}

async function readSnapshot(
  path: string,
  visit: (entry: SnapshotEntry) => Promise<void>,
): Promise<{ revision: number; fileBytes: number }> {
  const { size: fileBytes } = await stat(path);
  const reader = new SnapshotReader(createReadStream(path), fileBytes);
  for await (const entry of reader.entries()) await visit(entry);
  return { revision: reader.header!.revision, fileBytes };
}
