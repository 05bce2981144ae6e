import { Batch } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { encodeBatch, packEvents } from "./batching.js";
import { created } from "./testing/events.js";

const ofBytes = (revision: number, bytes: number) => created("/registry/pods/a/b", revision, Buffer.alloc(bytes));
const shape = (packets: ReturnType<typeof packEvents>) =>
  packets.map(({ events, revision, tooLarge }) => [events.length, Number(revision), tooLarge]);

test("what fits goes into one message", () => {
  expect(shape(packEvents([ofBytes(5, 100), ofBytes(6, 100), ofBytes(6, 100)], 10_000))).toEqual([[3, 6, false]]);
  expect(packEvents([], 10_000)).toEqual([]);
});

test("a revision is never split between messages", () => {
  const events = [ofBytes(5, 400), ofBytes(6, 400), ofBytes(6, 400), ofBytes(7, 100)];
  expect(shape(packEvents(events, 1_400))).toEqual([
    [1, 5, false],
    [3, 7, false],
  ]);
});

test("a revision that no message can hold is left out, in its place", () => {
  const events = [ofBytes(5, 100), ofBytes(6, 5_000), ofBytes(7, 100)];
  expect(shape(packEvents(events, 1_000))).toEqual([
    [1, 5, false],
    [0, 6, true],
    [1, 7, false],
  ]);
});

test.each([200, 500, 1_000, 20_000])("no message exceeds %d bytes", (maxBytes) => {
  const events = Array.from({ length: 300 }, (_, i) => ofBytes(2 ** 40 + (i >> 1), (i * 37) % 300));
  for (const { events: packed, revision } of packEvents(events, maxBytes)) {
    const huge = 2n ** 62n;
    const batch = Batch.fromPartial({ epoch: huge, revision, previousRevision: huge, events: [...packed] });
    expect(encodeBatch(batch).length).toBeLessThanOrEqual(maxBytes);
  }
});
