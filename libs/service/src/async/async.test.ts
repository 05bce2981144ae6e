import { orAbort, once, untilAborted } from "./abort.js";
import { Backoff } from "./backoff.js";
import { Mutex } from "./mutex.js";
import { OverflowError, Pushable } from "./pushable.js";

describe("Pushable", () => {
  test("values come in order, before and after the reader waits, then the end", async () => {
    const pushable = new Pushable<number>();
    pushable.push(1);
    const got: number[] = [];
    const reading = (async () => {
      for await (const value of pushable) got.push(value);
    })();
    pushable.push(2);
    await Promise.resolve();
    pushable.push(3);
    pushable.end();
    await reading;
    expect(got).toEqual([1, 2, 3]);
    expect(pushable.push(4)).toBe(false);
  });

  test("an error comes once, after the values that wait; then the end", async () => {
    const pushable = new Pushable<number>();
    pushable.push(1);
    pushable.fail(new Error("broken"));
    expect(await pushable.next()).toEqual({ done: false, value: 1 });
    await expect(pushable.next()).rejects.toThrow("broken");
    expect(await pushable.next()).toEqual({ done: true, value: undefined });
  });

  test("failNow loses the values that wait", async () => {
    const pushable = new Pushable<number>();
    pushable.push(1);
    pushable.failNow(new Error("cut"));
    await expect(pushable.next()).rejects.toThrow("cut");
  });

  test("a reader that leaves is reported once, and frees who waits for room", async () => {
    let left = 0;
    const pushable = new Pushable<number>({ capacity: 1, onReturn: () => left++ });
    pushable.push(1);
    const room = pushable.room();
    for await (const _ of pushable) break;
    await pushable.return();
    await room;
    expect(left).toBe(1);
  });

  test("full with `refuse`: the value is not taken, and room comes with reading", async () => {
    const pushable = new Pushable<number>({ capacity: 2 });
    expect([pushable.push(1), pushable.push(2), pushable.push(3)]).toEqual([true, true, false]);
    let hasRoom = false;
    void pushable.room().then(() => (hasRoom = true));
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    await pushable.next();
    expect(hasRoom).toBe(true);
  });

  test("full with `drop-oldest`: the newest values are kept", async () => {
    const pushable = new Pushable<number>({ capacity: 2, overflow: "drop-oldest" });
    for (const value of [1, 2, 3, 4]) pushable.push(value);
    expect([(await pushable.next()).value, (await pushable.next()).value]).toEqual([3, 4]);
  });

  test("full with `fail`: the reader learns that it lost something", async () => {
    const pushable = new Pushable<number>({ capacity: 1, overflow: "fail" });
    pushable.push(1);
    expect(pushable.push(2)).toBe(false);
    await expect(pushable.next()).rejects.toBeInstanceOf(OverflowError);
  });
});

test("a mutex runs work in order, one at a time, also after a failure", async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} starts`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (name === "b") throw new Error("b failed");
    return name;
  };
  const results = await Promise.allSettled(["a", "b", "c"].map((name) => mutex.run(work(name))));
  expect(seen).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("a backoff grows to its limit and begins anew after a success", () => {
  const backoff = new Backoff({ initialMs: 100, maxMs: 500 }, { next: () => 0 });
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([
    100, 200, 400, 500, 500,
  ]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
  expect(new Backoff({ initialMs: 100, maxMs: 500, jitter: 0.5 }, { next: () => 0.5 }).next()).toBe(125);
});

test("orAbort gives whichever comes first", async () => {
  const abort = new AbortController();
  expect(await orAbort(Promise.resolve(1), abort.signal)).toBe(1);
  const waiting = orAbort(new Promise(() => undefined), abort.signal);
  const aborted = untilAborted(abort.signal);
  abort.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await expect(orAbort(Promise.resolve(1), abort.signal)).rejects.toThrow("enough");
  await aborted;
  await untilAborted(abort.signal);
});

test("once runs once, also when the result is undefined", () => {
  let runs = 0;
  const start = once(() => void runs++);
  start();
  start();
  expect(runs).toBe(1);
});
