/**
 * What is wrong with a field, in this folder's shorthand: paths are strings in JSON notation, because
 * `${path}.ports[${i}]` reads as the message that the client will see.
 */
import { FieldError } from "@flotilla/api/validation/field-error.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import type { Problems } from "@flotilla/api/names.js";

export { FIELD_IMMUTABLE as IMMUTABLE, NOT_NEGATIVE as NEGATIVE } from "@flotilla/api/validation/object-meta.js";
export { FieldError } from "@flotilla/api/validation/field-error.js";

const at = (path: string): FieldPath => FieldPath.of(path);

export const required = (path: string, detail = ""): FieldError => FieldError.required(at(path), detail);
export const invalid = (path: string, value: unknown, detail: string): FieldError =>
  FieldError.invalid(at(path), value, detail);
export const notSupported = (path: string, value: unknown, supported: readonly string[]): FieldError =>
  FieldError.notSupported(at(path), value, supported);
export const forbidden = (path: string, detail: string): FieldError => FieldError.forbidden(at(path), detail);
export const duplicate = (path: string, value: unknown): FieldError => FieldError.duplicate(at(path), value);
export const notFound = (path: string, value: unknown): FieldError => FieldError.notFound(at(path), value);
export const tooLong = (path: string, maxBytes: number): FieldError => FieldError.tooLong(at(path), maxBytes);
export const tooMany = (path: string, actual: number, max: number): FieldError =>
  FieldError.tooMany(at(path), actual, max);

export const NOT_POSITIVE = "must be greater than zero";

/** One `Invalid` for each problem of a value. */
export function problems(path: string, value: unknown, found: Problems): FieldError[] {
  return found.map((problem) => invalid(path, value, problem));
}

export function nonNegative(path: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, "must be greater than or equal to 0")] : [];
}

export function positive(path: string, value: number | undefined): FieldError[] {
  return value !== undefined && value <= 0 ? [invalid(path, value, NOT_POSITIVE)] : [];
}
