/** The fields that a value has. Source: structured-merge-diff `typed/tofieldset.go`. */
import { isJsonObject, type JsonObject } from "../patch/merge-schema.js";
import { FieldSet } from "./field-set.js";
import { asList, asObject } from "./json-values.js";
import { encodeElement, fieldElement, type Path } from "./path-element.js";
import {
  childShape,
  DEDUCED,
  isAtomic,
  itemElement,
  type ListShape,
  type MapShape,
  resolveShape,
  type Shape,
} from "./shape.js";

export function toFieldSet(value: unknown, shape: Shape): FieldSet {
  const set = new FieldSet();
  collect(value, shape, [], set);
  return set;
}

function collect(value: unknown, shape: Shape, path: Path, set: FieldSet): void {
  const resolved = resolveShape(shape, value);
  if (resolved === "scalar" || isAtomic(resolved)) set.insert(path);
  else if (resolved.kind === "map") collectEntries(asObject(value), resolved, path, set);
  else collectItems(asList(value), resolved, path, set);
}

function collectEntries(object: JsonObject, shape: MapShape, path: Path, set: FieldSet): void {
  for (const [name, value] of Object.entries(object)) {
    const entryPath = [...path, fieldElement(name)];
    collect(value, childShape(shape, name) ?? DEDUCED, entryPath, set);
    const isEmpty = value === null || (isJsonObject(value) && Object.keys(value).length === 0);
    // An entry of a map exists on its own; a declared field only through what is in it.
    if (isEmpty || shape.field(name) === undefined) set.insert(entryPath);
  }
}

function collectItems(items: readonly unknown[], shape: ListShape, path: Path, set: FieldSet): void {
  const elements = items.map((item) => itemElement(shape, item));
  const counts = new Map<string, number>();
  for (const element of elements) counts.set(encodeElement(element), (counts.get(encodeElement(element)) ?? 0) + 1);
  for (const [index, element] of elements.entries()) {
    const itemPath = [...path, element];
    set.insert(itemPath);
    // Items that share a key are owned all together.
    if (counts.get(encodeElement(element)) === 1) collect(items[index], shape.items, itemPath, set);
  }
}
