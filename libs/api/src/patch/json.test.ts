import { applyJsonPatch, JSON_PATCH_OPERATIONS_MAX, type JsonPatchOperation, parseJsonPatch } from "./json.js";

const original = { a: { b: 1 }, list: [1, 2, 3], "x/y~z": "s", none: null };

test.each<{ operations: JsonPatchOperation[]; want: object }>([
  { operations: [{ op: "add", path: "/a/c", value: 2 }], want: { ...original, a: { b: 1, c: 2 } } },
  { operations: [{ op: "add", path: "/a", value: 2 }], want: { ...original, a: 2 } },
  { operations: [{ op: "add", path: "/list/1", value: 9 }], want: { ...original, list: [1, 9, 2, 3] } },
  { operations: [{ op: "add", path: "/list/-", value: 9 }], want: { ...original, list: [1, 2, 3, 9] } },
  { operations: [{ op: "add", path: "/list/3", value: 9 }], want: { ...original, list: [1, 2, 3, 9] } },
  { operations: [{ op: "remove", path: "/list/0" }], want: { ...original, list: [2, 3] } },
  { operations: [{ op: "remove", path: "/list/-1" }], want: { ...original, list: [1, 2] } },
  { operations: [{ op: "replace", path: "/a/b", value: [] }], want: { ...original, a: { b: [] } } },
  { operations: [{ op: "replace", path: "/x~1y~0z", value: "t" }], want: { ...original, "x/y~z": "t" } },
  { operations: [{ op: "replace", path: "", value: { z: 1 } }], want: { z: 1 } },
  { operations: [{ op: "move", from: "/a/b", path: "/c" }], want: { ...original, a: {}, c: 1 } },
  { operations: [{ op: "copy", from: "/a", path: "/c" }], want: { ...original, c: { b: 1 } } },
  { operations: [{ op: "test", path: "/list", value: [1, 2, 3] }], want: original },
  { operations: [{ op: "test", path: "/none", value: null }], want: original },
  { operations: [{ op: "test", path: "/missing", value: null }], want: original },
  {
    operations: [
      { op: "test", path: "/a/b", value: 1 },
      { op: "replace", path: "/a/b", value: 2 },
      { op: "test", path: "/a/b", value: 2 },
    ],
    want: { ...original, a: { b: 2 } },
  },
])("$operations", ({ operations, want }) => {
  const before = JSON.stringify([original, operations]);
  expect(applyJsonPatch(original, operations)).toEqual(want);
  expect(JSON.stringify([original, operations])).toBe(before);
});

test.each<{ operation: JsonPatchOperation; why: string }>([
  { operation: { op: "test", path: "/a/b", value: 2 }, why: "testing value /a/b failed: test failed" },
  { operation: { op: "remove", path: "/z" }, why: "remove operation does not apply: doc is missing key: /z" },
  {
    operation: { op: "replace", path: "/z", value: 1 },
    why: "replace operation does not apply: doc is missing key: /z",
  },
  {
    operation: { op: "add", path: "/z/y", value: 1 },
    why: 'add operation does not apply: doc is missing path: "/z/y"',
  },
  { operation: { op: "add", path: "/list/4", value: 1 }, why: "invalid index: 4" },
  { operation: { op: "add", path: "/list/01", value: 1 }, why: "invalid index: 01" },
  { operation: { op: "remove", path: "/list/3" }, why: "invalid index: 3" },
  { operation: { op: "remove", path: "" }, why: "the whole document cannot be removed" },
  { operation: { op: "add", path: "", value: 1 }, why: "the result is not an object" },
  { operation: { op: "add", path: "/a" }, why: "add operation does not contain a value: /a" },
  { operation: { op: "copy", path: "/a" }, why: "copy operation does not contain a from: /a" },
  { operation: { op: "move", from: "/a", path: "/a/b/c" }, why: "cannot move /a into itself" },
  { operation: { op: "frob", path: "/a" }, why: "Unexpected kind: frob" },
  { operation: { op: "add", path: "a", value: 1 }, why: "doc is missing path" },
])("$operation is 422: $why", ({ operation, why }) => {
  const attempt = () => applyJsonPatch(original, [operation]);
  expect(attempt).toThrow("the server rejected our request due to an error in our request");
  expect(attempt).toThrow(
    expect.objectContaining({
      status: expect.objectContaining({ code: 422, reason: "Invalid" }) as unknown,
      cause: expect.objectContaining({ message: expect.stringContaining(why) as string }) as unknown,
    }),
  );
});

test("copying may not blow the document up", () => {
  const operations = Array.from({ length: 100 }, () => ({ op: "copy", from: "/a", path: "/a/b" }));
  expect(() => applyJsonPatch({ a: { text: "x".repeat(1000) } }, operations)).toThrow(
    expect.objectContaining({ code: 422 }),
  );
});

test("a patch is a limited list of operations", () => {
  const operation = { op: "remove", path: "/a" };
  expect(parseJsonPatch([operation])).toEqual([operation]);
  expect(() => parseJsonPatch(operation)).toThrow(expect.objectContaining({ code: 400 }));
  expect(() => parseJsonPatch([1])).toThrow(expect.objectContaining({ code: 400 }));
  expect(() => parseJsonPatch(Array.from({ length: JSON_PATCH_OPERATIONS_MAX + 1 }, () => operation))).toThrow(
    "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
  );
});
