/**
 * JSON patch, RFC 6902. Source of limits and statuses: apiserver `endpoints/handlers/patch.go`; arrays allow negative
 * indexes and `add` does not create missing parents, as upstream's library (evanphx/json-patch) does by default.
 */
import { jsonTypeName } from "../decode/decode-error.js";
import { deepClone, deepEqual } from "../meta/equality.js";
import { requestTooLarge } from "../status.js";
import { isJsonObject, type JsonObject } from "./merge-schema.js";
import { setOwn } from "./merge.js";
import { inapplicablePatch, malformedPatch } from "./patch-error.js";

/** More operations are refused: each may copy the document. */
export const JSON_PATCH_OPERATIONS_MAX = 10_000;

/** Bytes that all copy operations together may add, in characters of JSON. */
const COPIED_SIZE_MAX = 3 * 1024 * 1024;

export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * Checks that a decoded body is a list of operations.
 * @throws StatusError 400 or 413.
 */
export function parseJsonPatch(body: unknown): JsonPatchOperation[] {
  if (!Array.isArray(body))
    throw malformedPatch(
      `error decoding patch: json: cannot unmarshal ${jsonTypeName(body)} into Go value of type []handlers.jsonPatchOp`,
    );
  if (body.length > JSON_PATCH_OPERATIONS_MAX) {
    const limit = `The allowed maximum operations in a JSON patch is ${JSON_PATCH_OPERATIONS_MAX}, got ${body.length}`;
    throw requestTooLarge(limit);
  }
  return body.map((operation: unknown) => {
    if (isOperation(operation)) return operation;
    throw malformedPatch(`error decoding patch: ${JSON.stringify(operation)} is not an operation`);
  });
}

function isOperation(value: unknown): value is JsonObject & JsonPatchOperation {
  return isJsonObject(value) && typeof value["op"] === "string";
}

/**
 * Changes neither argument.
 * @throws StatusError 422 when an operation cannot be applied: a missing path, a failed test.
 */
export function applyJsonPatch(original: JsonObject, operations: readonly JsonPatchOperation[]): JsonObject {
  const document: Document = { root: deepClone(original), copiedSize: 0 };
  for (const operation of operations) applyOperation(document, operation);
  if (!isJsonObject(document.root)) throw inapplicablePatch("the result is not an object");
  return document.root;
}

interface Document {
  root: unknown;
  copiedSize: number;
}

function applyOperation(document: Document, operation: JsonPatchOperation): void {
  const path = operation.path;
  switch (operation.op) {
    case "add":
      return add(document, path, deepClone(valueOf(operation)), "add");
    case "remove":
      remove(document, path, "remove");
      return;
    case "replace":
      get(document, path, "replace");
      return replace(document, path, deepClone(valueOf(operation)));
    case "move":
      return move(document, operation);
    case "copy":
      return copy(document, operation);
    case "test":
      return test(document, operation);
    default:
      throw inapplicablePatch(`Unexpected kind: ${operation.op}`);
  }
}

function valueOf(operation: JsonPatchOperation): unknown {
  if (Object.hasOwn(operation, "value")) return operation.value;
  throw inapplicablePatch(`${operation.op} operation does not contain a value: ${operation.path}`);
}

function fromOf(operation: JsonPatchOperation): string {
  if (operation.from !== undefined) return operation.from;
  throw inapplicablePatch(`${operation.op} operation does not contain a from: ${operation.path}`);
}

function move(document: Document, operation: JsonPatchOperation): void {
  const from = fromOf(operation);
  if (operation.path.startsWith(`${from}/`)) {
    throw inapplicablePatch(`move operation cannot move ${from} into itself: ${operation.path}`);
  }
  add(document, operation.path, remove(document, from, "move"), "move");
}

function copy(document: Document, operation: JsonPatchOperation): void {
  const value = get(document, fromOf(operation), "copy");
  document.copiedSize += JSON.stringify(value).length;
  if (document.copiedSize > COPIED_SIZE_MAX) {
    throw inapplicablePatch(
      `Unable to complete the copy, the accumulated size increase of copy is ${document.copiedSize}`,
    );
  }
  add(document, operation.path, deepClone(value), "copy");
}

function test(document: Document, operation: JsonPatchOperation): void {
  const place = findParent(document, operation.path, "test");
  // A missing value equals null, as in upstream's library.
  const actual = place === undefined ? document.root : (readAt(place) ?? null);
  if (deepEqual(actual, operation.value ?? null)) return;
  throw inapplicablePatch(`testing value ${operation.path} failed: test failed`);
}

/** A value's place: its parent and the name or index there. The root has none. */
interface Place {
  readonly parent: JsonObject | unknown[];
  readonly key: string;
  readonly path: string;
  readonly op: string;
}

/** Follows all but the last part of a path; undefined for "", the document itself. */
function findParent(document: Document, path: string, op: string): Place | undefined {
  if (path === "") return undefined;
  const parts = splitPointer(path, op);
  const key = parts.pop() ?? "";
  let parent = document.root;
  for (const part of parts) {
    parent = isContainer(parent) ? readAt({ parent, key: part, path, op }) : undefined;
  }
  if (isContainer(parent)) return { parent, key, path, op };
  throw inapplicablePatch(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
}

function isContainer(value: unknown): value is JsonObject | unknown[] {
  return typeof value === "object" && value !== null;
}

function splitPointer(path: string, op: string): string[] {
  if (!path.startsWith("/")) {
    throw inapplicablePatch(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
  }
  const parts = path.slice(1).split("/");
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a place, undefined if there is none. */
function readAt(place: Place): unknown {
  const { parent, key } = place;
  if (Array.isArray(parent)) return parent[indexOf(place, parent.length - 1)];
  return Object.hasOwn(parent, key) ? parent[key] : undefined;
}

const INDEX = /^-?(0|[1-9][0-9]*)$/;

/** An index within the array; negative ones count from the end. */
function indexOf({ key, path, op }: Place, last: number): number {
  const index = INDEX.test(key) ? Number(key) : Number.NaN;
  const absolute = index < 0 ? last + 1 + index : index;
  if (Number.isNaN(index) || absolute < 0 || absolute > last) {
    throw inapplicablePatch(`${op} operation does not apply: doc is missing path: "${path}": invalid index: ${key}`);
  }
  return absolute;
}

function get(document: Document, path: string, op: string): unknown {
  const place = findParent(document, path, op);
  const value = place === undefined ? document.root : readAt(place);
  if (value !== undefined) return value;
  throw inapplicablePatch(`${op} operation does not apply: doc is missing key: ${path}: missing value`);
}

function add(document: Document, path: string, value: unknown, op: string): void {
  const place = findParent(document, path, op);
  if (place === undefined) document.root = value;
  else if (!Array.isArray(place.parent)) setOwn(place.parent, place.key, value);
  else if (place.key === "-") place.parent.push(value);
  else place.parent.splice(indexOf(place, place.parent.length), 0, value);
}

function replace(document: Document, path: string, value: unknown): void {
  const place = findParent(document, path, "replace");
  if (place === undefined) document.root = value;
  else if (Array.isArray(place.parent)) place.parent[indexOf(place, place.parent.length - 1)] = value;
  else setOwn(place.parent, place.key, value);
}

function remove(document: Document, path: string, op: string): unknown {
  const value = get(document, path, op);
  const place = findParent(document, path, op);
  if (place === undefined) throw inapplicablePatch("the whole document cannot be removed");
  if (Array.isArray(place.parent)) place.parent.splice(indexOf(place, place.parent.length - 1), 1);
  else delete place.parent[place.key];
  return value;
}
