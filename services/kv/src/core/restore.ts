import { KvError } from "./errors.js";
import { KeyIndex } from "./key-index.js";
import type { CompactionMeta } from "./meta.js";
import { decodeRecord } from "./record.js";
import type { Storage, StoredRecord } from "./storage.js";

/** What a scan over the disk tells. */
export interface RestoredHistory {
  readonly index: KeyIndex;
  /** The newest revision. */
  readonly revision: number;
  /** Bytes of all records. */
  readonly recordBytes: number;
}

/** The revision of a store that was never written to. */
export const FIRST_REVISION = 1;

function corrupt(what: string): KvError {
  return new KvError("Corrupt", { cause: new Error(what) });
}

/**
 * Checks that no record is missing, as far as the records themselves can tell: revisions above the last compaction
 * follow one another without a gap, each transaction is whole, and below a finished compaction as many are left as it
 * kept. (That each record is undamaged is the storage's to check.)
 */
class Continuity {
  private expectedMain: number;
  private expectedSub = 0;
  private keptCount = 0;

  constructor(private readonly compaction: CompactionMeta) {
    this.expectedMain = Math.max(compaction.scheduled, FIRST_REVISION) + 1;
  }

  check(record: StoredRecord): void {
    if (record.main <= this.compaction.finished) this.keptCount++;
    if (record.main <= this.compaction.scheduled) return;
    if (record.main !== this.expectedMain || record.sub !== this.expectedSub) {
      const expected = `${this.expectedMain}.${this.expectedSub}`;
      throw corrupt(`history has revision ${record.main}.${record.sub} where ${expected} must follow`);
    }
    this.expectedSub = record.last ? 0 : record.sub + 1;
    if (record.last) this.expectedMain++;
  }

  end(): number {
    if (this.expectedSub !== 0) throw corrupt(`history ends within revision ${this.expectedMain}`);
    const { scheduled, finished, keptCount } = this.compaction;
    if (scheduled === finished && this.keptCount !== keptCount) {
      throw corrupt(
        `history has ${this.keptCount} records up to revision ${finished} where compaction left ${keptCount}`,
      );
    }
    return this.expectedMain - 1;
  }
}

/** Builds the index from the records on disk. */
export async function restoreHistory(storage: Storage, compaction: CompactionMeta): Promise<RestoredHistory> {
  const index = new KeyIndex();
  const continuity = new Continuity(compaction);
  let recordBytes = 0;
  for await (const records of storage.scan(0, Number.MAX_SAFE_INTEGER)) {
    for (const record of records) {
      continuity.check(record);
      const head = decodeRecord(record.bytes);
      index.restore(head.key, record, head);
      recordBytes += record.bytes.length;
    }
  }
  return { index, revision: continuity.end(), recordBytes };
}
