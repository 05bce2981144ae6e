import { conflict } from "@flotilla/api/status.js";
import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { Controller, type Reconcile } from "./controller.js";
import { ItemExponentialLimiter } from "./rate-limiter.js";
import { testEnvironment } from "./testing/test-environment.js";

function open(reconcile: Reconcile, options: { maxRetries?: number; concurrency?: number } = {}) {
  const environment = testEnvironment();
  const limiter = new ItemExponentialLimiter<string>(5, 1_000_000);
  const controller = new Controller({ name: "test-controller", reconcile, limiter, ...options }, environment);
  controller.start();
  return { ...environment, controller };
}

test("a key that fails is tried again until it succeeds", async () => {
  let calls = 0;
  const { clock, controller } = open(() =>
    ++calls < 4 ? Promise.reject(conflict({ group: "", resource: "pods" }, "p")) : Promise.resolve(),
  );
  controller.queue.add("a");
  await clock.advance(1000);
  expect(calls).toBe(4);
  expect(controller.queue.retries("a")).toBe(0);
  await controller.stop();
});

test("a key is given up after its retries, and taken up when it is added again", async () => {
  let calls = 0;
  const { clock, controller } = open(() => (calls++, Promise.reject(new Error("always"))), { maxRetries: 2 });
  controller.queue.add("a");
  await clock.advance(60_000);
  expect(calls).toBe(3);
  controller.queue.add("a");
  await clock.advance(60_000);
  expect(calls).toBe(6);
  await controller.stop();
});

test("requeueAfterMs brings the key back", async () => {
  const at: number[] = [];
  const { clock, controller } = open(
    () => (at.push(clock.monotonic()), Promise.resolve(at.length < 3 ? { requeueAfterMs: 700 } : {})),
  );
  controller.queue.add("a");
  await clock.advance(10_000);
  expect(at).toEqual([0, 700, 1400]);
  await controller.stop();
});

test("no more keys at once than the concurrency says, and never one key twice", async () => {
  const running: string[] = [];
  let most = 0;
  const release: (() => void)[] = [];
  const { controller } = open(
    async (key) => {
      expect(running).not.toContain(key);
      running.push(key);
      most = Math.max(most, running.length);
      await new Promise<void>((resolve) => release.push(resolve));
      running.splice(running.indexOf(key), 1);
    },
    { concurrency: 2 },
  );
  for (const key of ["a", "b", "c", "a"]) controller.queue.add(key);
  for (let i = 0; i < 10; i++) {
    await settle();
    controller.queue.add("a");
    release.shift()?.();
  }
  expect(most).toBe(2);
  const stopped = controller.stop();
  for (let i = 0; i < 5; i++) {
    release.shift()?.();
    await settle();
  }
  await stopped;
});
