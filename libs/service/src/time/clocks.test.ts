import { SimulatedClock } from "../testing/simulated-clock.js";
import { systemClock } from "./system-clock.js";

describe("the system's clock", () => {
  test("a timer beyond Node's limit does not fire at once", async () => {
    let fired = false;
    const timer = systemClock.after(2 ** 33, () => (fired = true));
    await systemClock.sleep(20);
    expect(fired).toBe(false);
    timer.stop();
  });

  test("a timer fires, a stopped one does not", async () => {
    const fired: string[] = [];
    systemClock.after(1, () => fired.push("a"));
    systemClock.after(1, () => fired.push("b")).stop();
    await systemClock.sleep(30);
    expect(fired).toEqual(["a"]);
  });
});

describe.each([
  ["system", () => systemClock],
  ["simulated", () => new SimulatedClock()],
])("sleep on the %s clock", (_, make) => {
  test("rejects with the reason of the signal", async () => {
    const abort = new AbortController();
    const sleeping = make().sleep(1e9, abort.signal);
    abort.abort(new Error("wake up"));
    await expect(sleeping).rejects.toThrow("wake up");
    await expect(make().sleep(0, abort.signal)).rejects.toThrow("wake up");
  });
});

describe("simulated time", () => {
  test("timers fire in order of time, then of setting, at their moment, also those set meanwhile", async () => {
    const clock = new SimulatedClock(0);
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(`${name}@${clock.now()}`);
    clock.after(300, note("c"));
    clock.after(100, note("a1"));
    clock.after(100, note("a2"));
    clock.after(200, () => clock.after(50, note("b+50")));
    await clock.advance(260);
    expect(fired).toEqual(["a1@100", "a2@100", "b+50@250"]);
    expect([clock.now(), clock.monotonic(), clock.pending, clock.nextDueInMs]).toEqual([260, 260, 1, 40]);
  });

  test("what a timer sets off settles before the next timer", async () => {
    const clock = new SimulatedClock();
    const seen: string[] = [];
    const loop = (async () => {
      for (let round = 0; round < 3; round++) {
        await clock.sleep(10);
        seen.push(`loop ${clock.monotonic()}`);
      }
    })();
    clock.after(15, () => seen.push("timer 15"));
    await clock.advance(100);
    await loop;
    expect(seen).toEqual(["loop 10", "timer 15", "loop 20", "loop 30"]);
  });

  test("a stopped timer does not fire and is not counted, stopping it twice is harmless", async () => {
    const clock = new SimulatedClock();
    let fired = 0;
    const timer = clock.after(10, () => fired++);
    timer.stop();
    timer.stop();
    expect([clock.pending, clock.nextDueInMs]).toEqual([0, undefined]);
    clock.after(10, () => fired++);
    await clock.advance(10);
    expect(fired).toBe(1);
    expect(clock.pending).toBe(0);
  });

  test("a jump moves the wall clock alone", async () => {
    const clock = new SimulatedClock(1000);
    clock.jump(-500);
    expect([clock.now(), clock.monotonic()]).toEqual([500, 0]);
  });

  test("thousands of timers in any order", async () => {
    const clock = new SimulatedClock(0);
    const due: number[] = [];
    for (let index = 0; index < 3000; index++) {
      const delayMs = (index * 7919) % 1009;
      clock.after(delayMs, () => due.push(delayMs));
    }
    for (let stepMs = 0; stepMs < 1009; stepMs += 101) await clock.advance(101);
    expect(due).toHaveLength(3000);
    expect(due).toEqual([...due].sort((a, b) => a - b));
  });
});
