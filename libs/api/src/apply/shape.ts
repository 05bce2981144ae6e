/**
 * How server-side apply sees a type: what is owned by parts and what as a whole. Lists and maps of unknown types are
 * judged by their values: objects by fields, lists as a whole. Source: structured-merge-diff `schema/elements.go` and
 * kube-openapi `schemaconv`.
 */
import { isJsonObject, type MergeField, type MergeType } from "../patch/merge-schema.js";
import { keyElement, type PathElement, valueElement } from "./path-element.js";

export type Shape = MapShape | ListShape | DeducedShape;

/** An object or a map. */
export interface MapShape {
  readonly kind: "map";
  readonly atomic: boolean;
  /** A field that the type declares. */
  field(name: string): Shape | undefined;
  /** Of all other names; undefined if there may not be any. */
  readonly entries: Shape | undefined;
}

export interface ListShape {
  readonly kind: "list";
  readonly type: "atomic" | "set" | "map";
  readonly keys: readonly string[];
  readonly items: Shape;
  /** What stands for a key's field where an item lacks it. */
  keyDefault(name: string): unknown;
}

/** The value decides. */
export interface DeducedShape {
  readonly kind: "deduced";
}

export const DEDUCED: DeducedShape = { kind: "deduced" };
const DEDUCED_MAP: MapShape = { kind: "map", atomic: false, field: () => undefined, entries: DEDUCED };
const ATOMIC_LIST: ListShape = { kind: "list", type: "atomic", keys: [], items: DEDUCED, keyDefault: () => undefined };

/** Every object has these; types do not declare them. */
const TYPE_NAMES: ReadonlySet<string> = new Set(["apiVersion", "kind"]);

const shapesOfTypes = new WeakMap<MergeType, Shape>();
const shapesOfFields = new WeakMap<MergeField, Shape>();

/** The shape of a type; of a custom resource without schema: deduced. */
export function shapeOf(type: MergeType | undefined): Shape {
  return type === undefined ? DEDUCED : remembered(shapesOfTypes, type, makeTypeShape);
}

function shapeOfField(field: MergeField): Shape {
  return remembered(shapesOfFields, field, makeFieldShape);
}

function remembered<K extends object>(shapes: WeakMap<K, Shape>, key: K, make: (key: K) => Shape): Shape {
  const known = shapes.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  shapes.set(key, made);
  return made;
}

function makeTypeShape(type: MergeType): Shape {
  if (type.form !== "object") return DEDUCED;
  return {
    kind: "map",
    atomic: type.structType === "atomic",
    field: (name) => {
      const field = type.properties.get(name);
      if (field !== undefined) return shapeOfField(field);
      return TYPE_NAMES.has(name) ? DEDUCED : undefined;
    },
    entries: type.preserveUnknownFields === true ? DEDUCED : undefined,
  };
}

function makeFieldShape(field: MergeField): Shape {
  const inner = shapeOf(field.message);
  switch (field.cardinality) {
    case "list":
      return {
        kind: "list",
        type: field.listType,
        keys: field.listMapKeys,
        items: inner,
        keyDefault: (name) => defaultOf(field.message?.properties.get(name)),
      };
    case "map":
      return { kind: "map", atomic: field.mapType === "atomic", field: () => undefined, entries: inner };
    case "single":
      return inner.kind === "map" && field.mapType === "atomic" ? { ...inner, atomic: true } : inner;
  }
}

function defaultOf(field: MergeField | undefined): unknown {
  if (field === undefined || field.default !== undefined || field.always !== true) return field?.default;
  return ZEROS.get(field.type ?? "");
}

/** By the name of a scalar type. */
const ZEROS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["string", ""],
  ["bool", false],
  ["int32", 0],
  ["int64", 0],
  ["double", 0],
]);

/** Whether all of it is owned together. */
export function isAtomic(shape: MapShape | ListShape): boolean {
  return shape.kind === "map" ? shape.atomic : shape.type === "atomic";
}

/** What to treat a value as. Null and absent values are empty maps where the value decides: both are leaves. */
export function resolveShape(shape: Shape, value: unknown): MapShape | ListShape | "scalar" {
  if (shape.kind !== "deduced") return shape;
  if (Array.isArray(value)) return ATOMIC_LIST;
  return value === undefined || value === null || isJsonObject(value) ? DEDUCED_MAP : "scalar";
}

/** The shape of a field or entry; undefined if the type has no such field. */
export function childShape(shape: MapShape, name: string): Shape | undefined {
  return shape.field(name) ?? shape.entries;
}

/** The shape behind a step of a path; deduced where the step does not fit. */
export function within(shape: Shape, element: PathElement): Shape {
  if (shape.kind === "map" && element.kind === "field") return childShape(shape, element.name) ?? DEDUCED;
  return shape.kind === "list" && element.kind === "key" ? shape.items : DEDUCED;
}

/** An item of a list has no identity. */
export class ListItemError extends Error {
  override readonly name = "ListItemError";
}

/**
 * What tells an item of a set or a keyed list from the others.
 * @throws ListItemError
 */
export function itemElement(shape: ListShape, item: unknown): PathElement {
  if (shape.type === "map" && shape.keys.length > 0) return keyOfItem(shape, item);
  if (isJsonObject(item)) throw new ListItemError("associative list without keys has an element that's a map type");
  if (Array.isArray(item)) throw new ListItemError("not supported: associative list with lists as elements");
  if (item === null) throw new ListItemError("associative list without keys has an element that's an explicit null");
  return valueElement(item);
}

function keyOfItem(shape: ListShape, item: unknown): PathElement {
  if (item === null) throw new ListItemError("associative list with keys may not have a null element");
  if (!isJsonObject(item)) throw new ListItemError("associative list with keys may not have non-map elements");
  const fields: Record<string, unknown> = {};
  for (const key of shape.keys) {
    const value = Object.hasOwn(item, key) ? item[key] : shape.keyDefault(key);
    if (value === undefined) {
      const problem = `omits key field ${JSON.stringify(key)} (and doesn't have default value)`;
      throw new ListItemError(`associative list with keys has an element that ${problem}`);
    }
    fields[key] = value;
  }
  return keyElement(fields);
}
