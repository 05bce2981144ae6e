import type { Field, Message } from "../schema.js";
import type { JsonObject } from "../../codec/json-object.js";

/** A message may hold itself; below this depth such fields stay empty. */
const maxSelfNesting = 2;

/** A value of a message with every field set, in canonical form: what a codec must bring back unchanged. */
export function filledMessage(message: Message, path: readonly string[] = []): unknown {
  switch (message.form) {
    case "quantity":
      return "1500m";
    case "intOrString":
      return "50%";
    case "time":
      return "2031-02-03T04:05:06Z";
    case "microTime":
      return "2031-02-03T04:05:06.123456Z";
    case "duration":
      return "1m30s";
    case "rawJson":
      return { "f:spec": { 'k:{"name":"a"}': {} } };
    case "rawExtension":
      return { apiVersion: "example.com/v1", kind: "Widget", spec: { size: 3 } };
    case "stringList":
      return ["first", "second"];
    case "schemaOrBool":
      return true;
    case "schemaOrArray":
    case "schemaOrStringArray":
      return { type: "string" };
    case "object":
      return filledFields(message, [...path, message.name]);
  }
}

/** An object of a kind with every field set, apiVersion and kind too. */
export function filledObject(message: Message): JsonObject {
  const { group, version } = message.package;
  const apiVersion = group === "" ? version : `${group}/${version}`;
  return { apiVersion, kind: message.kind, ...(filledMessage(message) as JsonObject) };
}

function filledFields(message: Message, path: readonly string[]): JsonObject {
  const object: JsonObject = {};
  for (const [name, field] of message.properties) {
    if (path.filter((seen) => seen === field.message?.name).length >= maxSelfNesting) continue;
    const value = filledValue(field, path);
    object[name] = { single: value, list: [value], map: { key: value } }[field.cardinality];
  }
  return object;
}

function filledValue(field: Field, path: readonly string[]): unknown {
  if (field.message !== undefined) return filledMessage(field.message, path);
  if (field.type === "string") return field.values[0] ?? `${field.name} of text ü`;
  if (field.type === "bytes") return "AP+A";
  if (field.type === "bool") return true;
  if (field.type === "double") return 0.25;
  return field.type === "int32" ? -field.number : field.number * 2 ** 33;
}
