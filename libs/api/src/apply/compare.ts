/** What changed between two values, by field. Source: structured-merge-diff `typed/compare.go`. */
import { deepEqual } from "../meta/equality.js";
import { type JsonObject } from "../patch/merge-schema.js";
import { FieldSet } from "./field-set.js";
import { asList, asObject, ownValue } from "./json-values.js";
import { encodeElement, fieldElement, type Path, type PathElement } from "./path-element.js";
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
  compareAt(before, after, shape, [], comparison);
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

function compareAt(before: unknown, after: unknown, shape: Shape, path: Path, result: Comparison): void {
  if (before === after) return; // Parts shared by both values, and equal scalars.
  const beforeShape = resolveShape(shape, before);
  const afterShape = resolveShape(shape, after);
  const decisive = after === undefined ? beforeShape : afterShape;
  // A value that became one of another kind is compared as both.
  const changedKind = before !== undefined && after !== undefined && beforeShape !== afterShape;
  if (changedKind) compareAs(beforeShape, before, after, path, result);
  const isLeaf = compareAs(decisive, before, after, path, result);
  if (isLeaf) return;
  if (before === undefined) result.added.insert(path);
  else if (after === undefined) result.removed.insert(path);
}

/** Returns whether the values were compared as a whole. */
function compareAs(
  shape: MapShape | ListShape | "scalar",
  before: unknown,
  after: unknown,
  path: Path,
  result: Comparison,
): boolean {
  if (shape !== "scalar" && !isAtomic(shape) && hasParts(shape, before, after)) {
    if (shape.kind === "map") compareMaps(shape, asObject(before), asObject(after), path, result);
    else compareLists(shape, asList(before), asList(after), path, result);
    return false;
  }
  if (before === undefined) result.added.insert(path);
  else if (after === undefined) result.removed.insert(path);
  else if (!deepEqual(before, after)) result.modified.insert(path);
  return true;
}

function hasParts(shape: MapShape | ListShape, before: unknown, after: unknown): boolean {
  if (shape.kind === "list") return asList(before).length > 0 || asList(after).length > 0;
  return Object.keys(asObject(before)).length > 0 || Object.keys(asObject(after)).length > 0;
}

function compareMaps(shape: MapShape, before: JsonObject, after: JsonObject, path: Path, result: Comparison): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const child = childShape(shape, name) ?? DEDUCED;
    compareAt(ownValue(before, name), ownValue(after, name), child, [...path, fieldElement(name)], result);
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
  path: Path,
  result: Comparison,
): void {
  for (const group of groupItems(shape, before, after)) {
    const itemPath = [...path, group.element];
    const [first] = group.before;
    const [second] = group.after;
    const wereMany = group.before.length > 1;
    const areMany = group.after.length > 1;
    // Items that share a key are owned all together.
    if (wereMany && areMany) {
      if (!deepEqual(group.before, group.after)) result.modified.insert(itemPath);
    } else if (wereMany) {
      if (second !== undefined) compareAt(undefined, second, shape.items, itemPath, result);
      result.removed.insert(itemPath);
    } else if (areMany) {
      if (first !== undefined) compareAt(first, undefined, shape.items, itemPath, result);
      result.added.insert(itemPath);
    } else {
      compareAt(first, second, shape.items, itemPath, result);
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
