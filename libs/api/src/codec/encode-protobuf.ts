import { parseDuration } from "../duration.js";
import type { KubeObject } from "../object.js";
import type { Field, Message } from "../schema/schema.js";
import { parseMicroTime } from "../time.js";
import { decodeBase64 } from "./base64.js";
import { findObjectMessage, wireTypeOf } from "./decode-protobuf.js";
import { writeEnvelope } from "./envelope.js";
import { isJsonObject, type JsonObject } from "./json-object.js";
import { ProtobufError } from "./protobuf-error.js";
import { wireType } from "./wire-reader.js";
import { WireWriter } from "./wire-writer.js";

const utf8 = new TextEncoder();
const emptyObject: JsonObject = {};

/** Encodes an object in JSON form, with its envelope, byte for byte as Go does. */
export function encodeProtobufObject(object: KubeObject): Uint8Array {
  const { apiVersion = "", kind = "" } = object;
  const message = findObjectMessage(apiVersion, kind);
  return writeEnvelope(apiVersion, kind, encodeProtobufMessage(message, object));
}

/** Encodes a message without envelope. Values that are no field of it are left out. */
export function encodeProtobufMessage(message: Message, object: object): Uint8Array {
  const writer = new WireWriter();
  writeFields(writer, message, object as JsonObject);
  return writer.finish();
}

/** Backwards, since the writer writes so. */
function writeFields(writer: WireWriter, message: Message, object: JsonObject): void {
  for (let index = message.fields.length - 1; index >= 0; index--) {
    const field = message.fields[index] as Field;
    if (field.inline) writeMessageField(writer, field, object);
    else writeField(writer, field, object[field.name] ?? undefined);
  }
}

function writeField(writer: WireWriter, field: Field, value: unknown): void {
  if (field.cardinality === "list") writeList(writer, field, value);
  else if (field.cardinality === "map") writeMap(writer, field, value);
  else if (value !== undefined) writeSingle(writer, field, value);
  else if (!field.optional && field.type !== "bytes") writeZero(writer, field);
}

function writeList(writer: WireWriter, field: Field, value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) throw wrongType(field, "a list");
  for (let index = value.length - 1; index >= 0; index--) writeSingle(writer, field, value[index]);
}

/** Sorted by key, so that equal objects have equal bytes. */
function writeMap(writer: WireWriter, field: Field, value: unknown): void {
  if (value === undefined) return;
  if (!isJsonObject(value)) throw wrongType(field, "a map");
  for (const key of Object.keys(value).sort().reverse()) {
    const before = writer.length;
    writeSingle(writer, mapValueField(field), value[key]);
    const beforeKey = writer.length;
    writer.string(key);
    closeField(writer, 1, beforeKey);
    closeField(writer, field.number, before);
  }
}

const mapValueFields = new WeakMap<Field, Field>();

/** The field of a map's value within its entry. */
function mapValueField(field: Field): Field {
  let valueField = mapValueFields.get(field);
  if (valueField === undefined) {
    valueField = { ...field, message: field.message, number: 2, cardinality: "single" };
    mapValueFields.set(field, valueField);
  }
  return valueField;
}

function writeZero(writer: WireWriter, field: Field): void {
  if (field.message !== undefined) writeMessageField(writer, field, undefined);
  else if (field.type === "string") writeSingle(writer, field, "");
  else writeSingle(writer, field, field.type === "bool" ? false : 0);
}

function writeSingle(writer: WireWriter, field: Field, value: unknown): void {
  const before = writer.length;
  switch (field.type) {
    case "message":
      writeMessageField(writer, field, value);
      return;
    case "string":
      if (typeof value !== "string") throw wrongType(field, "a string");
      writer.string(value);
      break;
    case "bytes":
      writer.bytes(bytesOf(value, field));
      break;
    case "bool":
      if (typeof value !== "boolean") throw wrongType(field, "a boolean");
      writer.int64(value ? 1 : 0);
      break;
    case "double":
      if (typeof value !== "number") throw wrongType(field, "a number");
      writer.double(value);
      break;
    default:
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(field, "an integer");
      writer.int64(value);
  }
  const type = wireTypeOf(field);
  if (type === wireType.lengthDelimited) writer.lengthSince(before);
  writer.tag(field.number, type);
}

function writeMessageField(writer: WireWriter, field: Field, value: unknown): void {
  const before = writer.length;
  writeForm(writer, field.message as Message, value, field);
  closeField(writer, field.number, before);
}

function closeField(writer: WireWriter, number: number, before: number): void {
  writer.lengthSince(before);
  writer.tag(number, wireType.lengthDelimited);
}

/** Writes the inside of a message. `undefined` and null stand for Go's zero value. */
function writeForm(writer: WireWriter, message: Message, value: unknown, field: Field): void {
  switch (message.form) {
    case "object":
      if (value !== undefined && value !== null && !isJsonObject(value)) throw wrongType(field, "an object");
      writeFields(writer, message, value ?? emptyObject);
      return;
    case "time":
    case "microTime":
      writeTime(writer, message, value, field);
      return;
    case "quantity":
      writeFields(writer, message, { string: value === undefined ? "0" : String(value) });
      return;
    case "intOrString":
      writeFields(writer, message, typeof value === "string" ? { type: 1, strVal: value } : { intVal: value ?? 0 });
      return;
    case "duration":
      writeFields(writer, message, { duration: durationOf(value, field) });
      return;
    case "stringList":
      writeFields(writer, message, { items: value });
      return;
    case "rawJson":
    case "rawExtension":
      writeRaw(writer, value);
      return;
    default:
      writeFields(writer, message, schemaUnionFields(message, value));
  }
}

const microsPerSecond = 1_000_000;

function writeTime(writer: WireWriter, message: Message, value: unknown, field: Field): void {
  if (value === undefined || value === null) return;
  const micros = parsed(value, parseMicroTime, wrongType(field, "a time in RFC 3339"));
  const seconds = Math.floor(micros / microsPerSecond);
  const nanos = message.form === "time" ? 0 : (micros - seconds * microsPerSecond) * 1000;
  writeFields(writer, message, { seconds, nanos });
}

function durationOf(value: unknown, field: Field): number {
  if (value === undefined) return 0;
  return Number(parsed(value, parseDuration, wrongType(field, "a duration")));
}

function parsed<T>(value: unknown, parse: (text: string) => T, refusal: ProtobufError): T {
  if (typeof value !== "string") throw refusal;
  try {
    return parse(value);
  } catch {
    throw refusal;
  }
}

const rawField = 1;

function writeRaw(writer: WireWriter, value: unknown): void {
  if (value === undefined) return;
  const before = writer.length;
  writer.bytes(utf8.encode(JSON.stringify(value)));
  closeField(writer, rawField, before);
}

function schemaUnionFields(message: Message, value: unknown): JsonObject {
  if (message.form === "schemaOrArray") return Array.isArray(value) ? { jSONSchemas: value } : { schema: value };
  if (message.form === "schemaOrBool")
    return isJsonObject(value) ? { allows: true, schema: value } : { allows: value === true };
  return Array.isArray(value) ? { property: value } : { schema: value };
}

function bytesOf(value: unknown, field: Field): Uint8Array {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes === undefined) throw wrongType(field, "base64");
  return bytes;
}

function wrongType(field: Field, expected: string): ProtobufError {
  return new ProtobufError("WrongType", `${field.name || field.message?.kind} is not ${expected}`);
}
