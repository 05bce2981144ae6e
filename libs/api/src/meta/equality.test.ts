import * as fc from "fast-check";
import { canonicalJson, deepClone, deepEqual, semanticEqual } from "./equality.js";

test.each<[a: unknown, b: unknown, deep: boolean, semantic: boolean]>([
  [1, 1, true, true],
  [1, "1", false, false],
  [{ a: [1] }, { a: [1] }, true, true],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, true],
  [{ a: undefined }, {}, true, true],
  [{ a: null }, {}, false, true],
  [{ a: [] }, {}, false, true],
  [{ a: {} }, {}, false, false],
  [{ a: "" }, {}, false, false],
  [[], {}, false, false],
  [[1, 2], [2, 1], false, false],
  [null, undefined, false, true],
])("%p and %p", (a, b, deep, semantic) => {
  expect([deepEqual(a, b), deepEqual(b, a)]).toEqual([deep, deep]);
  expect([semanticEqual(a, b), semanticEqual(b, a)]).toEqual([semantic, semantic]);
});

test("a clone is equal and shares nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = deepClone(value);
      expect(deepEqual(copy, value)).toBe(true);
      expect(canonicalJson(copy)).toBe(canonicalJson(value));
      if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
    }),
  );
});

test("canonical JSON does not depend on the order of keys", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: 0 })).toBe('{"a":0,"b":[{"c":2,"d":1}]}');
});
