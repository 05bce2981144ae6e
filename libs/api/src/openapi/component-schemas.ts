import type { JsonObject } from "../codec/json-object.js";
import type { FieldDocs } from "../schema/generated/field-docs.js";
import type { Field, Message } from "../schema/schema.js";
import { componentName } from "./component-name.js";

/** The dialects differ in where schemas lie, and in what may stand beside a reference. */
export type Dialect = "v2" | "v3";

const referencePrefix: Record<Dialect, string> = { v2: "#/definitions/", v3: "#/components/schemas/" };

const typeMetaProperties = {
  apiVersion: {
    type: "string",
    description: "The group and version of the schema that this object follows, such as apps/v1.",
  },
  kind: { type: "string", description: "What this object is, such as Pod; it cannot be changed." },
};

/** Kinds that exist in every group and version: their schemas name all of these. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Builds the schemas of messages, and of all that these refer to. */
export class ComponentSchemas {
  readonly #schemas = new Map<string, JsonObject>();

  constructor(
    private readonly dialect: Dialect,
    private readonly docs: FieldDocs,
    private readonly kindsOf: (message: Message) => readonly GroupVersionKind[],
  ) {}

  /** All that was built, by name. */
  get all(): JsonObject {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A reference to a message, which is built if it is not yet. */
  reference(message: Message): JsonObject {
    const name = componentName(message);
    if (!this.#schemas.has(name)) {
      this.#schemas.set(name, {});
      this.#schemas.set(name, this.#build(message));
    }
    return { $ref: referencePrefix[this.dialect] + name };
  }

  /** Adds a schema that is not of this project, such as a custom resource's, and refers to it. */
  add(name: string, schema: JsonObject): JsonObject {
    this.#schemas.set(name, schema);
    return { $ref: referencePrefix[this.dialect] + name };
  }

  #build(message: Message): JsonObject {
    const description = this.docs[message.name]?.[0];
    const form = message.form === "object" ? this.#objectSchema(message) : formSchema(message, this.dialect);
    return { ...(description ? { description } : {}), ...form };
  }

  #objectSchema(message: Message): JsonObject {
    const properties: JsonObject = message.isObject ? { ...typeMetaProperties } : {};
    const required: string[] = [];
    this.#collect(message, properties, required);
    const kinds = message.isObject ? this.kindsOf(message) : [];
    return {
      type: "object",
      ...(required.length > 0 ? { required: required.sort() } : {}),
      ...(Object.keys(properties).length > 0 ? { properties: sorted(properties) } : {}),
      ...(message.structType === "atomic" ? { "x-kubernetes-map-type": "atomic" } : {}),
      ...(kinds.length > 0 ? { "x-kubernetes-group-version-kind": kinds } : {}),
    };
  }

  #collect(message: Message, properties: JsonObject, required: string[]): void {
    const docs = this.docs[message.name] ?? [];
    for (const [index, field] of message.fields.entries()) {
      if (field.inline && field.message !== undefined) {
        this.#collect(field.message, properties, required);
        continue;
      }
      properties[field.name] = this.#property(field, docs[index + 1]);
      if (field.required) required.push(field.name);
    }
  }

  #property(field: Field, description: string | undefined): JsonObject {
    const value = this.#fieldSchema(field);
    const beside = {
      ...(description ? { description } : {}),
      ...(field.default === undefined ? {} : { default: field.default }),
      ...extensionsOf(field),
    };
    // Nothing may stand beside a reference in version 3; version 2 is read less strictly.
    if ("$ref" in value && this.dialect === "v3") return { ...beside, allOf: [value] };
    return { ...beside, ...value };
  }

  #fieldSchema(field: Field): JsonObject {
    const item = this.#itemSchema(field);
    if (field.cardinality === "list") return { type: "array", items: item };
    if (field.cardinality === "map") return { type: "object", additionalProperties: item };
    return item;
  }

  #itemSchema(field: Field): JsonObject {
    if (field.message === undefined) return scalarSchema(field);
    if (field.message.form === "stringList") return { type: "array", items: { type: "string" } };
    return this.reference(field.message);
  }
}

const scalarSchemas: Record<Exclude<Field["type"], "message">, JsonObject> = {
  string: { type: "string" },
  bytes: { type: "string", format: "byte" },
  bool: { type: "boolean" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  double: { type: "number", format: "double" },
};

function scalarSchema(field: Field): JsonObject {
  if (field.type === "message") throw new Error(`${field.name} is no scalar`);
  const isEnum = field.values.length > 0 && !field.isOpen;
  return { ...scalarSchemas[field.type], ...(isEnum ? { enum: [...field.values].sort() } : {}) };
}

function formSchema(message: Message, dialect: Dialect): JsonObject {
  switch (message.form) {
    case "quantity":
      return dialect === "v3" ? { oneOf: [{ type: "string" }, { type: "number" }] } : { type: "string" };
    case "intOrString":
      return dialect === "v3"
        ? { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] }
        : { type: "string", format: "int-or-string" };
    case "time":
    case "microTime":
      return { type: "string", format: "date-time" };
    case "duration":
      return { type: "string" };
    case "rawExtension":
      return { type: "object" };
    default:
      // Anything goes, but for the names of owned fields, which are an object.
      return message.name === "meta.v1.FieldsV1" ? { type: "object" } : {};
  }
}

function extensionsOf(field: Field): JsonObject {
  const extensions: JsonObject = {};
  if (field.cardinality === "list") extensions["x-kubernetes-list-type"] = field.listType;
  if (field.listMapKeys.length > 0) extensions["x-kubernetes-list-map-keys"] = field.listMapKeys;
  if (field.cardinality !== "list" && field.mapType === "atomic") extensions["x-kubernetes-map-type"] = "atomic";
  if (field.patchMergeKey !== undefined) extensions["x-kubernetes-patch-merge-key"] = field.patchMergeKey;
  if (field.patchStrategies.length > 0) extensions["x-kubernetes-patch-strategy"] = field.patchStrategies.join(",");
  return extensions;
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
