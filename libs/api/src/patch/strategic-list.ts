import { isJsonObject, type JsonObject, type MergeField } from "./merge-schema.js";
import { malformedPatch } from "./patch-error.js";
import { PATCH, withoutDirectives } from "./strategic-directives.js";
import { arrange, keyOf } from "./strategic-order.js";

type MergeItem = (item: JsonObject, patch: JsonObject) => JsonObject;

/** Merges the items of a list: objects by their key, other values as in a set. */
export function mergeList(
  before: readonly unknown[],
  change: readonly unknown[],
  field: MergeField,
  mergeItem: MergeItem,
): unknown[] {
  const all = [...before, ...change];
  if (all.some((item) => Array.isArray(item))) throw malformedPatch("lists of lists are not supported");
  if (!all.some(isJsonObject)) return mergeScalars(before, change);
  const key = field.patchMergeKey;
  if (key === undefined) throw malformedPatch("cannot merge lists without merge key");
  return mergeObjects(asObjects(before), asObjects(change), key, mergeItem);
}

function asObjects(items: readonly unknown[]): JsonObject[] {
  return items.map((item) => {
    if (isJsonObject(item)) return item;
    throw malformedPatch(`list element types are not identical: ${JSON.stringify(items)}`);
  });
}

function mergeScalars(before: readonly unknown[], change: readonly unknown[]): unknown[] {
  const merged = [...new Set([...before, ...change])];
  return arrange({ merged, patchOrder: change, serverOrder: before, key: undefined });
}

function mergeObjects(before: JsonObject[], change: JsonObject[], key: string, mergeItem: MergeItem): unknown[] {
  const { remaining, patches } = applyItemDirectives(before, change, key);
  const merged: JsonObject[] = [...remaining];
  for (const patch of patches) {
    const value = keyOf(patch, key);
    const index = merged.findIndex((item) => item[key] === value);
    const found = merged[index];
    if (found === undefined) merged.push(withoutDirectives(patch, "drop nulls") as JsonObject);
    else merged[index] = mergeItem(found, patch);
  }
  return arrange({ merged, patchOrder: patches, serverOrder: remaining, key });
}

interface AppliedDirectives {
  /** Items that stay. */
  readonly remaining: readonly JsonObject[];
  /** What is left of the patch: items to merge. */
  readonly patches: readonly JsonObject[];
}

function applyItemDirectives(before: JsonObject[], change: JsonObject[], key: string): AppliedDirectives {
  const patches = change.filter((item) => !Object.hasOwn(item, PATCH));
  const deleted = new Set<unknown>();
  let replace = false;
  for (const item of change) {
    if (!Object.hasOwn(item, PATCH)) continue;
    if (item[PATCH] === "delete") deleted.add(keyOf(item, key));
    else if (item[PATCH] === "replace") replace = true;
    else if (item[PATCH] === "merge") throw malformedPatch("merging lists cannot yet be specified in the patch");
    else throw malformedPatch(`unknown patch type: ${String(item[PATCH])} in map: ${JSON.stringify(item)}`);
  }
  if (replace) return { remaining: patches, patches: [] };
  return { remaining: before.filter((item) => !deleted.has(item[key])), patches };
}
