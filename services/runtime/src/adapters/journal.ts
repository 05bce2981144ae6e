import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { KeyedQueue } from "../core/keyed-queue.js";
import {
  decodeContainer,
  decodeSandbox,
  encodeRecord,
  type ContainerRecord,
  type SandboxRecord,
} from "../core/records.js";
import { writeFileAtomically } from "./atomic-file.js";
import type { Folders } from "./folders.js";

/** Everything the runtime knows of pods and containers, in memory and on disk. */
export class Journal {
  readonly sandboxes = new Map<string, SandboxRecord>();
  readonly containers = new Map<string, ContainerRecord>();
  /** Writes of one record follow one another, and its removal them. */
  private readonly writing = new KeyedQueue();

  private constructor(private readonly folders: Folders) {}

  static async open(folders: Folders): Promise<Journal> {
    const journal = new Journal(folders);
    for (const record of await readRecords(folders.sandboxes, decodeSandbox)) journal.sandboxes.set(record.id, record);
    for (const record of await readRecords(folders.containers, decodeContainer))
      journal.containers.set(record.id, record);
    return journal;
  }

  async saveSandbox(record: SandboxRecord): Promise<void> {
    this.sandboxes.set(record.id, record);
    await this.write(this.folders.sandbox(record.id), record);
  }

  async saveContainer(record: ContainerRecord): Promise<void> {
    this.containers.set(record.id, record);
    await this.write(this.folders.container(record.id), record);
  }

  async forgetSandbox(id: string): Promise<void> {
    this.sandboxes.delete(id);
    await this.writing.run(id, () => rm(this.folders.sandbox(id), { recursive: true, force: true }));
  }

  async forgetContainer(id: string): Promise<void> {
    this.containers.delete(id);
    await this.writing.run(id, () => rm(this.folders.container(id), { recursive: true, force: true }));
  }

  containersOf(sandboxId: string): ContainerRecord[] {
    return [...this.containers.values()].filter((container) => container.sandboxId === sandboxId);
  }

  private async write(folder: string, record: SandboxRecord | ContainerRecord): Promise<void> {
    await this.writing.run(record.id, async () => {
      await mkdir(folder, { recursive: true, mode: 0o711 });
      await writeFileAtomically(join(folder, RECORD_FILE), encodeRecord(record));
    });
  }
}

const RECORD_FILE = "record.json";

/** Folders without a readable record are what a crash left in the making; they are skipped, and cleaned up later. */
async function readRecords<T>(folder: string, decode: (text: string) => T): Promise<T[]> {
  const records: T[] = [];
  for (const id of await readdir(folder)) {
    const text = await readFile(join(folder, id, RECORD_FILE), "utf8").catch(() => undefined);
    if (text !== undefined) records.push(decode(text));
  }
  return records;
}
