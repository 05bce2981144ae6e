import * as fc from "fast-check";
import { jsonMergePatch } from "./merge.js";
import { type JsonObject } from "./merge-schema.js";

test.each<[original: JsonObject, patch: JsonObject, want: JsonObject]>([
  [{ a: 1 }, {}, { a: 1 }],
  [{ a: 1 }, { a: 2 }, { a: 2 }],
  [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [{ a: 1, b: 2 }, { a: null }, { b: 2 }],
  [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
  [{ a: { b: 1, c: 2 } }, { a: { b: null, d: 3 } }, { a: { c: 2, d: 3 } }],
  [{ a: "x" }, { a: { b: { c: null } } }, { a: { b: {} } }],
  [{}, { a: [null] }, { a: [null] }],
])("%j patched with %j", (original, patch, want) => {
  const before = JSON.stringify(original);
  expect(jsonMergePatch(original, patch)).toEqual(want);
  expect(JSON.stringify(original)).toBe(before);
});

test("a key named __proto__ is a key", () => {
  const patched = jsonMergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}') as JsonObject);
  expect(Object.keys(patched)).toEqual(["__proto__"]);
  expect("polluted" in {}).toBe(false);
});

test("patching twice is patching once", () => {
  const objects = fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(objects, objects, (original, patch) => {
      const once = jsonMergePatch(original, patch);
      expect(jsonMergePatch(once, patch)).toEqual(once);
    }),
  );
});
