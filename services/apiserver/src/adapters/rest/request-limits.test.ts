import { isStatusError } from "@flotilla/api/status.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { InFlight, withDeadline } from "./request-limits.js";

const present = new AbortController().signal;

test("what does not fit is turned away with a time to come back, but for operators", async () => {
  const inFlight = new InFlight({ reads: 1, writes: 1 });
  let finish: () => void = () => {};
  const running = inFlight.run(false, [], () => new Promise<void>((resolve) => (finish = resolve)));
  const refused = await inFlight.run(false, [], async () => "in").catch((error: unknown) => error);
  expect(isStatusError(refused, "TooManyRequests") && refused.status.details?.retryAfterSeconds).toBe(1);
  expect(await inFlight.run(false, ["system:masters"], async () => "in")).toBe("in");
  expect(await inFlight.run(true, [], async () => "in")).toBe("in");
  finish();
  await running;
  expect(await inFlight.run(false, [], async () => "in")).toBe("in");
});

test.each([
  ["a read", false, "", 60_000],
  ["a write", true, "", 34_000],
  ["a request with a shorter time of its own", false, "5s", 5_000],
  ["a request with a longer time of its own", true, "10m", 34_000],
])("%s ends at its deadline", async (_, isWrite, asked, expectedMs) => {
  const clock = new SimulatedClock();
  const aborted = withDeadline(
    clock,
    isWrite,
    asked,
    present,
    (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(signal.reason))),
  );
  await clock.advance(expectedMs - 1);
  const early = await Promise.race([aborted, Promise.resolve("running")]);
  await clock.advance(1);
  expect(early).toBe("running");
  expect(isStatusError(await aborted, "Timeout")).toBe(true);
});

test("a timeout that is none is refused", async () => {
  const work = withDeadline(new SimulatedClock(), false, "soon", present, async () => undefined);
  await expect(work).rejects.toThrow("invalid timeout specified in the request URL");
});
