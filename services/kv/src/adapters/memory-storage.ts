import type { Batch, Revision, Storage, StorageSize, StorageSnapshot, StoredRecord } from "../core/storage.js";

/** Records handed out by one step of a scan. */
const SCAN_CHUNK_RECORDS = 256;

/** Keeps everything in memory: for clusters that live as long as their process, and for simulation. */
export class MemoryStorage implements Storage {
  private readonly meta = new Map<string, Uint8Array>();
  /** By main revision, in ascending order; the changes of a transaction by their sub revision. */
  private readonly records = new Map<number, StoredRecord[]>();
  private bytes = 0;

  readMeta(): Promise<ReadonlyMap<string, Uint8Array>> {
    return Promise.resolve(new Map(this.meta));
  }

  snapshot(): StorageSnapshot {
    const copy = new MemoryStorage();
    for (const [name, value] of this.meta) copy.meta.set(name, value);
    for (const [main, records] of this.records) copy.records.set(main, records.slice());
    return copy;
  }

  async *scan(from: number, to: number): AsyncGenerator<readonly StoredRecord[]> {
    let chunk: StoredRecord[] = [];
    for (const [main, records] of this.revisions(from, to)) {
      if (main < from || main > to) continue;
      for (const record of records) if (record !== undefined) chunk.push(record);
      if (chunk.length < SCAN_CHUNK_RECORDS) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  }

  read(main: number, sub: number): StoredRecord | undefined {
    return this.records.get(main)?.[sub];
  }

  async commit(batch: Batch): Promise<void> {
    for (const record of batch.records) {
      const siblings = this.records.get(record.main);
      if (siblings === undefined) this.records.set(record.main, [record]);
      else siblings[record.sub] = record;
      this.bytes += record.bytes.length;
    }
    for (const { name, value } of batch.meta) {
      if (value === undefined) this.meta.delete(name);
      else this.meta.set(name, value);
    }
  }

  async remove(revisions: readonly Revision[]): Promise<void> {
    for (const { main, sub } of revisions) {
      const siblings = this.records.get(main);
      const record = siblings?.[sub];
      if (siblings === undefined || record === undefined) continue;
      this.bytes -= record.bytes.length;
      delete siblings[sub];
      if (siblings.every((sibling) => sibling === undefined)) this.records.delete(main);
    }
  }

  async reclaim(): Promise<void> {
    // Removed records are garbage at once.
  }

  size(): Promise<StorageSize> {
    return Promise.resolve({ physicalBytes: this.bytes });
  }

  async close(): Promise<void> {
    // What is in memory stays readable, so that a store can be opened on it again.
  }

  /** A short range is looked up, a long one walked. */
  private revisions(from: number, to: number): Iterable<readonly [number, readonly StoredRecord[]]> {
    if (to - from >= this.records.size) return [...this.records];
    const found: [number, readonly StoredRecord[]][] = [];
    for (let main = from; main <= to; main++) {
      const records = this.records.get(main);
      if (records !== undefined) found.push([main, records]);
    }
    return found;
  }
}
