/** A value that does not fit its field, in the words of Go's JSON package. */
export class JsonTypeError extends Error {
  override readonly name = "JsonTypeError";
}

/**
 * @param found what stands in the JSON: "string", "number", "object", ...
 * @param struct the innermost message, and `path` the fields down from the object, without list indices
 */
export function cannotUnmarshal(found: string, struct: string, path: string, goType: string): JsonTypeError {
  const where = path === "" ? "Go value" : `Go struct field ${struct}.${path}`;
  return new JsonTypeError(`json: cannot unmarshal ${found} into ${where} of type ${goType}`);
}

/** What Go's JSON package calls a value that it has read. */
export function jsonTypeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
