/** What changed between two values, by field. Source: structured-merge-diff `typed/compare.go`. */
import { deepEqual } from "../meta/equality.js";
import { type JsonObject } from "../patch/merge-schema.js";
import { FieldSet } from "./field-set.js";
import { asList, asObject, ownValue } from "./json-values.js";
import { encodeElement, fieldElement, type PathElement, type Place, placeBelow } from "./path-element.js";
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

export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

export function compare(before: unknown, after: unknown, shape: Shape): Comparison {
  const comparison = { removed: new FieldSet(), modified: new FieldSet(), added: new FieldSet() };
  compareAt(before, after, shape, undefined, comparison);
  return comparison;
}

/** The comparison without the fields that are reset, and all below them. */
export function withoutFields(comparison: Comparison, ignored: FieldSet | undefined): Comparison {
  if (ignored === undefined) return comparison;
  return {
    removed: comparison.removed.recursiveDifference(ignored),
    modified: comparison.modified.recursiveDifference(ignored),
    added: comparison.added.recursiveDifference(ignored),
  };
}

function compareAt(before: unknown, after: unknown, shape: Shape, place: Place | undefined, result: Comparison): void {
  if (before === after) return; // Parts shared by both values, and equal scalars.
  const beforeShape = resolveShape(shape, before);
  const afterShape = resolveShape(shape, after);
  const decisive = after === undefined ? beforeShape : afterShape;
  // A value that became one of another kind is compared as both.
  const changedKind = before !== undefined && after !== undefined && beforeShape !== afterShape;
  if (changedKind) compareAs(beforeShape, before, after, place, result);
  const isLeaf = compareAs(decisive, before, after, place, result);
  if (isLeaf) return;
  if (before === undefined) result.added.insertAt(place);
  else if (after === undefined) result.removed.insertAt(place);
}

/** Returns whether the values were compared as a whole. */
function compareAs(
  shape: MapShape | ListShape | "scalar",
  before: unknown,
  after: unknown,
  place: Place | undefined,
  result: Comparison,
): boolean {
  if (shape !== "scalar" && !isAtomic(shape) && hasParts(shape, before, after)) {
    if (shape.kind === "map") compareMaps(shape, asObject(before), asObject(after), place, result);
    else compareLists(shape, asList(before), asList(after), place, result);
    return false;
  }
  if (before === undefined) result.added.insertAt(place);
  else if (after === undefined) result.removed.insertAt(place);
  else if (!deepEqual(before, after)) result.modified.insertAt(place);
  return true;
}

function hasParts(shape: MapShape | ListShape, before: unknown, after: unknown): boolean {
  if (shape.kind === "list") return asList(before).length > 0 || asList(after).length > 0;
  return Object.keys(asObject(before)).length > 0 || Object.keys(asObject(after)).length > 0;
}

function compareMaps(
  shape: MapShape,
  before: JsonObject,
  after: JsonObject,
  place: Place | undefined,
  result: Comparison,
): void {
  const compareField = (name: string, old: unknown, changed: unknown): void => {
    // Spares most fields the place, which costs more than the comparison.
    if (old === changed) return;
    compareAt(old, changed, childShape(shape, name) ?? DEDUCED, placeBelow(place, fieldElement(name)), result);
  };
  for (const [name, old] of Object.entries(before)) compareField(name, old, ownValue(after, name));
  for (const [name, changed] of Object.entries(after)) {
    if (!Object.hasOwn(before, name)) compareField(name, undefined, changed);
  }
}

/** Items with the same key; more than one in lists that should not have them. */
interface Group {
  readonly element: PathElement;
  readonly before: unknown[];
  readonly after: unknown[];
}

function compareLists(
  shape: ListShape,
  before: readonly unknown[],
  after: readonly unknown[],
  place: Place | undefined,
  result: Comparison,
): void {
  for (const group of groupItems(shape, before, after)) {
    const itemPlace = placeBelow(place, group.element);
    const [first] = group.before;
    const [second] = group.after;
    const wereMany = group.before.length > 1;
    const areMany = group.after.length > 1;
    // Items that share a key are owned all together.
    if (wereMany && areMany) {
      if (!deepEqual(group.before, group.after)) result.modified.insertAt(itemPlace);
    } else if (wereMany) {
      if (second !== undefined) compareAt(undefined, second, shape.items, itemPlace, result);
      result.removed.insertAt(itemPlace);
    } else if (areMany) {
      if (first !== undefined) compareAt(first, undefined, shape.items, itemPlace, result);
      result.added.insertAt(itemPlace);
    } else {
      compareAt(first, second, shape.items, itemPlace, result);
    }
  }
}

function groupItems(shape: ListShape, before: readonly unknown[], after: readonly unknown[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  const groupOf = (item: unknown): Group => {
    const element = itemElement(shape, item);
    const key = encodeElement(element);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: Group = { element, before: [], after: [] };
    groups.set(key, group);
    return group;
  };
  for (const item of before) groupOf(item).before.push(item);
  for (const item of after) groupOf(item).after.push(item);
  return groups.values();
}
