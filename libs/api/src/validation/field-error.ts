/**
 * What is wrong with one field. Source: apimachinery `util/validation/field/errors.go`; the texts are upstream's.
 */
import { type GroupKind, invalid, type StatusCause, type StatusError } from "../status.js";
import type { FieldPath } from "./field-path.js";

/** The reason of the cause in a Status. */
export type FieldErrorType =
  | "FieldValueNotFound"
  | "FieldValueRequired"
  | "FieldValueDuplicate"
  | "FieldValueInvalid"
  | "FieldValueNotSupported"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "FieldValueTypeInvalid"
  | "InternalError";

const WORDS: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: "Not found",
  FieldValueRequired: "Required value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueInvalid: "Invalid value",
  FieldValueNotSupported: "Unsupported value",
  FieldValueForbidden: "Forbidden",
  FieldValueTooLong: "Too long",
  FieldValueTooMany: "Too many",
  FieldValueTypeInvalid: "Invalid value",
  InternalError: "Internal error",
};

export class FieldError {
  private constructor(
    readonly type: FieldErrorType,
    /** In JSON notation. */
    readonly field: string,
    /** What follows the type: the printed value, "" where none is shown. */
    private readonly value: string,
    private readonly detail: string,
  ) {}

  /** Missing or empty. */
  static required(path: FieldPath, detail = ""): FieldError {
    return new FieldError("FieldValueRequired", path.toString(), "", detail);
  }

  /** Malformed or out of bounds. */
  static invalid(path: FieldPath, value: unknown, detail: string): FieldError {
    return new FieldError("FieldValueInvalid", path.toString(), printed(value), detail);
  }

  /** As `invalid`, for values that Go would print in a way of its own (`0x0`). */
  static invalidAsPrinted(path: FieldPath, value: string, detail: string): FieldError {
    return new FieldError("FieldValueInvalid", path.toString(), value, detail);
  }

  /** Of another type than the schema says. */
  static typeInvalid(path: FieldPath, value: unknown, detail: string): FieldError {
    return new FieldError("FieldValueTypeInvalid", path.toString(), printed(value), detail);
  }

  /** Not one of the values that the field may have. */
  static notSupported(path: FieldPath, value: unknown, supported: readonly string[]): FieldError {
    const list = supported.map((one) => JSON.stringify(one)).join(", ");
    const detail = supported.length === 0 ? "" : `supported values: ${list}`;
    return new FieldError("FieldValueNotSupported", path.toString(), printed(value), detail);
  }

  /** Well formed, but not allowed as things stand. */
  static forbidden(path: FieldPath, detail: string): FieldError {
    return new FieldError("FieldValueForbidden", path.toString(), "", detail);
  }

  static duplicate(path: FieldPath, value: unknown): FieldError {
    return new FieldError("FieldValueDuplicate", path.toString(), printed(value), "");
  }

  static notFound(path: FieldPath, value: unknown): FieldError {
    return new FieldError("FieldValueNotFound", path.toString(), printed(value), "");
  }

  /** A negative maximum leaves the limit out of the message. */
  static tooLong(path: FieldPath, maxBytes: number): FieldError {
    const detail = maxBytes >= 0 ? `may not be more than ${maxBytes} bytes` : "value is too long";
    return new FieldError("FieldValueTooLong", path.toString(), "", detail);
  }

  /** A negative number is left out of the message. */
  static tooMany(path: FieldPath, actual: number, max: number): FieldError {
    const detail = max >= 0 ? `must have at most ${max} items` : "has too many items";
    return new FieldError("FieldValueTooMany", path.toString(), actual >= 0 ? String(actual) : "", detail);
  }

  /** Not the client's fault. */
  static internal(path: FieldPath, detail: string): FieldError {
    return new FieldError("InternalError", path.toString(), "", detail);
  }

  /** The message without the field's name. */
  get body(): string {
    return [WORDS[this.type], this.value, this.detail].filter((part) => part !== "").join(": ");
  }

  toString(): string {
    return `${this.field}: ${this.body}`;
  }

  toCause(): StatusCause {
    return { reason: this.type, message: this.body, field: this.field };
  }
}

/** How upstream prints a value: as JSON. */
function printed(value: unknown): string {
  if (value === undefined || value === null) return "null";
  return typeof value === "string" ? JSON.stringify(value) : stringify(value);
}

/** JSON, as upstream prints structures since 1.33. */
function stringify(value: unknown): string {
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

/** 422 for an object that breaks rules. */
export function invalidObject(kind: GroupKind, name: string, errors: readonly FieldError[]): StatusError {
  return invalid(
    kind,
    name,
    errors.map((error) => error.toCause()),
  );
}

/** Several errors as upstream joins them: one alone, more in brackets, repetitions once; "" for none. */
export function joinFieldErrors(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(String))];
  return texts.length > 1 ? `[${texts.join(", ")}]` : (texts[0] ?? "");
}
