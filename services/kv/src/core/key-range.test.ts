import { contains, covers, isEmptyRange, isSingleKey, keyRange, overlaps, prefixOf } from "./key-range.js";

test.each([
  ["one key", keyRange("a", ""), ["a"], ["a\0", "", "b"]],
  ["from a key on", keyRange("b", "\0"), ["b", "c", "\xff\xff"], ["a", "a\xff"]],
  ["all keys", keyRange("\0", "\0"), ["\0", "a", "\xff"], []],
  ["half open", keyRange("a", "c"), ["a", "b\xff"], ["c", "\0"]],
  ["backwards", keyRange("c", "a"), [], ["a", "b", "c"]],
])("%s", (_, range, inside, outside) => {
  for (const key of inside) expect(contains(range, key)).toBe(true);
  for (const key of outside) expect(contains(range, key)).toBe(false);
  expect(isEmptyRange(range)).toBe(inside.length === 0);
});

test.each([
  ["a", "b", "a"],
  ["ab\xff", "ac", "ab\xff"],
  ["/registry/pods/", "/registry/pods0", "/registry/pods/"],
  ["a", "c", undefined],
  ["\xff", "\0", undefined],
  ["a", "", undefined],
])("the prefix of [%j, %j) is %j", (key, end, prefix) => {
  expect(prefixOf(keyRange(key, end))).toBe(prefix);
});

test("single keys are told from short ranges", () => {
  expect(isSingleKey(keyRange("a", ""))).toBe(true);
  expect(isSingleKey(keyRange("a", "b"))).toBe(false);
});

test.each([
  [keyRange("a", "d"), keyRange("b", "c"), true, true],
  [keyRange("a", "d"), keyRange("c", "e"), false, true],
  [keyRange("a", "b"), keyRange("b", "c"), false, false],
  [keyRange("a", "\0"), keyRange("b", "\0"), true, true],
  [keyRange("a", "c"), keyRange("b", "\0"), false, true],
])("%j and %j: covers %p, overlaps %p", (a, b, covered, overlapping) => {
  expect(covers(a, b)).toBe(covered);
  expect(overlaps(a, b)).toBe(overlapping);
});
