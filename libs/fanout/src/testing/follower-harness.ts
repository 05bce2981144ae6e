import { EventType } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import type { Environment } from "@flotilla/service";
import type { Bus } from "../bus.js";
import { createRouter } from "../routing.js";
import { healFromStore } from "../store-heal.js";
import { follow, type FollowOptions, type HealReason } from "../subscriber.js";
import { describeEvent } from "./expected-events.js";
import type { StoreClients } from "./memory-store.js";

export interface FollowerHarnessOptions {
  readonly subject: string;
  readonly keyPrefix: string;
  readonly bus: Bus;
  readonly store: Pick<StoreClients, "watch">;
  readonly environment: Environment;
  readonly afterRevision: bigint;
  /** The longest that the reader takes for one batch, in milliseconds. */
  readonly slownessMs?: number;
  readonly limits?: Pick<FollowOptions, "maxWaitingBatches" | "maxWaitingBytes" | "silenceMs">;
}

/** A follower whose reader writes down what it gets. It can crash and resume from what it knows. */
export class FollowerHarness {
  readonly got: string[] = [];
  readonly sources = { bus: 0, heal: 0 };
  readonly reasons: HealReason[] = [];
  lastSource: "bus" | "heal" | undefined;
  /** Why it ended by itself. */
  failure: unknown;
  private abort = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(readonly options: FollowerHarnessOptions) {
    this.revision = options.afterRevision;
    this.start();
  }

  revision: bigint;

  start(): void {
    this.abort = new AbortController();
    this.running = this.run(this.abort.signal).catch((error: unknown) => {
      this.failure = error;
    });
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { subject, keyPrefix, bus, store, environment, slownessMs = 0, limits } = this.options;
    const heal = healFromStore(store.watch, keyPrefix, subject, createRouter());
    const onHeal = (reason: HealReason): void => void this.reasons.push(reason);
    const following = follow({
      bus,
      subject,
      afterRevision: this.revision,
      heal,
      environment,
      signal,
      onHeal,
      ...limits,
    });
    for await (const { revision, events, source } of following) {
      if (revision <= this.revision) throw new Error(`revision ${revision} after ${this.revision}`);
      for (const { revision: at, key, type } of events)
        this.got.push(describeEvent(at, key, type === EventType.EVENT_TYPE_DELETED));
      this.revision = revision;
      this.sources[source] += events.length;
      this.lastSource = source;
      if (slownessMs > 0) await environment.clock.sleep(environment.rng.next() * slownessMs);
    }
  }
}
