import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { ItemExponentialLimiter } from "./rate-limiter.js";
import { testEnvironment } from "./testing/test-environment.js";
import { WorkQueue } from "./work-queue.js";

function open() {
  const { clock, metrics } = testEnvironment();
  const queue = new WorkQueue({ name: "test", clock, metrics, limiter: new ItemExponentialLimiter<string>(5, 1000) });
  return { clock, queue };
}

test("keys come out in order, each once however often it was added", async () => {
  const { queue } = open();
  for (const key of ["a", "b", "a", "c", "b"]) queue.add(key);
  expect(queue.length).toBe(3);
  expect([await queue.get(), await queue.get(), await queue.get()]).toEqual(["a", "b", "c"]);
});

test("a key in process is not given out again until it is done, and then once", async () => {
  const { queue } = open();
  queue.add("a");
  await queue.get();
  queue.add("a");
  queue.add("a");
  expect(queue.length).toBe(0);
  queue.done("a");
  expect(queue.length).toBe(1);
  expect(await queue.get()).toBe("a");
  queue.done("a");
  expect(queue.length).toBe(0);
});

test("who waits is given the next key", async () => {
  const { queue } = open();
  const first = queue.get();
  const second = queue.get();
  queue.add("a");
  queue.add("b");
  expect(await Promise.all([first, second])).toEqual(["a", "b"]);
});

test("of several delays of one key the shortest counts", async () => {
  const { clock, queue } = open();
  queue.addAfter("a", 1000);
  queue.addAfter("a", 100);
  queue.addAfter("a", 500);
  await clock.advance(99);
  expect(queue.length).toBe(0);
  await clock.advance(1);
  expect(queue.length).toBe(1);
  await queue.get();
  queue.done("a");
  await clock.advance(10_000);
  expect(queue.length).toBe(0);
});

test("a key that fails waits 5 ms · 2^n, until it is forgotten", async () => {
  const { clock, queue } = open();
  const waited: number[] = [];
  const fail = async () => {
    queue.addRateLimited("a");
    const start = clock.monotonic();
    while (queue.length === 0) await clock.advance(1);
    waited.push(clock.monotonic() - start);
    queue.done((await queue.get()) ?? "");
  };
  for (let i = 0; i < 4; i++) await fail();
  queue.forget("a");
  await fail();
  expect(waited).toEqual([5, 10, 20, 40, 5]);
});

test("after the shutdown nothing goes in, what is in comes out, and then undefined", async () => {
  const { queue } = open();
  queue.add("a");
  queue.shutDown();
  queue.add("b");
  expect([await queue.get(), await queue.get()]).toEqual(["a", undefined]);
});

test("the drain waits for what is in process", async () => {
  const { queue } = open();
  queue.add("a");
  await queue.get();
  let drained = false;
  const draining = queue.shutDownWithDrain().then(() => (drained = true));
  await settle();
  expect(drained).toBe(false);
  queue.done("a");
  await draining;
  expect(drained).toBe(true);
});
