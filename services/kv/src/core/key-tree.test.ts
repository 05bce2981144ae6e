import * as fc from "fast-check";
import { KeyTree } from "./key-tree.js";
import { keyRange, type Key, type KeyRange } from "./key-range.js";

interface Item {
  key: Key;
  live: boolean;
}

type Step = { type: "insert" | "remove" | "toggle"; key: Key } | { type: "count"; range: KeyRange };

// Few letters, so that steps meet; lengths that make prefixes of one another.
const key = fc.string({ unit: fc.constantFrom("a", "b", "c", "\0", "\xff"), minLength: 1, maxLength: 5 });
const range = fc
  .tuple(key, fc.oneof(key, fc.constant(""), fc.constant("\0")))
  .map(([start, end]) => keyRange(start, end));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("insert" as const), key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("remove" as const), key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("toggle" as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("count" as const), range }) },
);

function inRange(items: Map<Key, Item>, { start, end }: KeyRange): Item[] {
  const sorted = [...items.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return sorted.filter((item) => item.key >= start && (end === undefined || item.key < end));
}

function run(steps: readonly Step[]): void {
  const tree = new KeyTree<Item>();
  const model = new Map<Key, Item>();
  for (const current of steps) {
    if (current.type === "count") {
      expectSame(tree, model, current.range);
      continue;
    }
    const known = model.get(current.key);
    if (current.type === "insert") {
      const item = { key: current.key, live: current.key.length % 2 === 1 };
      if (known === undefined) model.set(current.key, item);
      expect(tree.insert(item)).toBe(known ?? item);
    } else if (current.type === "remove") {
      model.delete(current.key);
      tree.remove(current.key);
    } else if (current.type === "toggle" && known !== undefined) {
      known.live = !known.live;
      tree.adjustLive(current.key, known.live ? 1 : -1);
    }
  }
  expectSame(tree, model, { start: "", end: undefined });
  for (const name of model.keys()) expect(tree.get(name)).toBe(model.get(name));
  expect(tree.get("no such key")).toBeUndefined();
}

function expectSame(tree: KeyTree<Item>, model: Map<Key, Item>, wanted: KeyRange): void {
  const expected = inRange(model, wanted);
  const walked: Item[] = [];
  tree.walk(wanted, (item) => walked.push(item) > 0);
  const walkedLive: Item[] = [];
  tree.walkLive(wanted, (item) => walkedLive.push(item) > 0);
  const live = expected.filter((item) => item.live);
  expect(walked).toEqual(expected);
  expect(walkedLive).toEqual(live);
  expect(tree.countLive(wanted)).toBe(live.length);
  expect(tree.size).toBe(model.size);
}

test("behaves as a sorted list does, whatever the steps", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 400 }), run), { numRuns: 200 });
});

test.each(["ascending", "descending", "shuffled"])(
  "holds many keys inserted in %s order, and gives them back one by one",
  (order) => {
    const names = Array.from({ length: 5000 }, (_, i) => `k${String(i).padStart(6, "0")}`);
    const inserted = [...names];
    if (order === "descending") inserted.reverse();
    // A multiplicative shuffle: 5000 and 2777 have no common divisor.
    if (order === "shuffled") inserted.forEach((_, i) => (inserted[i] = names[(i * 2777) % names.length]!));
    const tree = new KeyTree<Item>();
    for (const name of inserted) tree.insert({ key: name, live: true });
    expect(tree.countLive({ start: "k000100", end: "k000200" })).toBe(100);
    for (const [i, name] of inserted.entries()) {
      tree.remove(name);
      if (i % 500 === 0) expect(tree.countLive({ start: "", end: undefined })).toBe(names.length - i - 1);
    }
    expect(tree.size).toBe(0);
    expect(tree.live).toBe(0);
  },
);

test("a walk stops when told", () => {
  const tree = new KeyTree<Item>();
  for (let i = 0; i < 1000; i++) tree.insert({ key: `k${i}`, live: true });
  let visited = 0;
  tree.walk({ start: "", end: undefined }, () => ++visited < 7);
  expect(visited).toBe(7);
});
