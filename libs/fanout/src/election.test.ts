import { quietEnvironment } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { campaign, type Term } from "./election.js";
import { MemoryStore } from "./testing/memory-store.js";

const KEY = "/election";
const TTL_SECONDS = 10;

function setUp() {
  const clock = new SimulatedClock();
  const store = new MemoryStore(clock);
  const environment = quietEnvironment({ clock, rng: seededRng(1) });
  const stopping = new AbortController();
  const pass = async (ms: number): Promise<void> => {
    for (let leftMs = ms; leftMs > 0; leftMs -= 100) {
      await clock.advance(100);
      store.expireLeases();
    }
  };
  const stand = (identity: string) => {
    const clients = store.clients();
    const candidate: { term?: Term; failure?: unknown } = {};
    const options = { ...clients, environment, key: KEY, identity, ttlSeconds: TTL_SECONDS };
    campaign(options, stopping.signal).then(
      (term) => (candidate.term = term),
      (error: unknown) => (candidate.failure = error),
    );
    return { candidate, clients };
  };
  return { store, pass, stand, stopping };
}

test("one of several leads, for as long as it renews", async () => {
  const { pass, stand } = setUp();
  const candidates = [stand("a"), stand("b"), stand("c")];
  await pass(10 * TTL_SECONDS * 1000);
  const terms = candidates.map(({ candidate }) => candidate.term).filter((term) => term !== undefined);
  expect(terms.map(({ signal }) => signal.aborted)).toEqual([false]);
});

test("the epoch is the revision of the key, and grows from term to term", async () => {
  const { store, pass, stand } = setUp();
  const a = stand("a");
  await pass(1_000);
  expect(a.candidate.term!.epoch).toBe(store.revision);
  await a.candidate.term!.resign();
  const b = stand("b");
  await pass(1_000);
  expect(b.candidate.term!.epoch).toBe(store.revision);
  expect(b.candidate.term!.epoch).toBeGreaterThan(a.candidate.term!.epoch);
});

test("who resigns does not keep the next one waiting", async () => {
  const { pass, stand } = setUp();
  const a = stand("a");
  await pass(1_000);
  const b = stand("b");
  await pass(1_000);
  expect(b.candidate.term).toBeUndefined();
  await a.candidate.term!.resign();
  expect(a.candidate.term!.signal.aborted).toBe(true);
  await pass(1_000);
  expect(b.candidate.term).toBeDefined();
});

test("who cannot reach the store stops leading before another begins", async () => {
  const { store, pass, stand } = setUp();
  const a = stand("a");
  await pass(1_000);
  const b = stand("b");
  await pass(1_000);
  a.clients.setCut(true);
  const { signal } = a.candidate.term!;
  let overlapped = false;
  for (let i = 0; i < 200 && b.candidate.term === undefined; i++) {
    await pass(100);
    overlapped ||= b.candidate.term !== undefined && !signal.aborted;
  }
  expect([signal.aborted, overlapped]).toEqual([true, false]);
  expect(b.candidate.term!.epoch).toBe(store.revision);
});

test("a short outage costs nobody the lead", async () => {
  const { pass, stand } = setUp();
  const { candidate, clients } = stand("a");
  await pass(1_000);
  clients.setCut(true);
  await pass((TTL_SECONDS * 1000) / 2);
  clients.setCut(false);
  await pass(3 * TTL_SECONDS * 1000);
  expect(candidate.term!.signal.aborted).toBe(false);
});

test("whose key is deleted by hand leads no longer", async () => {
  const { store, pass, stand } = setUp();
  const { candidate } = stand("a");
  await pass(1_000);
  store.commit([{ key: KEY, value: undefined }]);
  await pass(1_000);
  expect(candidate.term!.signal.aborted).toBe(true);
});

test("a candidate goes on through outages, and leaves when told to", async () => {
  const { pass, stand, stopping } = setUp();
  const { candidate, clients } = stand("a");
  clients.setCut(true);
  const b = stand("b");
  await pass(60_000);
  expect([candidate.term, candidate.failure]).toEqual([undefined, undefined]);
  stopping.abort(new Error("stop"));
  await pass(1_000);
  expect(candidate.failure).toEqual(new Error("stop"));
  expect(b.candidate.term!.signal.aborted).toBe(false);
});
