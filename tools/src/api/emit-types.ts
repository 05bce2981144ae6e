import type { FieldFacts, MessageFacts, PackageFacts } from "./schema-image.js";
import { generatedBanner, jsDoc, packagePath } from "./source-text.js";

const scalarTypes: Record<string, string> = {
  string: "string",
  bytes: "string",
  bool: "boolean",
  int32: "number",
  int64: "number",
  double: "number",
};

/** Messages whose JSON form is not an object of their fields. */
const formTypes: Record<string, string> = {
  QUANTITY: "string",
  INT_OR_STRING: "number | string",
  TIME: "string",
  MICRO_TIME: "string",
  DURATION: "string",
  RAW_JSON: "unknown",
  RAW_EXTENSION: "unknown",
  STRING_LIST: "string[]",
  SCHEMA_OR_ARRAY: "JSONSchemaProps | JSONSchemaProps[]",
  SCHEMA_OR_BOOL: "JSONSchemaProps | boolean",
  SCHEMA_OR_STRING_ARRAY: "JSONSchemaProps | string[]",
};
/** The one raw JSON value that is always an object. */
const objectForms: Record<string, string> = { "meta.v1.FieldsV1": "Record<string, unknown>" };

/** The interfaces of a package, in the Kubernetes JSON form. */
export function emitTypes(pkg: PackageFacts, messages: ReadonlyMap<string, MessageFacts>): string {
  const imports = new Set<string>();
  const reference = (shortName: string): string => {
    const { package: owner, name } = splitShortName(shortName);
    if (owner === pkg.name) return name;
    imports.add(owner);
    return `${namespaceOf(owner)}.${name}`;
  };
  const body = pkg.messages.map((message) => emitMessage(message, messages, reference));
  const importLines = [...imports]
    .sort()
    .map((owner) => `import type * as ${namespaceOf(owner)} from "../${packagePath(owner)}.js";`);
  return [generatedBanner, importLines.join("\n"), ...body].filter((part) => part !== "").join("\n\n") + "\n";
}

type Reference = (shortName: string) => string;

function emitMessage(message: MessageFacts, messages: ReadonlyMap<string, MessageFacts>, reference: Reference): string {
  const doc = jsDoc(message.doc, "");
  const form = objectForms[message.shortName] ?? formTypes[message.form];
  if (form !== undefined) return `${doc}export type ${message.name} = ${form};`;
  const inlined = message.fields.filter((field) => field.inline).map((field) => reference(field.type));
  const heritage = inlined.length > 0 ? ` extends ${inlined.join(", ")}` : "";
  const own = message.fields.filter((field) => !field.inline && !isInherited(field, message, messages));
  const typeMeta = message.kind === undefined ? [] : ["  apiVersion?: string;", "  kind?: string;"];
  const lines = [...typeMeta, ...own.map((field) => emitField(field, reference))];
  if (lines.length === 0 && heritage === "") return `${doc}export type ${message.name} = Record<string, never>;`;
  return [`${doc}export interface ${message.name}${heritage} {`, ...lines, "}"].join("\n");
}

/** A field may stand both in a message and in one inlined into it; then the outer one is meant and must be equal. */
function isInherited(field: FieldFacts, message: MessageFacts, messages: ReadonlyMap<string, MessageFacts>): boolean {
  return message.fields.some(
    (other) => other.inline && messages.get(other.type)?.fields.some((inner) => inner.jsonName === field.jsonName),
  );
}

function emitField(field: FieldFacts, reference: Reference): string {
  const item = scalarTypes[field.type] ?? reference(field.type);
  const type = { single: item, list: arrayOf(item), map: `Record<string, ${item}>` }[field.cardinality];
  const name = /^[A-Za-z_]\w*$/.test(field.jsonName) ? field.jsonName : JSON.stringify(field.jsonName);
  const known = field.values.length > 0 ? `One of: ${field.values.join(", ")}.` : "";
  const doc = [field.doc, known, field.defaultJson && `Default: ${field.defaultJson}.`].filter(Boolean).join("\n\n");
  return `${jsDoc(doc, "  ")}  ${name}${field.required ? "" : "?"}: ${type};`;
}

function arrayOf(item: string): string {
  return `${item}[]`;
}

function splitShortName(shortName: string): { package: string; name: string } {
  const end = shortName.lastIndexOf(".");
  return { package: shortName.slice(0, end), name: shortName.slice(end + 1) };
}

/** "core.v1" -> "corev1". */
function namespaceOf(packageName: string): string {
  return packageName.replace(".", "");
}
