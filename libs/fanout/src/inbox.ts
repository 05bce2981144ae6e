import type { Batch } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import type { BusHeaders } from "./bus.js";

/** A batch that waits for its turn. */
export interface Arrived {
  readonly batch: Batch;
  readonly headers: BusHeaders;
  /** What it costs to keep. */
  readonly bytes: number;
}

export interface InboxLimits {
  readonly maxBatches: number;
  readonly maxBytes: number;
}

/**
 * Batches that have arrived and are not taken yet, in the order of their revisions. What exceeds the limits makes it
 * forget all: the gap is then healed like any other.
 */
export class Inbox {
  private waiting: Arrived[] = [];
  private bytes = 0;

  constructor(private readonly limits: InboxLimits) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** False when it was full, and has forgotten everything. */
  add(arrived: Arrived): boolean {
    if (this.waiting.length >= this.limits.maxBatches || this.bytes + arrived.bytes > this.limits.maxBytes) {
      this.clear();
      return false;
    }
    // They usually come in order, so the search from the end is short.
    let index = this.waiting.length;
    while (index > 0 && this.waiting[index - 1]!.batch.revision > arrived.batch.revision) index--;
    this.waiting.splice(index, 0, arrived);
    this.bytes += arrived.bytes;
    return true;
  }

  /** Whether one waits that leads on from `complete`, up to which everything is known. */
  connects(complete: bigint): boolean {
    return this.waiting.some(({ batch }) => leadsOn(batch, complete));
  }

  /** Takes the first that leads on, and forgets those that say nothing new. */
  take(complete: bigint): Arrived | undefined {
    this.forgetUpTo(complete);
    const index = this.waiting.findIndex(({ batch }) => leadsOn(batch, complete));
    if (index < 0) return undefined;
    const [arrived] = this.waiting.splice(index, 1);
    this.bytes -= arrived!.bytes;
    return arrived;
  }

  /** Forgets what says nothing new to one who knows everything up to `complete`. */
  forgetUpTo(complete: bigint): void {
    if (this.isEmpty || this.waiting[0]!.batch.revision > complete) return;
    this.waiting = this.waiting.filter(({ batch }) => batch.revision > complete);
    this.bytes = this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private clear(): void {
    this.waiting = [];
    this.bytes = 0;
  }
}

/** Whether nothing is missing between `complete` and what the batch tells. */
function leadsOn(batch: Batch, complete: bigint): boolean {
  return batch.previousRevision > 0n && batch.previousRevision <= complete && batch.revision > complete;
}
