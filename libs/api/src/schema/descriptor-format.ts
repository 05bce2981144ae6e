/** The compact rows of `descriptors.ts`, as tools/src/api/emit-descriptors.ts writes them. */
export interface Descriptors {
  /** Name ("core.v1"), group, version, OpenAPI prefix, group priority, version priority. */
  readonly packages: readonly (readonly [string, string, string, string, number, number])[];
  /** Name ("core.v1.Protocol"), known values, whether others make up more. */
  readonly stringTypes: readonly (readonly [string, readonly string[], boolean])[];
  readonly messages: readonly MessageRow[];
}

/** Short name ("core.v1.Pod"), fields by number, and what is special. */
export type MessageRow = readonly [string, readonly FieldRow[], MessageDetails?];

export interface MessageDetails {
  readonly form?: Form;
  /** An object of its own: has apiVersion and kind in JSON. */
  readonly object?: true;
  readonly structType?: "atomic";
}

/** The JSON form of a message; "object" (of its fields) where none is given. */
export type Form =
  | "object"
  | "quantity"
  | "intOrString"
  | "time"
  | "microTime"
  | "duration"
  | "rawJson"
  | "rawExtension"
  | "stringList"
  | "schemaOrArray"
  | "schemaOrBool"
  | "schemaOrStringArray";

/** JSON name ("" when inlined), number, type (a scalar's, or a message's short name), bits, details. */
export type FieldRow = readonly [string, number, string, number, FieldDetails?];

export const fieldBits = { list: 1, map: 2, optional: 4, inline: 8, required: 16, always: 32 } as const;

export interface FieldDetails {
  readonly stringType?: string;
  readonly default?: unknown;
  readonly patchStrategies?: readonly string[];
  readonly patchMergeKey?: string;
  readonly listType?: "atomic" | "set" | "map";
  readonly listMapKeys?: readonly string[];
  readonly mapType?: "granular" | "atomic";
}
