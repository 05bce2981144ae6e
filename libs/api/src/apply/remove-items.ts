/** A value without some of its fields. Source: structured-merge-diff `typed/remove.go`. */
import { isJsonObject } from "../patch/merge-schema.js";
import { setOwn } from "../patch/merge.js";
import { type FieldSet } from "./field-set.js";
import { fieldElement } from "./path-element.js";
import { childShape, DEDUCED, isAtomic, itemElement, resolveShape, type Shape } from "./shape.js";

/** Undefined if nothing is left of an object or list. */
export function removeItems(value: unknown, removed: FieldSet, shape: Shape): unknown {
  const resolved = resolveShape(shape, value);
  if (resolved === "scalar") return value;
  if (isAtomic(resolved)) return undefined;
  if (resolved.kind === "list") {
    const items = Array.isArray(value) ? value : [];
    const kept = items.flatMap((item: unknown) => {
      const element = itemElement(resolved, item);
      return removed.hasElement(element) ? [] : [without(item, removed.withPrefix(element), resolved.items)];
    });
    return kept.length === 0 ? undefined : kept;
  }
  const kept = {};
  for (const [name, child] of Object.entries(isJsonObject(value) ? value : {})) {
    const element = fieldElement(name);
    if (removed.hasElement(element)) continue;
    setOwn(kept, name, without(child, removed.withPrefix(element), childShape(resolved, name) ?? DEDUCED));
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** An object of which nothing is left stays as null: its own path was not removed. */
function without(value: unknown, removed: FieldSet, shape: Shape): unknown {
  return removed.isEmpty ? value : (removeItems(value, removed, shape) ?? null);
}
