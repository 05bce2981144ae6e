import { formatDuration } from "../duration.js";
import type { KubeObject } from "../object.js";
import { canonicalQuantity } from "../quantity.js";
import { schema, type Field, type Message } from "../schema/schema.js";
import { formatMicroTime, formatTime } from "../time.js";
import { encodeBase64 } from "./base64.js";
import { readEnvelope, hasEnvelope } from "./envelope.js";
import { setKey, type JsonObject } from "./json-object.js";
import { ProtobufError } from "./protobuf-error.js";
import { WireReader, wireType } from "./wire-reader.js";

/** Messages within messages; schemas of custom resources nest deepest. */
const maxDepth = 200;
/** Go's zero time, which JSON shows as null: the year 1. */
const zeroTimeSeconds = -62_135_596_800;
/** The end of the year 9999, which RFC 3339 cannot pass. */
const maxTimeSeconds = 253_402_300_799;
const nanosPerSecond = 1_000_000_000;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes an object in its envelope into JSON form. */
export function decodeProtobufObject(bytes: Uint8Array): KubeObject {
  const { apiVersion, kind, raw, contentType } = readEnvelope(bytes);
  if (contentType === "application/json") return parseJson(raw) as KubeObject;
  const message = findObjectMessage(apiVersion, kind);
  return Object.assign({ apiVersion, kind }, decodeProtobufMessage(message, raw)) as KubeObject;
}

/** The message of a kind, as the envelope names it. */
export function findObjectMessage(apiVersion: string, kind: string): Message {
  const slash = apiVersion.indexOf("/");
  const message = schema.findKind(apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1), kind);
  if (message === undefined)
    throw new ProtobufError("UnknownKind", `no kind ${kind} in version ${apiVersion} has a protobuf form`);
  return message;
}

/** Decodes a message without envelope. Must be one whose JSON form is an object. */
export function decodeProtobufMessage(message: Message, bytes: Uint8Array): JsonObject {
  return decodeObjectForm(new WireReader(bytes), message, 0);
}

function decodeObjectForm(reader: WireReader, message: Message, depth: number): JsonObject {
  const target: JsonObject = {};
  decodeFieldsInto(target, reader, message, depth);
  return target;
}

function decodeFieldsInto(target: JsonObject, reader: WireReader, message: Message, depth: number): void {
  if (depth > maxDepth) throw new ProtobufError("TooDeep", `messages nest deeper than ${maxDepth}`);
  while (!reader.atEnd) {
    const { number, type } = reader.tag();
    const field = message.fieldsByNumber.get(number);
    if (field === undefined) reader.skip(type);
    else decodeField(target, reader, field, type, depth);
  }
  for (const field of message.fields) {
    if (field.always && target[field.name] === undefined) addZero(target, field, message, depth);
  }
}

function decodeField(target: JsonObject, reader: WireReader, field: Field, type: number, depth: number): void {
  if (field.cardinality === "map") {
    expect(field, type, wireType.lengthDelimited);
    decodeMapEntry(target, reader.message(), field, depth);
  } else if (field.cardinality === "list") {
    decodeListItems(target, reader, field, type, depth);
  } else if (field.inline && field.message !== undefined) {
    expect(field, type, wireType.lengthDelimited);
    decodeFieldsInto(target, reader.message(), field.message, depth + 1);
  } else {
    const value = decodeValue(reader, field, type, depth);
    if (value !== undefined && (field.optional || field.always || !isZeroScalar(value, field)))
      target[field.name] = value;
  }
}

/** Go writes plain values even when they are zero; in JSON they are then left out. Bytes have presence in Go, too. */
function isZeroScalar(value: unknown, field: Field): boolean {
  return field.type !== "message" && field.type !== "bytes" && (value === "" || value === 0 || value === false);
}

function decodeListItems(target: JsonObject, reader: WireReader, field: Field, type: number, depth: number): void {
  const items = (target[field.name] ??= []) as unknown[];
  if (type === wireType.lengthDelimited && wireTypeOf(field) !== wireType.lengthDelimited) {
    const packed = reader.message();
    while (!packed.atEnd) items.push(decodeValue(packed, field, wireTypeOf(field), depth));
  } else {
    items.push(decodeValue(reader, field, type, depth) ?? null);
  }
}

function decodeMapEntry(target: JsonObject, entry: WireReader, field: Field, depth: number): void {
  let key = "";
  let value: unknown;
  while (!entry.atEnd) {
    const { number, type } = entry.tag();
    if (number === 1) {
      expect(field, type, wireType.lengthDelimited);
      key = entry.string();
    } else if (number === 2) value = decodeValue(entry, field, type, depth);
    else entry.skip(type);
  }
  setKey((target[field.name] ??= {}) as JsonObject, key, value ?? zeroValue(field, depth) ?? null);
}

function addZero(target: JsonObject, field: Field, message: Message, depth: number): void {
  if (field.cardinality === "list") {
    // The collections of a list's answer: clients expect [] there, and Go's null in no other place.
    if (message.isObject) target[field.name] = [];
  } else if (field.cardinality === "single" && !field.optional) {
    const zero = field.type === "bytes" ? undefined : zeroValue(field, depth);
    if (zero !== undefined) target[field.name] = zero;
  }
}

function zeroValue(field: Field, depth: number): unknown {
  if (field.message !== undefined) return decodeForm(new WireReader(new Uint8Array()), field.message, depth + 1);
  if (field.type === "string" || field.type === "bytes") return "";
  return field.type === "bool" ? false : 0;
}

function decodeValue(reader: WireReader, field: Field, type: number, depth: number): unknown {
  expect(field, type, wireTypeOf(field));
  switch (field.type) {
    case "string":
      return reader.string();
    case "bytes":
      return encodeBase64(reader.bytes());
    case "bool":
      return reader.bool();
    case "int32":
      return reader.int32();
    case "int64":
      return reader.int64();
    case "double":
      return reader.double();
    case "message":
      return decodeForm(reader.message(), field.message as Message, depth + 1);
  }
}

export function wireTypeOf(field: Field): number {
  if (field.type === "double") return wireType.fixed64;
  return field.type === "bool" || field.type === "int32" || field.type === "int64"
    ? wireType.varint
    : wireType.lengthDelimited;
}

function expect(field: Field, actual: number, expected: number): void {
  if (actual === expected) return;
  const name = field.name || field.message?.kind;
  throw new ProtobufError("WireTypeMismatch", `field ${name} has wire type ${actual} instead of ${expected}`);
}

/** The JSON form of a message; undefined where Go has null. */
function decodeForm(reader: WireReader, message: Message, depth: number): unknown {
  switch (message.form) {
    case "object":
      return decodeObjectForm(reader, message, depth);
    case "time":
    case "microTime":
      return decodeTime(reader, message, depth);
    case "quantity":
      return decodeQuantity(decodeObjectForm(reader, message, depth)["string"]);
    case "intOrString": {
      const { type, intVal, strVal } = decodeObjectForm(reader, message, depth);
      return type === undefined ? (intVal ?? 0) : (strVal ?? "");
    }
    case "duration":
      return formatDuration(BigInt((decodeObjectForm(reader, message, depth)["duration"] as number | undefined) ?? 0));
    case "stringList":
      return decodeObjectForm(reader, message, depth)["items"] ?? [];
    case "rawJson":
    case "rawExtension":
      return decodeRaw(reader);
    default:
      return decodeSchemaUnion(decodeObjectForm(reader, message, depth), message);
  }
}

function decodeTime(reader: WireReader, message: Message, depth: number): string | undefined {
  if (reader.atEnd) return undefined;
  const { seconds = 0, nanos = 0 } = decodeObjectForm(reader, message, depth) as { seconds?: number; nanos?: number };
  if (seconds === zeroTimeSeconds && nanos === 0) return undefined;
  if (seconds < zeroTimeSeconds || seconds > maxTimeSeconds || nanos < 0 || nanos >= nanosPerSecond) {
    throw new ProtobufError("Malformed", `${seconds} s ${nanos} ns is no time between the years 1 and 9999`);
  }
  if (message.form === "time") return formatTime(seconds * 1000);
  return formatMicroTime(seconds * 1_000_000 + Math.floor(nanos / 1000));
}

function decodeQuantity(text: unknown): string {
  if (typeof text !== "string" || text === "") return "0";
  try {
    return canonicalQuantity(text);
  } catch {
    throw new ProtobufError("Malformed", `${JSON.stringify(text)} is no quantity`);
  }
}

const rawField = 1;

function decodeRaw(reader: WireReader): unknown {
  let value: unknown;
  while (!reader.atEnd) {
    const { number, type } = reader.tag();
    if (number !== rawField || type !== wireType.lengthDelimited) {
      reader.skip(type);
      continue;
    }
    const bytes = reader.bytes();
    value = hasEnvelope(bytes) ? decodeProtobufObject(bytes) : bytes.length === 0 ? undefined : parseJson(bytes);
  }
  return value;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    throw new ProtobufError("InvalidJson", "a field that holds JSON text does not parse");
  }
}

/** apiextensions: a schema, or something simpler. */
function decodeSchemaUnion(fields: JsonObject, message: Message): unknown {
  if (message.form === "schemaOrArray") return fields["jSONSchemas"] ?? fields["schema"];
  if (message.form === "schemaOrBool") return fields["schema"] ?? fields["allows"] ?? false;
  return fields["property"] ?? fields["schema"];
}
