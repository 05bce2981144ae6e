/**
 * One step of a field's path, as `metadata.managedFields` writes it: `f:name`, `k:{"name":"web"}`, `v:"x"`, `i:0`.
 * Source: structured-merge-diff `fieldpath/{element,serialize-pe}.go`.
 */
import { canonicalJson } from "../meta/equality.js";

export type PathElement =
  /** A field of an object or an entry of a map. */
  | { readonly kind: "field"; readonly name: string }
  /** An item of a list of objects. Sorted by name. */
  | { readonly kind: "key"; readonly fields: readonly (readonly [name: string, value: unknown])[] }
  /** An item of a set. */
  | { readonly kind: "value"; readonly value: unknown }
  /** An item of an atomic list; only in messages. */
  | { readonly kind: "index"; readonly index: number };

/** Outermost first. */
export type Path = readonly PathElement[];

export function fieldElement(name: string): PathElement {
  return { kind: "field", name };
}

export function keyElement(fields: Readonly<Record<string, unknown>>): PathElement {
  const entries = Object.entries(fields);
  return { kind: "key", fields: entries.length > 1 ? entries.sort(([a], [b]) => compareText(a, b)) : entries };
}

export function valueElement(value: unknown): PathElement {
  return { kind: "value", value };
}

/** A path as a chain from its end, for walks: going one step deeper costs the same at every depth. */
export interface Place {
  readonly parent: Place | undefined;
  readonly element: PathElement;
  /** The element's text form. */
  readonly key: string;
}

/** @param parent undefined for a step from the object itself. */
export function placeBelow(parent: Place | undefined, element: PathElement): Place {
  return { parent, element, key: encodeElement(element) };
}

/** A path of field names. */
export function fieldPath(...names: string[]): Path {
  return names.map(fieldElement);
}

/** The text form; two elements are equal if their texts are. */
export function encodeElement(element: PathElement): string {
  switch (element.kind) {
    case "field":
      return `f:${element.name}`;
    case "key":
      return `k:{${element.fields.map(([name, value]) => `${goJson(name)}:${goJson(value)}`).join(",")}}`;
    case "value":
      return `v:${goJson(element.value)}`;
    case "index":
      return `i:${element.index}`;
  }
}

/** JSON as Go writes it: characters that are special in HTML are escaped. */
function goJson(value: unknown): string {
  const json = typeof value === "object" ? canonicalJson(value) : JSON.stringify(value);
  return SPECIAL_IN_HTML.test(json) ? json.replaceAll(new RegExp(SPECIAL_IN_HTML, "g"), escapeCharacter) : json;
}

const SPECIAL_IN_HTML = /[<>&\u2028\u2029]/;

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Undefined for an element of an unknown kind, which readers have to skip. */
export function decodeElement(text: string): PathElement | undefined {
  const body = text.slice(2);
  switch (text.slice(0, 2)) {
    case "f:":
      return fieldElement(body);
    case "k:":
      return keyElement(JSON.parse(body) as Record<string, unknown>);
    case "v:":
      return valueElement(JSON.parse(body));
    case "i:":
      return { kind: "index", index: Number(body) };
    default:
      return undefined;
  }
}

/** As messages show it: `.name`, `[name="web"]`, `[="x"]`, `[0]`. */
export function formatElement(element: PathElement): string {
  switch (element.kind) {
    case "field":
      return `.${element.name}`;
    case "key":
      return `[${element.fields.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
    case "value":
      return `[=${JSON.stringify(element.value)}]`;
    case "index":
      return `[${element.index}]`;
  }
}

export function formatPath(path: Path): string {
  return path.map(formatElement).join("");
}

const KIND_ORDER = { field: 0, key: 1, value: 2, index: 3 } as const;

/** The order in which sets are written. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a.kind === "field" && b.kind === "field") return compareText(a.name, b.name);
  if (a.kind === "key" && b.kind === "key") return compareKeys(a.fields, b.fields);
  if (a.kind === "value" && b.kind === "value") return compareValues(a.value, b.value);
  if (a.kind === "index" && b.kind === "index") return a.index - b.index;
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

type KeyFields = readonly (readonly [string, unknown])[];

function compareKeys(a: KeyFields, b: KeyFields): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const difference = compareText(name, other[0]) || compareValues(value, other[1]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Numbers before texts before booleans before the rest. */
function compareValues(a: unknown, b: unknown): number {
  const difference = typeRank(a) - typeRank(b);
  if (difference !== 0) return difference;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  return compareText(canonicalJson(a), canonicalJson(b));
}

function typeRank(value: unknown): number {
  return typeof value === "number" ? 0 : typeof value === "string" ? 1 : typeof value === "boolean" ? 2 : 3;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
