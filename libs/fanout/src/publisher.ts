import { Batch, type Event } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import type { WatchDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Backoff, type Client, type Environment } from "@flotilla/service";
import { encodeBatch, packEvents } from "./batching.js";
import type { Bus, BusHeaders } from "./bus.js";
import { createRouter, isNodeSubject, type Route, type Router } from "./routing.js";
import { REGISTRY_PREFIX } from "./registry-key.js";
import { withPublishSpan } from "./spans.js";
import { HistoryCompactedError, watchStore, type StoreBatch } from "./store-watch.js";
import { SubjectLedger } from "./subject-ledger.js";

export interface PublisherOptions {
  readonly watch: Client<WatchDefinition>;
  readonly bus: Bus;
  readonly environment: Environment;
  /** Default: by resource, pods also by node, no secrets. */
  readonly router?: Router | undefined;
  /** Subjects that get heartbeats although they have had no event in this epoch: all that somebody may follow. */
  readonly quietSubjects?: (() => Iterable<string>) | undefined;
  /** The W3C headers that a changed object carries. Asked only while tracing is on. */
  readonly traceHeadersOf?: ((event: Event) => BusHeaders | undefined) | undefined;
  /** How many revisions before its own epoch a publisher sends again, so that a fail-over makes few heal. Default 2,000. */
  readonly replayRevisions?: number | undefined;
  /** Default 1 s. */
  readonly heartbeatMs?: number | undefined;
}

export const HEARTBEAT_MS = 1_000;
const REPLAY_REVISIONS = 2_000;
/** Left free in each message for headers. W3C allows 512 bytes of tracestate, traceparent has 55. */
const HEADER_BYTES_MAX = 1024;
/** The revision of a store that was never written to; 0 would say that nothing is known. Source: etcd. */
const EMPTY_STORE_REVISION = 1n;
const WATCH_BACKOFF = { initialMs: 100, maxMs: 5_000 };

/** Publishes what the store tells, as the holder of `epoch`, until the signal aborts. Never throws. */
export async function publishTerm(options: PublisherOptions, epoch: bigint, signal: AbortSignal): Promise<void> {
  const publisher = new TermPublisher(options, epoch, signal);
  await Promise.all([publisher.followStore(), publisher.beat()]);
}

class TermPublisher {
  private readonly ledger: SubjectLedger;
  private readonly router: Router;
  private readonly published;
  private readonly dropped;
  /** Everything up to it is published. */
  private progress: bigint;

  constructor(
    private readonly options: PublisherOptions,
    private readonly epoch: bigint,
    private readonly signal: AbortSignal,
  ) {
    const start = epoch - BigInt(options.replayRevisions ?? REPLAY_REVISIONS);
    this.progress = start > EMPTY_STORE_REVISION ? start : EMPTY_STORE_REVISION;
    this.ledger = new SubjectLedger(this.progress);
    this.router = options.router ?? createRouter();
    const { metrics } = options.environment;
    this.published = metrics.counter("flotilla_fanout_published_total", "Messages handed to the bus.", ["kind"]);
    this.dropped = metrics.counter("flotilla_fanout_dropped_total", "Messages that the bus did not take.");
  }

  /** Keeps a watch open; a broken one is opened again where it ended. */
  async followStore(): Promise<void> {
    const { watch, environment } = this.options;
    const backoff = new Backoff(WATCH_BACKOFF, environment.rng);
    while (!this.signal.aborted) {
      try {
        for await (const batch of watchStore(watch, REGISTRY_PREFIX, this.progress + 1n, this.signal)) {
          backoff.reset();
          this.publish(batch);
        }
      } catch (error) {
        this.onWatchFailed(error);
      }
      await environment.clock.sleep(backoff.next(), this.signal).catch(() => undefined);
    }
  }

  /** Tells each subject's newest revision, so that the loss of its last message is seen, too. */
  async beat(): Promise<void> {
    const { environment, heartbeatMs = HEARTBEAT_MS, quietSubjects = () => [] } = this.options;
    while (!this.signal.aborted) {
      for (const subject of new Set([...this.ledger.subjects(), ...quietSubjects()])) this.sendHeartbeat(subject);
      await environment.clock.sleep(heartbeatMs, this.signal).catch(() => undefined);
    }
  }

  private onWatchFailed(error: unknown): void {
    if (this.signal.aborted) return;
    this.options.environment.log.warn("fanout_store_watch_failed", { epoch: this.epoch, error });
    if (!(error instanceof HistoryCompactedError) || error.oldestRevision <= this.progress) return;
    // The state before the oldest revision is gone, so begin after it.
    this.ledger.breakUpTo(error.oldestRevision);
    this.progress = error.oldestRevision;
  }

  private publish(batch: StoreBatch): void {
    if (batch.incomplete) this.ledger.breakUpTo(batch.revision);
    else this.publishEvents(batch);
    if (batch.revision > this.progress) this.progress = batch.revision;
  }

  private publishEvents({ events, revision }: StoreBatch): void {
    const routed = events.map((event) => ({ event, route: this.router(event) }));
    const nodesUnknown = routed.some(({ route }) => route.unknownNode);
    for (const [subject, ofSubject] of bySubject(routed)) {
      // A message would say that these are all, and nobody knows.
      if (!nodesUnknown || !isNodeSubject(subject)) this.publishOn(subject, ofSubject);
    }
    if (nodesUnknown) this.ledger.breakUpTo(revision, isNodeSubject);
  }

  private publishOn(subject: string, events: readonly Event[]): void {
    for (const packet of packEvents(events, this.options.bus.maxPayloadBytes - HEADER_BYTES_MAX)) {
      if (!packet.tooLarge) this.send(subject, packet.revision, [...packet.events]);
      this.ledger.advance(subject, packet.revision);
      // It names the revision as the one before: who follows sees at once that it has missed something.
      if (packet.tooLarge) this.sendHeartbeat(subject);
    }
  }

  private sendHeartbeat(subject: string): void {
    const newest = this.ledger.previous(subject);
    this.send(subject, newest > this.progress ? newest : this.progress, []);
  }

  private send(subject: string, revision: bigint, events: Event[]): void {
    // The lead may have been lost since the store answered.
    if (this.signal.aborted) return;
    const { bus } = this.options;
    const previousRevision = this.ledger.previous(subject);
    const data = encodeBatch(Batch.fromPartial({ epoch: this.epoch, revision, previousRevision, events }));
    const taken =
      events.length === 0
        ? bus.publish(subject, data)
        : withPublishSpan(
            bus.system,
            subject,
            () => this.causesOf(events),
            (headers) => bus.publish(subject, data, headers),
          );
    if (taken) this.published.inc({ kind: events.length === 0 ? "heartbeat" : "events" });
    else this.dropped.inc();
  }

  private causesOf(events: readonly Event[]): BusHeaders[] {
    const { traceHeadersOf } = this.options;
    if (traceHeadersOf === undefined) return [];
    return events.map(traceHeadersOf).filter((headers) => headers !== undefined);
  }
}

function bySubject(routed: readonly { event: Event; route: Route }[]): Map<string, Event[]> {
  const groups = new Map<string, Event[]>();
  for (const { event, route } of routed) {
    for (const subject of route.subjects) {
      const group = groups.get(subject);
      if (group === undefined) groups.set(subject, [event]);
      else group.push(event);
    }
  }
  return groups;
}
