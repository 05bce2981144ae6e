import { Batch } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { Inbox } from "./inbox.js";

const arrived = (previous: number, revision: number, bytes = 10) => ({
  batch: Batch.fromPartial({ epoch: 1n, previousRevision: BigInt(previous), revision: BigInt(revision) }),
  headers: new Map(),
  bytes,
});
const inboxWith = (...batches: [number, number][]) => {
  const inbox = new Inbox({ maxBatches: 4, maxBytes: 1_000 });
  for (const [previous, revision] of batches) inbox.add(arrived(previous, revision));
  return inbox;
};
const takeAll = (inbox: Inbox, complete: number) => {
  const taken: number[] = [];
  for (let known = BigInt(complete); ;) {
    const next = inbox.take(known);
    if (next === undefined) return taken;
    known = next.batch.revision;
    taken.push(Number(known));
  }
};

test.each<[string, [number, number][], number, number[]]>([
  [
    "in order",
    [
      [5, 6],
      [6, 8],
    ],
    5,
    [6, 8],
  ],
  [
    "reordered",
    [
      [6, 8],
      [5, 6],
    ],
    5,
    [6, 8],
  ],
  [
    "repeated",
    [
      [5, 6],
      [5, 6],
      [6, 8],
      [5, 6],
    ],
    5,
    [6, 8],
  ],
  ["after a gap", [[6, 8]], 5, []],
  ["of an epoch that knows nothing before it", [[0, 6]], 5, []],
  ["overlapping, as after a fail-over", [[3, 9]], 5, [9]],
  [
    "a gap that a wider message spans",
    [
      [6, 7],
      [3, 9],
    ],
    5,
    [9],
  ],
  [
    "old news",
    [
      [3, 4],
      [4, 5],
    ],
    5,
    [],
  ],
])("%s", (_, batches, complete, expected) => {
  expect(takeAll(inboxWith(...batches), complete)).toEqual(expected);
});

test("what exceeds the limits makes it forget everything", () => {
  const inbox = inboxWith([1, 2], [2, 3], [3, 4], [4, 5]);
  expect(inbox.add(arrived(5, 6))).toBe(false);
  expect(inbox.isEmpty).toBe(true);
  expect(inbox.add(arrived(6, 7, 600))).toBe(true);
  expect(inbox.add(arrived(7, 8, 600))).toBe(false);
});

test("bytes that were taken or forgotten make room", () => {
  const inbox = new Inbox({ maxBatches: 10, maxBytes: 1_000 });
  inbox.add(arrived(1, 2, 900));
  inbox.take(1n);
  expect(inbox.add(arrived(2, 3, 900))).toBe(true);
  inbox.forgetUpTo(3n);
  expect(inbox.add(arrived(3, 4, 900))).toBe(true);
});
