import * as fc from "fast-check";
import { schema } from "../schema/schema.js";
import { FieldSet } from "./field-set.js";
import { fieldPath, formatPath, keyElement, type Path, valueElement } from "./path-element.js";
import { shapeOf } from "./shape.js";

const elements = fc.oneof(
  fc.constantFrom("a", "b").map((name) => ({ kind: "field" as const, name })),
  fc.constantFrom("x", "y").map((name) => keyElement({ name })),
  fc.constantFrom(1, 2, "s").map(valueElement),
);
const paths = fc.array(elements, { minLength: 1, maxLength: 3 });
const sets = fc.array(paths, { maxLength: 6 }).map((list) => FieldSet.of(...list));

/** The oracle: a set of texts. */
const texts = (set: FieldSet): Set<string> => new Set(set.paths().map(formatPath));
const filter = (set: FieldSet, keep: (path: Path) => boolean): Set<string> =>
  new Set(set.paths().filter(keep).map(formatPath));

test("FieldsV1 is written with sorted keys and read back", () => {
  const set = FieldSet.of(
    fieldPath("spec", "replicas"),
    fieldPath("metadata", "labels"),
    fieldPath("metadata", "labels", "b"),
    fieldPath("metadata", "labels", "a"),
    [...fieldPath("spec", "list"), keyElement({ name: "x" })],
    [...fieldPath("spec", "set"), valueElement("v")],
  );
  const json = {
    "f:metadata": { "f:labels": { ".": {}, "f:a": {}, "f:b": {} } },
    "f:spec": { "f:list": { 'k:{"name":"x"}': {} }, "f:replicas": {}, "f:set": { 'v:"v"': {} } },
  };
  expect(JSON.stringify(set.toJson())).toBe(JSON.stringify(json));
  expect(FieldSet.fromJson(json).equals(set)).toBe(true);
});

test("reading undoes writing", () => {
  fc.assert(
    fc.property(sets, (set) => {
      const again = FieldSet.fromJson(set.toJson());
      expect(again.equals(set)).toBe(true);
      expect(JSON.stringify(again.toJson())).toBe(JSON.stringify(set.toJson()));
    }),
  );
});

test("operations are those of sets of paths", () => {
  fc.assert(
    fc.property(sets, sets, paths, (a, b, path) => {
      const before = JSON.stringify([a.toJson(), b.toJson()]);
      const isBelow = (candidate: Path): boolean => candidate.some((_, end) => b.has(candidate.slice(0, end + 1)));
      expect(texts(a.union(b))).toEqual(new Set([...texts(a), ...texts(b)]));
      expect(texts(a.intersection(b))).toEqual(filter(a, (candidate) => b.has(candidate)));
      expect(texts(a.difference(b))).toEqual(filter(a, (candidate) => !b.has(candidate)));
      expect(texts(a.recursiveDifference(b))).toEqual(filter(a, (candidate) => !isBelow(candidate)));
      expect(a.has(path)).toBe(texts(a).has(formatPath(path)));
      expect(a.difference(a).isEmpty).toBe(true);
      expect(a.isEmpty).toBe(a.paths().length === 0);
      expect(JSON.stringify([a.toJson(), b.toJson()])).toBe(before);
    }),
  );
});

test("declared fields on the way to a path become members, entries of maps do not", () => {
  const pod = shapeOf(schema.get("core.v1.Pod"));
  const set = FieldSet.of(fieldPath("metadata", "labels", "a"), [
    ...fieldPath("spec", "containers"),
    keyElement({ name: "web" }),
    ...fieldPath("image"),
  ]);
  expect(set.withNamedFields(pod).paths().map(formatPath).sort()).toEqual([
    ".metadata",
    ".metadata.labels",
    ".metadata.labels.a",
    ".spec",
    ".spec.containers",
    '.spec.containers[name="web"].image',
  ]);
});
