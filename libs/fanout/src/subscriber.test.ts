import { context, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { Batch } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { Pushable, quietEnvironment, RpcCode, RpcError, silentLogger } from "@flotilla/service";
import { setTracing } from "@flotilla/service/tracing/tracing-switch.js";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { encodeBatch } from "./batching.js";
import { InProcessBroker } from "./in-process-bus.js";
import { withPublishSpan } from "./spans.js";
import { HistoryCompactedError } from "./store-watch.js";
import { follow, type FollowedBatch, type HealBatch, type HealReason } from "./subscriber.js";
import { created } from "./testing/events.js";

const SUBJECT = "flotilla.watch.apps.deployments";
const KEY = "/registry/deployments/default/web";

/** A follower of a real bus whose healing watches are the test's to fill. */
function setUp(options: { maxWaitingBatches?: number } = {}) {
  const clock = new SimulatedClock();
  const broker = new InProcessBroker(silentLogger);
  const publisher = broker.connect();
  const abort = new AbortController();
  const heals: { start: number; stream: Pushable<HealBatch>; signal: AbortSignal }[] = [];
  const reasons: HealReason[] = [];
  const lines: string[] = [];
  const batches: FollowedBatch[] = [];
  let failure: unknown;
  const reader = { reads: true };
  const read = async (): Promise<void> => {
    const following = follow({
      ...options,
      bus: broker.connect(),
      subject: SUBJECT,
      afterRevision: 10n,
      environment: quietEnvironment({ clock, rng: seededRng(1) }),
      signal: abort.signal,
      onHeal: (reason) => reasons.push(reason),
      heal: (start, signal) => {
        const stream = new Pushable<HealBatch>();
        heals.push({ start: Number(start), stream, signal });
        return stream;
      },
    });
    for await (const batch of following) {
      batches.push(batch);
      lines.push(`${batch.source} ${batch.events.map(({ revision }) => revision).join(" ")} to ${batch.revision}`);
      while (!reader.reads) await clock.sleep(100);
    }
  };
  const running = read().catch((error: unknown) => (failure = error));
  const send = (epoch: number, previous: number, revision: number, events: number[] = []): void => {
    const numbers = { epoch: BigInt(epoch), previousRevision: BigInt(previous), revision: BigInt(revision) };
    const batch = { ...numbers, events: events.map((at) => created(KEY, at)) };
    withPublishSpan(
      "in-process",
      SUBJECT,
      () => [],
      (headers) => publisher.publish(SUBJECT, encodeBatch(Batch.fromPartial(batch)), headers),
    );
  };
  const healed = (revision: number, events: number[] = []): void =>
    void heals.at(-1)!.stream.push({ revision: BigInt(revision), events: events.map((at) => created(KEY, at)) });
  return {
    abort,
    publisher,
    heals,
    reasons,
    batches,
    running,
    send,
    healed,
    failure: () => failure,
    setReading: (on: boolean) => (reader.reads = on),
    /** What the reader got since the last call, after some time. */
    got: async (ms = 0): Promise<string[]> => {
      await clock.advance(ms);
      return lines.splice(0);
    },
  };
}

test("it begins with a healing watch, and leaves it as soon as the bus leads on", async () => {
  const { heals, send, healed, got, reasons } = setUp();
  await got();
  expect(heals.map(({ start }) => start)).toEqual([11]);
  healed(12, [11, 12]);
  expect(await got()).toEqual(["heal 11 12 to 12"]);
  send(1, 12, 14, [13, 14]);
  expect(await got()).toEqual(["bus 13 14 to 14"]);
  expect(heals[0]!.signal.aborted).toBe(true);
  expect(reasons).toEqual(["start"]);
});

test("on a quiet subject a heartbeat is enough to leave the healing watch", async () => {
  const { heals, send, got } = setUp();
  await got();
  send(1, 8, 10);
  await got();
  expect(heals[0]!.signal.aborted).toBe(true);
});

test.each<[string, [number, number, number[]][], string[]]>([
  [
    "repeated",
    [
      [10, 11, [11]],
      [10, 11, [11]],
      [11, 12, [12]],
    ],
    ["bus 11 to 11", "bus 12 to 12"],
  ],
  [
    "reordered",
    [
      [11, 12, [12]],
      [10, 11, [11]],
    ],
    ["bus 11 to 11", "bus 12 to 12"],
  ],
  [
    "overlapping",
    [
      [10, 12, [11, 12]],
      [10, 13, [11, 12, 13]],
    ],
    ["bus 11 12 to 12", "bus 13 to 13"],
  ],
])("what is %s comes once and in order", async (_, messages, expected) => {
  const { send, got, heals } = setUp();
  send(1, 10, 10);
  await got();
  for (const [previous, revision, events] of messages) send(1, previous, revision, events);
  expect(await got(1_000)).toEqual(expected);
  expect(heals.length).toBe(1);
});

test("what a lost message told is read from the healing watch, what came after it from the bus", async () => {
  const { send, healed, got, heals, reasons } = setUp();
  send(1, 10, 10);
  await got();
  send(1, 11, 12, [12]);
  expect(await got(1_000)).toEqual([]);
  expect(heals.map(({ start }) => start)).toEqual([11, 11]);
  healed(11, [11]);
  expect(await got()).toEqual(["heal 11 to 11", "bus 12 to 12"]);
  expect(reasons).toEqual(["start", "gap"]);
});

test("the loss of the last message is seen by the next heartbeat", async () => {
  const { send, healed, got, reasons } = setUp();
  send(1, 10, 10);
  await got();
  send(1, 11, 15);
  await got(1_000);
  healed(11, [11]);
  expect(await got()).toEqual(["heal 11 to 11", "bus  to 15"]);
  expect(reasons).toEqual(["start", "gap"]);
});

test("silence makes it watch instead", async () => {
  const { send, healed, got, reasons } = setUp();
  send(1, 10, 10);
  await got(4_000);
  expect(reasons).toEqual(["start"]);
  await got(2_000);
  expect(reasons).toEqual(["start", "silence"]);
  healed(11, [11]);
  expect(await got()).toEqual(["heal 11 to 11"]);
});

test("batches of an older epoch than it has seen are ignored", async () => {
  const { send, got } = setUp();
  send(5, 10, 11, [11]);
  send(4, 11, 12, [12]);
  expect(await got(1_000)).toEqual(["bus 11 to 11"]);
  send(6, 3, 13, [11, 12, 13]);
  expect(await got()).toEqual(["bus 12 13 to 13"]);
});

test("a batch of an epoch that does not know what went before is not trusted", async () => {
  const { send, got, heals } = setUp();
  send(1, 10, 11, [11]);
  await got();
  send(2, 0, 13, [13]);
  expect(await got(1_000)).toEqual([]);
  expect(heals.at(-1)!.start).toBe(12);
});

test("a reader that does not keep up costs bounded memory, and gets all in the end", async () => {
  const { send, healed, got, reasons, setReading } = setUp({ maxWaitingBatches: 3 });
  send(1, 10, 10);
  await got();
  setReading(false);
  for (let at = 11; at <= 20; at++) {
    send(1, at - 1, at, [at]);
    await got();
  }
  setReading(true);
  await got(1_000);
  healed(20, [12, 13, 14, 15, 16, 17, 18, 19, 20]);
  expect(await got()).toEqual(["heal 12 13 14 15 16 17 18 19 20 to 20"]);
  send(1, 20, 21, [21]);
  expect(await got()).toEqual(["bus 21 to 21"]);
  expect(reasons.slice(1)).toEqual(["overflow"]);
});

test("a healing watch that fails or ends is opened again where it was", async () => {
  const { heals, healed, got } = setUp();
  await got();
  healed(12, [12]);
  await got();
  heals[0]!.stream.fail(new RpcError(RpcCode.UNAVAILABLE, "gone"));
  await got(1_000);
  heals[1]!.stream.end();
  await got(1_000);
  expect(heals.map(({ start }) => start)).toEqual([11, 13, 13]);
  healed(13, [13]);
  expect(await got()).toEqual(["heal 13 to 13"]);
});

test("when history is gone it ends and says so", async () => {
  const { heals, got, failure, running } = setUp();
  await got();
  heals[0]!.stream.fail(new HistoryCompactedError(50n));
  await got();
  await running;
  expect(failure()).toBeInstanceOf(HistoryCompactedError);
});

test("nonsense on the subject harms nothing", async () => {
  const { publisher, send, got, failure } = setUp();
  publisher.publish(SUBJECT, Buffer.from([0xff, 0xff, 0xff]));
  send(1, 10, 11, [11]);
  expect(await got()).toEqual(["bus 11 to 11"]);
  expect(failure()).toBeUndefined();
});

test("the signal ends it, whatever it waits for", async () => {
  const { abort, got, running, heals, failure } = setUp();
  await got();
  abort.abort();
  await got();
  await running;
  expect([heals[0]!.signal.aborted, failure()]).toEqual([true, undefined]);
});

describe("tracing", () => {
  const exporter = new InMemorySpanExporter();
  beforeAll(() => {
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    setTracing(true);
  });
  afterAll(() => {
    setTracing(false);
    trace.disable();
    context.disable();
  });

  test("who processes a message continues the trace of who published it", async () => {
    const { send, got, batches, abort, running } = setUp();
    send(1, 10, 11, [11]);
    await got();
    abort.abort();
    await got();
    await running;
    const [publish, process] = exporter.getFinishedSpans();
    expect([publish!.name, process!.name]).toEqual([`publish ${SUBJECT}`, `process ${SUBJECT}`]);
    expect(process!.parentSpanContext!.spanId).toBe(publish!.spanContext().spanId);
    expect(trace.getSpanContext(batches[0]!.context)).toEqual(process!.spanContext());
    expect(publish!.attributes["messaging.destination.name"]).toBe(SUBJECT);
  });

  test("a message continues the trace of its first change, and links to those of the others", () => {
    exporter.reset();
    const cause = (digit: string) => new Map([["traceparent", `00-${digit.repeat(32)}-${digit.repeat(16)}-01`]]);
    const headers = withPublishSpan(
      "nats",
      SUBJECT,
      () => [cause("1"), cause("2")],
      (sent) => sent,
    );
    const [span] = exporter.getFinishedSpans();
    expect(span!.parentSpanContext!.traceId).toBe("1".repeat(32));
    expect(span!.links.map((link) => link.context.traceId)).toEqual(["2".repeat(32)]);
    expect(headers.get("traceparent")).toContain(span!.spanContext().spanId);
  });
});
