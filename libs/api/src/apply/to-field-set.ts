/** The fields that a value has. Source: structured-merge-diff `typed/tofieldset.go`. */
import { isJsonObject, type JsonObject } from "../patch/merge-schema.js";
import { FieldSet } from "./field-set.js";
import { asList, asObject } from "./json-values.js";
import { fieldElement, type Place, placeBelow } from "./path-element.js";
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
  collect(value, shape, undefined, set);
  return set;
}

function collect(value: unknown, shape: Shape, place: Place | undefined, set: FieldSet): void {
  const resolved = resolveShape(shape, value);
  if (resolved === "scalar" || isAtomic(resolved)) set.insertAt(place);
  else if (resolved.kind === "map") collectEntries(asObject(value), resolved, place, set);
  else collectItems(asList(value), resolved, place, set);
}

function collectEntries(object: JsonObject, shape: MapShape, place: Place | undefined, set: FieldSet): void {
  for (const [name, value] of Object.entries(object)) {
    const entryPlace = placeBelow(place, fieldElement(name));
    collect(value, childShape(shape, name) ?? DEDUCED, entryPlace, set);
    const isEmpty = value === null || (isJsonObject(value) && Object.keys(value).length === 0);
    // An entry of a map exists on its own; a declared field only through what is in it.
    if (isEmpty || shape.field(name) === undefined) set.insertAt(entryPlace);
  }
}

function collectItems(items: readonly unknown[], shape: ListShape, place: Place | undefined, set: FieldSet): void {
  const places = items.map((item) => placeBelow(place, itemElement(shape, item)));
  const counts = new Map<string, number>();
  for (const { key } of places) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [index, itemPlace] of places.entries()) {
    set.insertAt(itemPlace);
    // Items that share a key are owned all together.
    if (counts.get(itemPlace.key) === 1) collect(items[index], shape.items, itemPlace, set);
  }
}
