import { pod, type PodSketch } from "../../testing/objects.js";
import { podInfoOf } from "../pod-info.js";
import { ResourceNames } from "../resources.js";
import { SchedulingQueue } from "./scheduling-queue.js";

const names = new ResourceNames();
const info = (sketch: PodSketch) => podInfoOf(pod(sketch), names);
const newQueue = () => new SchedulingQueue({ initialMs: 1000, maxMs: 10_000 });
const REFUSED = new Set(["NodeResourcesFit"]);

test("by priority, then in the order of arrival", () => {
  const queue = newQueue();
  queue.put(info({ name: "late" }), 2);
  queue.put(info({ name: "early" }), 1);
  queue.put(info({ name: "urgent", priority: 5 }), 3);
  expect([1, 2, 3, 4].map(() => queue.pop(10)?.info.pod.metadata?.name)).toEqual([
    "urgent",
    "early",
    "late",
    undefined,
  ]);
});

/** Source: kube-scheduler backoff: 1 s, doubling, at most 10 s. */
test("waits grow with each try", () => {
  const queue = newQueue();
  queue.put(info({ name: "a" }), 0);
  const waits = [];
  let nowMs = 0;
  for (let round = 0; round < 6; round++) {
    const popped = queue.pop(nowMs)!;
    queue.retry(popped, nowMs);
    // A failure of ours is waited for, even with nothing else to do.
    expect(queue.pop(nowMs)).toBeUndefined();
    const dueMs = queue.nextDueMs(nowMs)!;
    waits.push(dueMs - nowMs);
    nowMs = dueMs;
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test("a pod that fits nowhere waits for an event that helps it; alike pods are asked about once", () => {
  const queue = newQueue();
  for (const name of ["a", "b"]) queue.put(info({ name, requests: { cpu: "9" } }), 0);
  queue.put(info({ name: "c", requests: { cpu: "5" } }), 0);
  for (let index = 0; index < 3; index++) queue.wait(queue.pop(0)!, REFUSED, 0);
  const asked: string[] = [];
  const helps = (cpu: number) => (one: ReturnType<typeof info>) => {
    asked.push(one.key);
    return one.requests.amounts[0]! <= cpu;
  };
  queue.stir(helps(1000), 5000);
  expect(asked).toHaveLength(2);
  expect(queue.pop(5000)).toBeUndefined();
  queue.stir(helps(6000), 5000);
  expect(queue.pop(5000)?.info.key).toBe("default/c");
  expect(queue.counts).toMatchObject({ unschedulable: 2, "in-flight": 1 });
});

test("with nothing else to do, a pod that was helped is tried before its wait is over", () => {
  const queue = newQueue();
  queue.put(info({ name: "a" }), 0);
  queue.wait(queue.pop(0)!, REFUSED, 0);
  queue.stir(() => true, 10);
  expect(queue.counts.backoff).toBe(1);
  expect(queue.pop(10)?.info.key).toBe("default/a");
});

test("gated pods wait until their gates are gone", () => {
  const queue = newQueue();
  queue.put(info({ name: "a", spec: { schedulingGates: [{ name: "g" }] } }), 0);
  expect(queue.pop(0)).toBeUndefined();
  queue.put(info({ name: "a" }), 1);
  expect(queue.pop(1)?.info.key).toBe("default/a");
});

test("news of a pod in flight is not lost: it is tried again", () => {
  const queue = newQueue();
  queue.put(info({ name: "a", requests: { cpu: "9" } }), 0);
  const popped = queue.pop(0)!;
  queue.put(info({ name: "a", requests: { cpu: "1" } }), 1);
  queue.wait(popped, REFUSED, 1);
  expect(queue.pop(5000)?.info.requests.amounts).toEqual([1000]);
});

test("a deleted pod is not tried; a new one of its name is another pod", () => {
  const queue = newQueue();
  queue.put(info({ name: "a" }), 0);
  const popped = queue.pop(0)!;
  queue.delete("default/a");
  queue.retry(popped, 0);
  queue.wait(popped, REFUSED, 0);
  expect(queue.pop(60_000)).toBeUndefined();
});

test("what nothing has helped for long is tried again all the same", () => {
  const queue = newQueue();
  queue.put(info({ name: "a" }), 0);
  queue.wait(queue.pop(0)!, REFUSED, 0);
  queue.flushUnschedulable(299_999);
  expect(queue.counts.unschedulable).toBe(1);
  queue.flushUnschedulable(300_000);
  expect(queue.pop(300_000)?.info.key).toBe("default/a");
});
