import { context, type Context } from "@opentelemetry/api";
import { Batch, type Event } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import type { Environment } from "@flotilla/service";
import type { Bus, BusMessage } from "./bus.js";
import { HealingStream } from "./healing-stream.js";
import { Inbox, type Arrived } from "./inbox.js";
import { startProcessSpan, type ProcessSpan } from "./spans.js";
import { WakeUp } from "./wake-up.js";

/** All events of the subject up to `revision` that were not told before; revisions only grow. */
export interface HealBatch {
  readonly revision: bigint;
  /** In revision order. None: only to tell how far it has come. */
  readonly events: readonly Event[];
}

/**
 * A watch on what the store, or the ApiServer, knows of the subject, from `startRevision` on, whose events come first. A
 * revision comes in one batch. It goes on until the signal aborts; when it ends or fails, it is opened again.
 * `HistoryCompactedError` says that it can not be.
 */
export type Heal = (startRevision: bigint, signal: AbortSignal) => AsyncIterable<HealBatch>;

/** Why a follower turned from the bus to the healing watch. */
export type HealReason = "start" | "gap" | "overflow" | "silence" | "disconnected";

export interface FollowOptions {
  readonly bus: Bus;
  readonly subject: string;
  /** Everything up to this revision is known already: the revision of a list. */
  readonly afterRevision: bigint;
  readonly heal: Heal;
  readonly environment: Pick<Environment, "clock" | "rng" | "log">;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
  /** Nothing heard for so long, not even a heartbeat: watch instead. Default 5 s. */
  readonly silenceMs?: number | undefined;
  /**
   * After a gap, wait up to so long at random before watching: a reordered message may come, and thousands that lost the same
   * message should not come at once. Default 200 ms.
   */
  readonly spreadMs?: number | undefined;
  /** Batches that wait for a slow reader; more are forgotten and read again from the store. Default 1,024, 16 MiB. */
  readonly maxWaitingBatches?: number | undefined;
  readonly maxWaitingBytes?: number | undefined;
  readonly onHeal?: ((reason: HealReason) => void) | undefined;
}

/** What happened next on the subject. */
export interface FollowedBatch {
  /** The reader now knows everything up to it. Strictly growing. */
  readonly revision: bigint;
  /** In revision order, each exactly once. None when only the revision has grown. */
  readonly events: readonly Event[];
  readonly source: "bus" | "heal";
  /** For spans of what the reader does with it: continues the publisher's trace. Ends when the next batch is asked for. */
  readonly context: Context;
}

const SILENCE_MS = 5_000;
const SPREAD_MS = 200;
const MAX_WAITING_BATCHES = 1_024;
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * Follows one subject: every event after `afterRevision` exactly once, in revision order, whatever the bus loses, repeats or
 * reorders. Fails only with `HistoryCompactedError`: list again, and follow from there. For one reader.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<FollowedBatch, void, undefined> {
  const follower = new Follower(options);
  try {
    let reason: HealReason = "start";
    while (!options.signal.aborted) {
      options.onHeal?.(reason);
      yield* follower.fromHealing();
      reason = yield* follower.fromBus();
    }
  } finally {
    follower.close();
  }
}

/** What was healed has no message whose trace it could continue. */
const noSpan = (): ProcessSpan => ({ context: context.active(), end: () => undefined });

class Follower {
  private readonly inbox: Inbox;
  private readonly wakeUp: WakeUp;
  private readonly undo: (() => void)[];
  /** Everything up to it was handed to the reader. */
  private complete: bigint;
  private epoch = 0n;
  private heardAtMs: number;
  private overflowed = false;
  /** Since the healing watch began, the bus has said something that this follower is not behind of. */
  private inStep = false;

  constructor(private readonly options: FollowOptions) {
    const { bus, subject, environment, signal } = options;
    this.inbox = new Inbox({
      maxBatches: options.maxWaitingBatches ?? MAX_WAITING_BATCHES,
      maxBytes: options.maxWaitingBytes ?? MAX_WAITING_BYTES,
    });
    this.wakeUp = new WakeUp(environment.clock);
    this.complete = options.afterRevision;
    this.heardAtMs = environment.clock.monotonic();
    const ring = (): void => this.wakeUp.ring();
    signal.addEventListener("abort", ring, { once: true });
    const subscription = bus.subscribe(subject, (message) => this.onMessage(message));
    this.undo = [() => signal.removeEventListener("abort", ring), () => subscription.unsubscribe(), bus.onNotice(ring)];
  }

  /** What the bus brings, for as long as it leads on. Returns why it does not any more. */
  async *fromBus(): AsyncGenerator<FollowedBatch, HealReason, undefined> {
    let doubtSinceMs: number | undefined;
    const spreadMs = (this.options.spreadMs ?? SPREAD_MS) * this.options.environment.rng.next();
    while (!this.options.signal.aborted) {
      const arrived = this.inbox.take(this.complete);
      if (arrived !== undefined) {
        doubtSinceMs = undefined;
        yield* this.deliverFromBus(arrived);
        continue;
      }
      const doubt = this.doubt();
      if (doubt === undefined) {
        doubtSinceMs = undefined;
        await this.wakeUp.wait(this.silentInMs());
        continue;
      }
      doubtSinceMs ??= this.nowMs();
      const leftMs = doubtSinceMs + spreadMs - this.nowMs();
      if (leftMs <= 0) return this.turnAway(doubt);
      await this.wakeUp.wait(leftMs);
    }
    return "disconnected";
  }

  /** What the healing watch brings, until the bus leads on from there. */
  async *fromHealing(): AsyncGenerator<FollowedBatch, void, undefined> {
    const { heal, environment, signal } = this.options;
    this.inStep = false;
    const stream = new HealingStream(heal, environment, () => this.wakeUp.ring());
    try {
      while (!signal.aborted) {
        if (this.options.bus.connected && (this.inStep || this.inbox.connects(this.complete))) return;
        const healed = stream.take(this.complete + 1n);
        if (healed === undefined) await this.wakeUp.wait(stream.retryInMs());
        else yield* this.deliver(healed.revision, healed.events, "heal");
      }
    } finally {
      stream.close();
    }
  }

  close(): void {
    for (const undo of this.undo) undo();
  }

  private onMessage({ data, headers }: BusMessage): void {
    const batch = this.decode(data);
    if (batch === undefined || batch.epoch < this.epoch) return;
    this.epoch = batch.epoch;
    this.heardAtMs = this.nowMs();
    // What says nothing new still shows that the publisher lives, and that the next message will lead on.
    if (batch.revision <= this.complete) this.inStep ||= batch.previousRevision > 0n;
    else if (!this.inbox.add({ batch, headers, bytes: data.length })) this.overflowed = true;
    this.wakeUp.ring();
  }

  /** A publisher that sends nonsense must not end its followers. */
  private decode(data: Uint8Array): Batch | undefined {
    try {
      return Batch.decode(data);
    } catch (error) {
      this.options.environment.log.error("fanout_message_unreadable", { subject: this.options.subject, error });
      return undefined;
    }
  }

  private doubt(): HealReason | undefined {
    if (!this.options.bus.connected) return "disconnected";
    if (this.overflowed) return "overflow";
    if (!this.inbox.isEmpty) return "gap";
    return this.silentInMs() <= 0 ? "silence" : undefined;
  }

  private turnAway(reason: HealReason): HealReason {
    this.overflowed = false;
    this.options.environment.log.debug("fanout_healing", { subject: this.options.subject, reason });
    return reason;
  }

  private async *deliverFromBus({ batch, headers }: Arrived): AsyncGenerator<FollowedBatch, void, undefined> {
    const { bus, subject } = this.options;
    yield* this.deliver(batch.revision, batch.events, "bus", () => startProcessSpan(bus.system, subject, headers));
  }

  private async *deliver(
    revision: bigint,
    all: readonly Event[],
    source: FollowedBatch["source"],
    startSpan = noSpan,
  ): AsyncGenerator<FollowedBatch, void, undefined> {
    if (revision <= this.complete) return;
    const before = this.complete;
    this.complete = revision;
    this.inbox.forgetUpTo(revision);
    const events = all.filter((event) => event.revision > before);
    const span = events.length === 0 ? noSpan() : startSpan();
    try {
      yield { revision, events, source, context: span.context };
    } finally {
      span.end();
    }
  }

  private silentInMs(): number {
    return this.heardAtMs + (this.options.silenceMs ?? SILENCE_MS) - this.nowMs();
  }

  private nowMs(): number {
    return this.options.environment.clock.monotonic();
  }
}
