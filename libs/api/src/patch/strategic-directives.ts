import { isJsonObject } from "./merge-schema.js";
import { setOwn } from "./merge.js";

/** In objects: what to do with them. */
export const PATCH = "$patch";
/** Fields that stay. */
export const RETAIN_KEYS = "$retainKeys";
/** Followed by a slash and a field. */
export const DELETE_FROM_LIST = "$deleteFromPrimitiveList";
/** Followed by a slash and a field. */
export const ELEMENT_ORDER = "$setElementOrder";

/** Whether the key of an object in a patch is no field. */
export function isDirective(key: string): boolean {
  return key === RETAIN_KEYS || key.startsWith(`${DELETE_FROM_LIST}/`) || key.startsWith(`${ELEMENT_ORDER}/`);
}

/**
 * A part of a patch as a value: directives go, and with them the objects that have a `$patch`, as there is nothing that
 * they could change.
 */
export function withoutDirectives(value: unknown, nulls: "drop nulls" | "keep nulls"): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutDirectives(item, nulls)).filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  if (Object.hasOwn(value, PATCH)) return undefined;
  const result = {};
  for (const [key, child] of Object.entries(value)) {
    if (isDirective(key) || (child === null && nulls === "drop nulls")) continue;
    const kept = withoutDirectives(child, nulls);
    if (kept !== undefined) setOwn(result, key, kept);
  }
  return result;
}
