import type { Change } from "./change.js";
import { KvError } from "./errors.js";
import type { Batch, MetaChange, Storage } from "./storage.js";

/** A batch that has grown to one of these is closed, so that the calls waiting for it do not wait for many more. */
const BATCH_CHANGES_MAX = 1024;
const BATCH_BYTES_MAX = 1024 * 1024;

interface PendingBatch {
  readonly changes: Change[];
  readonly meta: MetaChange[];
  bytes: number;
  /** The store's revision once this batch is durable. */
  revision: number;
  readonly durable: Promise<void>;
  readonly settle: (error: Error | undefined) => void;
}

/** What the pipeline needs of its surroundings. */
export interface CommitPipelineOptions {
  readonly storage: Storage;
  /** Resolves after the calls that have arrived by now have been handled. */
  readonly nextTurn: () => Promise<void>;
  /** Called when a batch is durable, before those who wait for it go on. */
  readonly onDurable: (revision: number, changes: readonly Change[]) => void;
  /** Called once, when the storage failed. What is in memory is then ahead of the disk for good. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Makes changes durable in the order in which they are staged.
 *
 * Group commit: one batch is being synced at any time; what is staged meanwhile collects in the next. There is no timer:
 * the slower the disk, the larger the batches.
 *
 * Order: changes are staged by one thread in the order of their revisions, batches are a queue, and the next is handed to
 * the storage only when the one before is durable. So what is durable is always a prefix of the history.
 * Durability: `durable` of a batch resolves after `Storage.commit` did, and every answer that tells of a change awaits it.
 * Atomicity: a transaction is staged in one call and so lies in one batch, which the storage applies wholly or not at all.
 * After a failed commit the disk may have it or not: nothing more is staged or answered, the program has to restart.
 */
export class CommitPipeline {
  private readonly queue: PendingBatch[] = [];
  private running: Promise<void> | undefined;
  private failure: Error | undefined;

  constructor(private readonly options: CommitPipelineOptions) {}

  /** Adds what belongs together to the batch that collects; resolves when that is durable. */
  stage(revision: number, changes: readonly Change[], meta: readonly MetaChange[]): Promise<void> {
    this.checkWorking();
    const batch = this.collecting();
    for (const change of changes) {
      batch.changes.push(change);
      batch.bytes += change.bytes.length;
    }
    for (const piece of meta) {
      batch.meta.push(piece);
      batch.bytes += piece.value?.length ?? 0;
    }
    batch.revision = revision;
    this.running ??= this.run();
    return batch.durable;
  }

  /** Resolves when all that is staged by now is durable; undefined when it is already. */
  settled(): Promise<void> | undefined {
    this.checkWorking();
    return this.queue.at(-1)?.durable;
  }

  /** Throws what the storage failed with, if it did. */
  checkWorking(): void {
    if (this.failure) throw this.failure;
  }

  /** Resolves when nothing is on its way any more, durable or failed. */
  async drain(): Promise<void> {
    await this.queue.at(-1)?.durable.catch(() => undefined);
  }

  private collecting(): PendingBatch {
    const last = this.queue.at(-1);
    const open = last !== undefined && (this.queue.length > 1 || !this.writing);
    if (open && last.changes.length < BATCH_CHANGES_MAX && last.bytes < BATCH_BYTES_MAX) return last;
    const batch = newBatch();
    this.queue.push(batch);
    return batch;
  }

  /** Whether the first batch of the queue is with the storage, and closed therefore. */
  private writing = false;

  private async run(): Promise<void> {
    // Calls that arrived in the same turn of the event loop go into the same batch.
    await this.options.nextTurn();
    for (let batch = this.queue[0]; batch !== undefined; batch = this.queue[0]) {
      this.writing = true;
      try {
        await this.options.storage.commit(toStorage(batch));
      } catch (error) {
        this.fail(error);
        return;
      }
      this.writing = false;
      this.queue.shift();
      this.options.onDurable(batch.revision, batch.changes);
      batch.settle(undefined);
    }
    this.running = undefined;
  }

  private fail(cause: unknown): void {
    this.failure = new KvError("Stopped", { cause });
    for (const batch of this.queue) batch.settle(this.failure);
    this.queue.length = 0;
    this.options.onFailure(this.failure);
  }
}

function newBatch(): PendingBatch {
  let settle!: (error: Error | undefined) => void;
  const durable = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  // A batch of compactions or expiries may have no one waiting; its failure is told through onFailure.
  durable.catch(() => undefined);
  return { changes: [], meta: [], bytes: 0, revision: 0, durable, settle };
}

function toStorage(batch: PendingBatch): Batch {
  return { records: batch.changes, meta: batch.meta };
}
