/**
 * What patches and server-side apply have to know about a type. The schema of built-in kinds (`../schema/schema.ts`) is
 * one; schemas of custom resources become another.
 */
export interface MergeType {
  readonly name: string;
  /**
   * "object" for an object of known fields. Anything else is a value of its own, whatever its JSON looks like: a
   * quantity, a time, a piece of foreign JSON.
   */
  readonly form: string;
  /** The fields by their names in JSON. */
  readonly properties: ReadonlyMap<string, MergeField>;
  /** Whether the fields are owned one by one or all together. Granular if absent. */
  readonly structType?: "granular" | "atomic" | undefined;
  /** Whether fields without a description are kept, as custom resources may wish. */
  readonly preserveUnknownFields?: boolean | undefined;
}

export interface MergeField {
  readonly cardinality: "single" | "list" | "map";
  /** The type of the field, of the list's items or of the map's values; absent for scalars. */
  readonly message: MergeType | undefined;
  /** Strategic merge patch: "merge", "replace", "retainKeys". A list without is replaced. */
  readonly patchStrategies: readonly string[];
  /** The field that tells items of a list apart in strategic merge patches. */
  readonly patchMergeKey: string | undefined;
  /** Server-side apply. */
  readonly listType: "atomic" | "set" | "map";
  readonly listMapKeys: readonly string[];
  readonly mapType: "granular" | "atomic";
  /** What stands for the field where it is absent; counts in keys of lists. */
  readonly default?: unknown;
  /** Whether JSON has the field even when it is zero: absent means zero, which counts in keys of lists too. */
  readonly always?: boolean;
  /** "string", "int32" and so on for scalars; tells what zero is. */
  readonly type?: string;
}

export type JsonObject = { [key: string]: unknown };

/** An object of JSON, not an array and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Finds the field of that name; undefined where nothing is known. */
export type FieldLookup = (name: string) => MergeField | undefined;

const UNKNOWN: FieldLookup = () => undefined;

export function fieldsOf(type: MergeType | undefined): FieldLookup {
  return type?.form === "object" ? (name) => type.properties.get(name) : UNKNOWN;
}

/** The fields of a value of that field: every entry of a map is like the others. */
export function fieldsWithin(field: MergeField | undefined): FieldLookup {
  if (field === undefined) return UNKNOWN;
  if (field.cardinality !== "map") return fieldsOf(field.message);
  const entry: MergeField = { ...PLAIN_FIELD, message: field.message };
  return () => entry;
}

const PLAIN_FIELD: MergeField = {
  cardinality: "single",
  message: undefined,
  patchStrategies: [],
  patchMergeKey: undefined,
  listType: "atomic",
  listMapKeys: [],
  mapType: "granular",
};
