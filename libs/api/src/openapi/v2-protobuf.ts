import { isJsonObject, type JsonObject } from "../codec/json-object.js";
import { wireType } from "../codec/wire-reader.js";
import { WireWriter } from "../codec/wire-writer.js";

/**
 * The protobuf form of the version 2 document, which kubectl asks for. It is the message `openapi.v2.Document` of
 * gnostic; field numbers are from its OpenAPIv2.proto. What Kubernetes does not use is not encoded.
 */
export function encodeOpenApiV2(document: JsonObject): Uint8Array {
  const writer = new WireWriter();
  writeFields(writer, documentFields(), document);
  return writer.finish();
}

/** How kubectl names the type in Accept; in Content-Type a "." stands for the "@". */
export const openApiV2AcceptType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
export const openApiV2ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/** Writes a whole field: value, then length, then tag, since the writer goes backwards. */
type FieldWriter = (writer: WireWriter, number: number, value: unknown) => void;

interface Fields {
  /** By JSON name: number and how to write the value. In rising order of numbers. */
  readonly known: readonly (readonly [string, number, FieldWriter])[];
  /** The number of the list that takes all `x-` members. */
  readonly extensions?: number;
}

function writeFields(writer: WireWriter, fields: Fields, object: JsonObject): void {
  if (fields.extensions !== undefined) {
    const extensions = Object.entries(object).filter(([name]) => name.startsWith("x-"));
    for (const [name, value] of extensions.reverse()) writeNamed(writer, fields.extensions, name, value, anyValue);
  }
  for (const [name, number, write] of [...fields.known].reverse()) {
    if (object[name] !== undefined) write(writer, number, object[name]);
  }
}

function delimited(writer: WireWriter, number: number, writeInside: () => void): void {
  const before = writer.length;
  writeInside();
  writer.lengthSince(before);
  writer.tag(number, wireType.lengthDelimited);
}

function writeNamed(writer: WireWriter, number: number, name: string, value: unknown, write: FieldWriter): void {
  delimited(writer, number, () => {
    write(writer, 2, value);
    text(writer, 1, name);
  });
}

const text: FieldWriter = (writer, number, value) => delimited(writer, number, () => writer.string(String(value)));

const flag: FieldWriter = (writer, number, value) => {
  writer.int64(value === true ? 1 : 0);
  writer.tag(number, wireType.varint);
};

/** Any JSON: `Any.yaml`, of which JSON is a part. */
const anyValue: FieldWriter = (writer, number, value) =>
  delimited(writer, number, () => text(writer, 2, JSON.stringify(value)));

const list =
  (write: FieldWriter): FieldWriter =>
  (writer, number, value) => {
    for (const item of (value as unknown[]).toReversed()) write(writer, number, item);
  };

const message =
  (fields: () => Fields): FieldWriter =>
  (writer, number, value) =>
    delimited(writer, number, () => writeFields(writer, fields(), value as JsonObject));

/** A message around one field. */
const wrapped =
  (innerNumber: number, write: FieldWriter): FieldWriter =>
  (writer, number, value) =>
    delimited(writer, number, () => write(writer, innerNumber, value));

/** A message around a list of name and value, for a JSON object. */
const named =
  (write: FieldWriter, listNumber = 1): FieldWriter =>
  (writer, number, value) =>
    delimited(writer, number, () => {
      for (const [name, item] of Object.entries(value as JsonObject).reverse()) {
        writeNamed(writer, listNumber, name, item, write);
      }
    });

/** A type is a text or a list of texts. */
const typeItem: FieldWriter = (writer, number, value) =>
  delimited(writer, number, () => list(text)(writer, 1, Array.isArray(value) ? value : [value]));

/** `additionalProperties`: a schema or a boolean. */
const additionalProperties: FieldWriter = (writer, number, value) =>
  delimited(writer, number, () => {
    if (isJsonObject(value)) schemaField(writer, 1, value);
    else flag(writer, 2, value);
  });

const schemaFields = (): Fields => ({
  known: [
    ["$ref", 1, text],
    ["format", 2, text],
    ["title", 3, text],
    ["description", 4, text],
    ["default", 5, anyValue],
    ["pattern", 13, text],
    ["uniqueItems", 16, flag],
    ["required", 19, list(text)],
    ["enum", 20, list(anyValue)],
    ["additionalProperties", 21, additionalProperties],
    ["type", 22, typeItem],
    ["items", 23, wrapped(1, schemaField)],
    ["allOf", 24, list(schemaField)],
    ["properties", 25, named(schemaField)],
  ],
  extensions: 31,
});
const schemaField: FieldWriter = message(schemaFields);

const bodyParameter = (): Fields => ({
  known: [
    ["description", 1, text],
    ["name", 2, text],
    ["in", 3, text],
    ["required", 4, flag],
    ["schema", 5, schemaField],
  ],
});

/** Path and query parameters differ in the numbers behind the name. */
const nonBodyParameter = (typeNumber: number) => (): Fields => ({
  known: [
    ["required", 1, flag],
    ["in", 2, text],
    ["description", 3, text],
    ["name", 4, text],
    ["type", typeNumber, text],
  ],
});

/** ParametersItem > Parameter > the kind of parameter. */
const parameter: FieldWriter = (writer, number, value) => {
  const kinds: Record<string, FieldWriter> = {
    body: wrapped(1, wrapped(1, message(bodyParameter))),
    query: wrapped(1, wrapped(2, wrapped(3, message(nonBodyParameter(6))))),
    path: wrapped(1, wrapped(2, wrapped(4, message(nonBodyParameter(5))))),
  };
  const place = (value as { in: string }).in;
  const write = kinds[place];
  if (write === undefined) throw new Error(`parameters in ${place} have no encoding`);
  write(writer, number, value);
};

const response = (): Fields => ({
  known: [
    ["description", 1, text],
    ["schema", 2, wrapped(1, schemaField)],
  ],
  extensions: 5,
});

const operation = (): Fields => ({
  known: [
    ["tags", 1, list(text)],
    ["description", 3, text],
    ["operationId", 5, text],
    ["produces", 6, list(text)],
    ["consumes", 7, list(text)],
    ["parameters", 8, list(parameter)],
    ["responses", 9, named(wrapped(1, message(response)))],
  ],
  extensions: 13,
});

const pathItem = (): Fields => ({
  known: [
    ["get", 2, message(operation)],
    ["put", 3, message(operation)],
    ["post", 4, message(operation)],
    ["delete", 5, message(operation)],
    ["patch", 8, message(operation)],
    ["parameters", 9, list(parameter)],
  ],
  extensions: 10,
});

const info = (): Fields => ({
  known: [
    ["title", 1, text],
    ["version", 2, text],
  ],
});

const apiKeySecurity = (): Fields => ({
  known: [
    ["type", 1, text],
    ["name", 2, text],
    ["in", 3, text],
    ["description", 4, text],
  ],
});

const documentFields = (): Fields => ({
  known: [
    ["swagger", 1, text],
    ["info", 2, message(info)],
    ["paths", 8, named(message(pathItem), 2)],
    ["definitions", 9, named(schemaField)],
    ["security", 12, list(named((writer, number) => delimited(writer, number, () => undefined)))],
    ["securityDefinitions", 13, named(wrapped(2, message(apiKeySecurity)))],
  ],
});
