/** Comparing and copying JSON values. */

/** Deep equality of JSON values; keys whose value is undefined count as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  return a === b || (isStructure(a) && isStructure(b) && structuresEqual(a, b, deepEqual));
}

/**
 * Equality as upstream's `equality.Semantic.DeepEqual` means it: absent, null and an empty list are the same. An empty
 * object is something (`podSelector: {}` selects all pods, none selects nothing). Quantities and times are compared as
 * texts, since stored ones are in canonical form.
 */
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  return isStructure(a) && isStructure(b) && structuresEqual(a, b, semanticEqual);
}

type Structure = Readonly<Record<string, unknown>>;

function isStructure(value: unknown): value is Structure {
  return typeof value === "object" && value !== null;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function structuresEqual(a: Structure, b: Structure, equal: (a: unknown, b: unknown) => boolean): boolean {
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  for (const key in a) if (!equal(a[key], b[key])) return false;
  for (const key in b) if (a[key] === undefined && !equal(undefined, b[key])) return false;
  return true;
}

/** A copy that shares nothing. Several times faster than `structuredClone`, which must look for cycles. */
export function deepClone<T>(value: T): T {
  return cloneValue(value) as T;
}

function cloneValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneValue);
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) copy[key] = cloneValue(child);
  return copy;
}

/** JSON with sorted keys: equal texts for equal values, whatever the order in which they were written. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    isStructure(child) && !Array.isArray(child) ? sorted(child) : child,
  );
}

function sorted(object: Structure): Structure {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
