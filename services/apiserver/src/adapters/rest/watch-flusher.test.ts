import { setImmediate as nextTurn } from "node:timers/promises";
import { WatchFlusher, type Flushable } from "./watch-flusher.js";

class Recorder implements Flushable {
  constructor(
    private readonly name: string,
    private readonly log: string[],
    private readonly after: () => void = () => {},
  ) {}

  flush(): void {
    this.log.push(this.name);
    this.after();
  }
}

test("who is scheduled several times in a turn is flushed once, in the order of asking", async () => {
  const log: string[] = [];
  const flusher = new WatchFlusher();
  const [a, b] = [new Recorder("a", log), new Recorder("b", log)];
  for (const stream of [a, b, a, b]) flusher.schedule(stream);
  expect(log).toEqual([]);
  await nextTurn();
  expect(log).toEqual(["a", "b"]);
});

test("who has more to write waits for the others, and for the next turn", async () => {
  const log: string[] = [];
  const flusher = new WatchFlusher();
  let left = 2;
  const long: Flushable = new Recorder("long", log, () => {
    if (left-- > 0) flusher.schedule(long);
  });
  flusher.schedule(long);
  flusher.schedule(new Recorder("short", log));
  await nextTurn();
  expect(log).toEqual(["long", "short"]);
  while (left >= 0) await nextTurn();
  expect(log).toEqual(["long", "short", "long", "long"]);
});
