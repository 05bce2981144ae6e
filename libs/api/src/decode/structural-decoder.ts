import { decodeBase64 } from "../codec/base64.js";
import { isJsonObject, setKey, type JsonObject } from "../codec/json-object.js";
import { formatDuration, parseDuration } from "../duration.js";
import { canonicalQuantity } from "../quantity.js";
import { schema, type Field, type Message } from "../schema/schema.js";
import { canonicalMicroTime, canonicalTime } from "../time.js";
import { cannotUnmarshal, JsonTypeError, jsonTypeName } from "./decode-error.js";
import { maxStrictErrors } from "./field-validation.js";

const maxInt32 = 2 ** 31 - 1;
const minInt32 = -(2 ** 31);
const maxInt64 = 2 ** 63;

/** Where the decoder is: Go's errors name fields without indices, strict errors with them. */
interface Place {
  readonly struct: string;
  readonly goPath: string;
  readonly path: string;
}

/**
 * Turns parsed JSON into the form that the server works with: only known fields, each of its type; nulls and what Go
 * would leave out are gone; quantities, times and durations are in canonical form. Unknown fields are collected.
 */
export class StructuralDecoder {
  /** `unknown field "spec.x"`, in the order in which they were met. */
  readonly unknownFields: string[] = [];

  /**
   * Decodes an object of a kind; its apiVersion and kind are kept.
   * @throws JsonTypeError
   */
  object(value: unknown, message: Message): JsonObject {
    const place = { struct: message.kind, goPath: "", path: "" };
    if (!isJsonObject(value)) throw cannotUnmarshal(jsonTypeName(value), "", "", goName(message));
    return this.#message(value, message, place);
  }

  #message(value: JsonObject, message: Message, place: Place): JsonObject {
    const result: JsonObject = {};
    for (const key of Object.keys(value)) {
      const field = message.properties.get(key);
      const inner = { struct: message.kind, goPath: join(place.goPath, key), path: join(place.path, key) };
      if (field !== undefined) this.#field(result, field, value[key], inner);
      else if (message.isObject && (key === "apiVersion" || key === "kind"))
        result[key] = stringOf(value[key] ?? "", inner);
      else this.#unknown(inner.path);
    }
    return result;
  }

  #unknown(path: string): void {
    if (this.unknownFields.length < maxStrictErrors) this.unknownFields.push(`unknown field "${path}"`);
  }

  #field(target: JsonObject, field: Field, value: unknown, place: Place): void {
    if (value === null || value === undefined) return;
    const decoded = this.#fieldValue(field, value, place);
    if (decoded === undefined || (!field.always && isLeftOut(decoded, field))) return;
    target[field.name] = decoded;
  }

  #fieldValue(field: Field, value: unknown, place: Place): unknown {
    if (field.cardinality === "list") {
      if (!Array.isArray(value))
        throw cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, `[]${goTypeOf(field)}`);
      return value.map((item, index) => this.#item(field, item, { ...place, path: `${place.path}[${index}]` }));
    }
    if (field.cardinality === "map") {
      if (!isJsonObject(value)) {
        throw cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, `map[string]${goTypeOf(field)}`);
      }
      const result: JsonObject = {};
      for (const key of Object.keys(value)) setKey(result, key, this.#item(field, value[key], under(place, key)));
      return result;
    }
    return this.#single(field, value, place);
  }

  /** In lists and maps Go makes a zero value of null. */
  #item(field: Field, value: unknown, place: Place): unknown {
    return value === null ? zeroOf(field) : this.#single(field, value, place);
  }

  #single(field: Field, value: unknown, place: Place): unknown {
    switch (field.type) {
      case "string":
        return stringOf(value, place);
      case "bytes":
        return bytesOf(value, place);
      case "bool":
        if (typeof value !== "boolean") throw cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, "bool");
        return value;
      case "message":
        return this.#form(field.message as Message, value, place);
      default:
        return numberOf(value, field.type, place);
    }
  }

  #form(message: Message, value: unknown, place: Place): unknown {
    const wrong = (): JsonTypeError =>
      cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, goName(message));
    switch (message.form) {
      case "object":
        if (!isJsonObject(value)) throw wrong();
        return this.#message(value, message, place);
      case "rawJson":
      case "rawExtension":
        return value;
      case "intOrString":
        if (typeof value === "number") return numberOf(value, "int32", place);
        if (typeof value !== "string") throw wrong();
        return value;
      case "quantity":
        if (typeof value !== "string" && typeof value !== "number") throw wrong();
        return reworded(() => canonicalQuantity(value));
      case "stringList":
        if (!Array.isArray(value)) throw wrong();
        return value.map((item) => stringOf(item ?? "", place));
      case "time":
      case "microTime":
      case "duration":
        if (typeof value !== "string") throw wrong();
        return canonicalText(message, value);
      default:
        return this.#schemaUnion(message, value, place, wrong);
    }
  }

  #schemaUnion(message: Message, value: unknown, place: Place, wrong: () => JsonTypeError): unknown {
    if (isJsonObject(value)) return this.#message(value, jsonSchemaProps(), place);
    if (message.form === "schemaOrBool" && typeof value === "boolean") return value;
    if (message.form === "schemaOrStringArray" && Array.isArray(value))
      return value.map((item) => stringOf(item, place));
    if (message.form !== "schemaOrArray" || !Array.isArray(value)) throw wrong();
    return value.map((item, index) => {
      if (!isJsonObject(item)) throw wrong();
      return this.#message(item, jsonSchemaProps(), { ...place, path: `${place.path}[${index}]` });
    });
  }
}

function jsonSchemaProps(): Message {
  return schema.get("apiextensions.v1.JSONSchemaProps");
}

/** Go's omitempty: plain values that are zero, lists and maps that are empty; never objects. */
function isLeftOut(value: unknown, field: Field): boolean {
  if (field.cardinality === "list") return (value as unknown[]).length === 0;
  if (field.cardinality === "map") return Object.keys(value as object).length === 0;
  if (field.optional || field.type === "message") return false;
  return value === "" || value === 0 || value === false;
}

function zeroOf(field: Field): unknown {
  if (field.type === "string" || field.type === "bytes") return "";
  if (field.type === "bool") return false;
  if (field.message === undefined) return 0;
  const zeros: Partial<Record<Message["form"], unknown>> = {
    object: {},
    quantity: "0",
    intOrString: 0,
    duration: "0s",
  };
  return zeros[field.message.form] ?? null;
}

function stringOf(value: unknown, place: Place): string {
  if (typeof value !== "string") throw cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, "string");
  return value;
}

function bytesOf(value: unknown, place: Place): string {
  if (typeof value !== "string") throw cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, "[]uint8");
  if (decodeBase64(value) === undefined)
    throw new JsonTypeError(`illegal base64 data at input byte ${badBase64At(value)}`);
  return value;
}

/** The first character that base64 does not have, or the end where padding is missing. */
function badBase64At(text: string): number {
  const bad = text.search(/[^A-Za-z0-9+/=\r\n]/);
  return bad === -1 ? Math.max(text.length - (text.length % 4 || 1), 0) : bad;
}

function numberOf(value: unknown, type: "int32" | "int64" | "double", place: Place): number {
  const goType = type === "double" ? "float64" : type;
  if (typeof value !== "number") throw cannotUnmarshal(jsonTypeName(value), place.struct, place.goPath, goType);
  const isInRange = type === "int32" ? value >= minInt32 && value <= maxInt32 : value >= -maxInt64 && value < maxInt64;
  if (type !== "double" && !(Number.isInteger(value) && isInRange)) {
    throw cannotUnmarshal(`number ${value}`, place.struct, place.goPath, goType);
  }
  return value;
}

/** undefined for the empty text, which is Go's zero time. */
function canonicalText(message: Message, text: string): string | undefined {
  if (message.form === "duration") return reworded(() => formatDuration(parseDuration(text)));
  if (text === "") return undefined;
  return reworded(() => (message.form === "time" ? canonicalTime(text) : canonicalMicroTime(text)));
}

/** The parsers' errors already have upstream's words. */
function reworded<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new JsonTypeError(error instanceof Error ? error.message : String(error));
  }
}

function goTypeOf(field: Field): string {
  if (field.message !== undefined) return goName(field.message);
  if (field.type === "bytes") return "[]uint8";
  return field.type === "double" ? "float64" : field.type;
}

const goNames: Record<string, string> = {
  quantity: "resource.Quantity",
  intOrString: "intstr.IntOrString",
  rawExtension: "runtime.RawExtension",
};

function goName(message: Message): string {
  return goNames[message.form] ?? `${message.package.version}.${message.kind}`;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function under(place: Place, key: string): Place {
  return { struct: place.struct, goPath: place.goPath, path: join(place.path, key) };
}
