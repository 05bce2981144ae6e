import { hasFinalizer, isBeingDeleted, withFinalizer, withoutFinalizer } from "./finalizers.js";

test("finalizers are added once and removed", () => {
  expect(withFinalizer(undefined, "a")).toEqual(["a"]);
  expect(withFinalizer(["a"], "b")).toEqual(["a", "b"]);
  expect(withFinalizer(["a", "b"], "a")).toEqual(["a", "b"]);
  expect(withoutFinalizer(["a", "b"], "a")).toEqual(["b"]);
  expect(withoutFinalizer(undefined, "a")).toEqual([]);
});

test("finalizers and deletion are told from metadata", () => {
  const object = { metadata: { finalizers: ["a"], deletionTimestamp: "2024-01-01T00:00:00Z" } };
  expect([hasFinalizer(object, "a"), hasFinalizer(object, "b"), hasFinalizer({}, "a")]).toEqual([true, false, false]);
  expect([isBeingDeleted(object), isBeingDeleted({ metadata: {} }), isBeingDeleted({})]).toEqual([true, false, false]);
});
