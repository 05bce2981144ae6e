/**
 * Strategic merge patch: a merge patch that knows which lists are merged item by item, and by which key.
 * Source: apimachinery `util/strategicpatch/patch.go`; the directives are described in the Kubernetes documentation of
 * `kubectl patch` and in the design proposals "preserve order in strategic merge patch" and "retainKeys".
 *
 * - `$patch: replace | delete` in an object replaces or empties it; in an item of a merged list, `delete` removes the
 *   item with that key and `replace` makes the patch's other items the whole list.
 * - `$retainKeys: [a, b]` removes the other fields of the object first.
 * - `$deleteFromPrimitiveList/f: [x]` removes values of the list f.
 * - `$setElementOrder/f: [...]` says in which order the items of f shall stand.
 */
import { mergeList } from "./strategic-list.js";
import {
  type FieldLookup,
  fieldsOf,
  fieldsWithin,
  isJsonObject,
  type JsonObject,
  type MergeField,
  type MergeType,
} from "./merge-schema.js";
import { setOwn } from "./merge.js";
import { malformedPatch } from "./patch-error.js";
import {
  DELETE_FROM_LIST,
  ELEMENT_ORDER,
  isDirective,
  PATCH,
  RETAIN_KEYS,
  withoutDirectives,
} from "./strategic-directives.js";
import { orderMergedList } from "./strategic-order.js";

/**
 * Changes neither argument; the result shares their unchanged parts.
 * @throws StatusError 400 for a malformed patch.
 */
export function strategicMergePatch(original: JsonObject, patch: JsonObject, type: MergeType): JsonObject {
  return mergeObject(original, patch, fieldsOf(type));
}

function mergeObject(original: JsonObject, patch: JsonObject, fields: FieldLookup): JsonObject {
  if (Object.hasOwn(patch, PATCH)) return replaceOrDelete(patch);
  const result = retainKeys(original, patch);
  const done = new Set<string>();
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(ELEMENT_ORDER)) continue;
    const key = listName(directive, ELEMENT_ORDER);
    done.add(directive).add(key);
    const list = mergeOrdered(result[key], patch[key], order, fields(key));
    if (list !== undefined) setOwn(result, key, list);
  }
  // Deletions first: upstream leaves it to chance whether a value that is deleted and added stays.
  for (const [directive, values] of Object.entries(patch)) {
    if (!directive.startsWith(DELETE_FROM_LIST)) continue;
    done.add(directive);
    deleteFromList(result, listName(directive, DELETE_FROM_LIST), values);
  }
  for (const [key, change] of Object.entries(patch)) {
    if (key !== RETAIN_KEYS && !done.has(key)) mergeField(result, key, change, fields(key));
  }
  return result;
}

function replaceOrDelete(patch: JsonObject): JsonObject {
  const { [PATCH]: directive, ...rest } = patch;
  if (directive === "replace") return rest;
  if (directive === "delete") return {};
  throw malformedPatch(`unknown patch type: ${String(directive)} in map: ${JSON.stringify(patch)}`);
}

/** A copy of the object without the fields that the patch does not want to keep. */
function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return { ...original };
  const kept = patch[RETAIN_KEYS];
  if (!Array.isArray(kept)) throw malformedPatch(BAD_RETAIN_KEYS);
  for (const [key, value] of Object.entries(patch)) {
    if (!isDirective(key) && value !== null && !kept.includes(key)) throw malformedPatch(BAD_RETAIN_KEYS);
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => kept.includes(key)));
}

const BAD_RETAIN_KEYS = "invalid patch format of retainKeys";
const BAD_DELETE_LIST = "invalid patch format of primitive list";
const BAD_ELEMENT_ORDER = "invalid patch format of setElementOrder list";

/** The list that a directive is about: the part after the slash. */
function listName(directive: string, prefix: string): string {
  if (directive.charAt(prefix.length) === "/") return directive.slice(prefix.length + 1);
  throw malformedPatch(prefix === ELEMENT_ORDER ? BAD_ELEMENT_ORDER : BAD_DELETE_LIST);
}

function deleteFromList(result: JsonObject, key: string, values: unknown): void {
  const list = result[key];
  if (values === null) delete result[key];
  else if (Array.isArray(list) && Array.isArray(values)) {
    setOwn(
      result,
      key,
      list.filter((item) => !values.includes(item)),
    );
  }
}

function mergeField(result: JsonObject, key: string, change: unknown, field: MergeField | undefined): void {
  const before = Object.hasOwn(result, key) ? result[key] : undefined;
  const after = change === null ? undefined : mergedValue(before, change, field);
  if (after === undefined) delete result[key];
  else setOwn(result, key, after);
}

/** The new value of a field; undefined if it is to go. */
function mergedValue(before: unknown, change: unknown, field: MergeField | undefined): unknown {
  const replaces = field?.patchStrategies.includes("replace") === true;
  if (isJsonObject(before) && isJsonObject(change)) {
    return replaces ? change : mergeObject(before, change, fieldsWithin(field));
  }
  if (Array.isArray(before) && Array.isArray(change)) {
    return mergesItems(field) ? mergeItems(before, change, field) : change;
  }
  return withoutDirectives(change, "drop nulls");
}

function mergesItems(field: MergeField | undefined): field is MergeField {
  return field?.patchStrategies.includes("merge") === true;
}

function mergeItems(before: readonly unknown[], change: readonly unknown[], field: MergeField): unknown[] {
  const itemFields = fieldsOf(field.message);
  return mergeList(before, change, field, (item, itemPatch) => mergeObject(item, itemPatch, itemFields));
}

/** Merges a list whose order the patch gives; undefined if neither side has the list. */
function mergeOrdered(
  before: unknown,
  change: unknown,
  order: unknown,
  field: MergeField | undefined,
): unknown[] | undefined {
  if (!Array.isArray(order) || !isListOrAbsent(before) || !isListOrAbsent(change)) {
    throw malformedPatch(BAD_ELEMENT_ORDER);
  }
  const merged = mergedItems(before, change, field);
  if (merged === undefined) return undefined;
  return orderMergedList({ merged, order, before: before ?? [], change: change ?? [], key: field?.patchMergeKey });
}

function mergedItems(
  before: readonly unknown[] | undefined,
  change: readonly unknown[] | undefined,
  field: MergeField | undefined,
): readonly unknown[] | undefined {
  if (change === undefined) return before;
  if (before === undefined) return withoutDirectives(change, "keep nulls") as unknown[];
  return mergesItems(field) ? mergeItems(before, change, field) : change;
}

function isListOrAbsent(value: unknown): value is unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}
