import { RestartBackoff } from "./restart-backoff.js";

test("the first restart is free, then waits double up to five minutes", () => {
  const backoff = new RestartBackoff();
  const waits: number[] = [];
  let ended = 1_000_000;
  for (let restart = 0; restart < 8; restart += 1) {
    const readyAt = Math.max(ended, backoff.readyAt("pod/c", ended));
    waits.push((readyAt - ended) / 1000);
    backoff.recordStart("pod/c", ended);
    ended = readyAt + 100;
  }
  expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

test("who ran for ten minutes starts afresh, and others do not count", () => {
  const backoff = new RestartBackoff();
  backoff.recordStart("a", 0);
  backoff.recordStart("a", 1);
  expect(backoff.readyAt("b", 2)).toBe(0);
  expect(backoff.readyAt("a", 2)).toBe(20_002);
  expect(backoff.readyAt("a", 600_002)).toBe(0);
  backoff.forget("a");
  expect([backoff.readyAt("a", 3), backoff.lastFailure("a"), backoff.delayMs("a")]).toEqual([0, undefined, 0]);
});
