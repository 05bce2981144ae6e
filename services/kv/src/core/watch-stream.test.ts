import { MemoryStorage } from "../adapters/memory-storage.js";
import { keyRange } from "./key-range.js";
import { Store } from "./store.js";
import { WatchHub } from "./watch-hub.js";
import { WatchStream, type WatchMessage } from "./watch-stream.js";
import type { WatchOptions } from "./watcher.js";

const QUEUE_BYTES_MAX = 100_000;
const VALUE_BYTES = 1_000;

async function setUp() {
  const store = await Store.open(
    {
      storage: new MemoryStorage(),
      nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
      now: () => 0,
      cacheBytesMax: 1_000_000,
      txnOpsMax: 128,
      minLeaseTtlSeconds: 2,
      onFailure: (error) => {
        throw error;
      },
    },
    new Map(),
  );
  const hub = new WatchHub(store);
  return { store, hub, stream: new WatchStream(hub, { queueBytesMax: QUEUE_BYTES_MAX, fragmentBytes: 2_000_000 }) };
}

const all: WatchOptions = {
  range: keyRange("\0", "\0"),
  startRevision: 0,
  watchId: undefined,
  noPut: false,
  noDelete: false,
  prevKv: true,
  fragment: false,
  progressNotify: false,
};

function put(store: Store, i: number): Promise<unknown> {
  const value = new Uint8Array(VALUE_BYTES).fill(i);
  return store.put({
    type: "put",
    key: `k${i % 10}`,
    value,
    lease: 0n,
    prevKv: false,
    ignoreValue: false,
    ignoreLease: false,
  });
}

test("a reader that stands still costs bounded memory, and then gets everything once and in order", async () => {
  const { store, hub, stream } = await setUp();
  const WATCHERS = 3;
  const WRITES = 2_000;
  for (let i = 0; i < WATCHERS; i++) stream.create(all);
  const messages = stream.messages();
  for (let i = 0; i < WATCHERS; i++)
    expect((await messages.next()).value).toMatchObject({ type: "created", watchId: i });
  for (let i = 0; i < WRITES; i += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, j) => put(store, i + j)));
    expect(stream.pendingBytes).toBeLessThan(QUEUE_BYTES_MAX + 2 * VALUE_BYTES);
  }
  const seen = new Map<number, number[]>();
  const done = () => [...seen.values()].filter((revisions) => revisions.length === WRITES).length === WATCHERS;
  let withoutPrevious = 0;
  while (!done()) {
    const message = (await messages.next()).value as WatchMessage;
    if (message.type !== "events") throw new Error(`unexpected ${message.type}`);
    const revisions = seen.get(message.watchId) ?? [];
    revisions.push(...message.events.map(({ main }) => main));
    withoutPrevious += message.events.filter(({ previous }) => previous === undefined).length;
    seen.set(message.watchId, revisions);
  }
  const expected = Array.from({ length: WRITES }, (_, i) => i + 2);
  for (const revisions of seen.values()) expect(revisions).toEqual(expected);
  // Only the creations of the ten keys have no record before them.
  expect(withoutPrevious).toBe(10 * WATCHERS);
  expect(stream.pendingBytes).toBe(0);

  // It is up to date again, and goes on live.
  await put(store, 0);
  expect((await messages.next()).value).toMatchObject({ type: "events", revision: WRITES + 2 });
  stream.close();
  hub.stop();
});

test("a single key is followed from the past in several parts, each change once", async () => {
  const { store, hub, stream } = await setUp();
  const WRITES = 3_000;
  for (let i = 0; i < WRITES; i += 100)
    await Promise.all(Array.from({ length: 100 }, (_, j) => put(store, (i + j) * 10)));
  stream.create({ ...all, range: keyRange("k0", ""), startRevision: 2 });
  const revisions: number[] = [];
  let messagesWithEvents = 0;
  for await (const message of stream.messages()) {
    if (message.type !== "events") continue;
    messagesWithEvents++;
    revisions.push(...message.events.map(({ main }) => main));
    if (revisions.length === WRITES) break;
  }
  expect(revisions).toEqual(Array.from({ length: WRITES }, (_, i) => i + 2));
  expect(messagesWithEvents).toBeGreaterThan(1);
  stream.close();
  hub.stop();
});

test("a watcher that lags behind a compaction is canceled, and told where to start", async () => {
  const { store, hub, stream } = await setUp();
  for (let i = 0; i < 10; i++) await put(store, i);
  stream.create({ ...all, startRevision: 3 });
  const messages = stream.messages();
  expect((await messages.next()).value).toMatchObject({ type: "created" });
  await store.compact(8, true);
  expect((await messages.next()).value).toMatchObject({ type: "compacted", compactRevision: 8 });
  stream.close();
  hub.stop();
});

test("a watcher that was canceled sends nothing more, though events of it wait", async () => {
  const { store, hub, stream } = await setUp();
  stream.create(all);
  stream.create(all);
  const messages = stream.messages();
  for (let i = 0; i < 2; i++) await messages.next();
  await put(store, 1);
  stream.cancel(0);
  expect((await messages.next()).value).toMatchObject({ type: "canceled", watchId: 0 });
  expect((await messages.next()).value).toMatchObject({ type: "events", watchId: 1 });
  stream.close();
  expect((await messages.next()).done).toBe(true);
  hub.stop();
});

test("progress waits until no watcher lags", async () => {
  const { store, hub, stream } = await setUp();
  for (let i = 0; i < 10; i++) await put(store, i);
  stream.create({ ...all, startRevision: 2 });
  stream.requestProgress();
  const messages = stream.messages();
  const types: string[] = [];
  while (!types.includes("progress")) types.push(((await messages.next()).value as WatchMessage).type);
  expect(types).toEqual(["created", "events", "progress"]);
  stream.close();
  hub.stop();
});
