/** JSON merge patch, RFC 7386: objects are merged, null deletes, everything else (lists too) is replaced. */
import { isJsonObject, type JsonObject } from "./merge-schema.js";

/** Changes neither argument; the result shares their unchanged parts. */
export function jsonMergePatch(original: JsonObject, patch: JsonObject): JsonObject {
  const result = { ...original };
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key];
    else setOwn(result, key, mergeValue(result[key], change));
  }
  return result;
}

function mergeValue(original: unknown, change: unknown): unknown {
  if (!isJsonObject(change)) return change;
  return jsonMergePatch(isJsonObject(original) ? original : {}, change);
}

/** Plain assignment to "__proto__" would change the prototype instead of setting a key. */
export function setOwn(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
