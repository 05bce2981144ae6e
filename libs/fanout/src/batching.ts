import { Batch, Event } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";

/** Events of one subject that go into one message. */
export interface Packet {
  readonly events: readonly Event[];
  /** The highest revision. */
  readonly revision: bigint;
  /** No message can hold these events of one revision; whoever follows the subject has to read them from the store. */
  readonly tooLarge: boolean;
}

/** More than tag, length and the three numbers of a batch take (protobuf: at most 11 bytes each). */
const BATCH_OVERHEAD_BYTES = 64;
/** More than tag and length of an event take. */
const EVENT_OVERHEAD_BYTES = 6;

/** Packs events into as few messages as the limit allows, in order; a revision is never split. */
export function packEvents(events: readonly Event[], maxBytes: number): Packet[] {
  const packets: Packet[] = [];
  let open: Event[] = [];
  let openBytes = BATCH_OVERHEAD_BYTES;
  const close = (): void => {
    if (open.length > 0) packets.push({ events: open, revision: open.at(-1)!.revision, tooLarge: false });
    open = [];
    openBytes = BATCH_OVERHEAD_BYTES;
  };
  for (const sameRevision of byRevision(events)) {
    const bytes = sameRevision.reduce((sum, event) => sum + sizeOf(event), 0);
    if (openBytes + bytes > maxBytes) close();
    if (openBytes + bytes > maxBytes) {
      packets.push({ events: [], revision: sameRevision[0]!.revision, tooLarge: true });
      continue;
    }
    open.push(...sameRevision);
    openBytes += bytes;
  }
  close();
  return packets;
}

export function encodeBatch(batch: Batch): Uint8Array {
  return Batch.encode(batch).finish();
}

/** Runs of events with one revision. */
function byRevision(events: readonly Event[]): Event[][] {
  const runs: Event[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0]?.revision === event.revision) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

/** An upper bound of its bytes on the wire, without encoding it. */
function sizeOf(event: Event): number {
  const fixed = 2 + 2 * 11 + 3 * EVENT_OVERHEAD_BYTES;
  return EVENT_OVERHEAD_BYTES + fixed + Buffer.byteLength(event.key) + event.value.length + event.previousValue.length;
}
