import type { FieldFacts, MessageFacts, PackageFacts } from "./schema-image.js";
import { generatedBanner } from "./source-text.js";

/** Bits of the third entry of a field; `libs/api/src/schema/descriptor-format.ts` reads them. */
const fieldBits = { list: 1, map: 2, optional: 4, inline: 8, required: 16, always: 32 } as const;

const formNames: Record<string, string> = {
  QUANTITY: "quantity",
  INT_OR_STRING: "intOrString",
  TIME: "time",
  MICRO_TIME: "microTime",
  DURATION: "duration",
  RAW_JSON: "rawJson",
  RAW_EXTENSION: "rawExtension",
  STRING_LIST: "stringList",
  SCHEMA_OR_ARRAY: "schemaOrArray",
  SCHEMA_OR_BOOL: "schemaOrBool",
  SCHEMA_OR_STRING_ARRAY: "schemaOrStringArray",
};

/**
 * The schema as compact JSON inside a string: engines parse that several times faster than an object literal, and tsc
 * does not look into it. One message a line, so that a change of the schema reads well as a diff.
 */
export function emitDescriptors(packages: readonly PackageFacts[]): string {
  const packageRows = packages.map((pkg) => [
    pkg.name,
    pkg.group,
    pkg.version,
    pkg.componentPrefix,
    pkg.groupPriority,
    pkg.versionPriority,
  ]);
  const messageRows = packages.flatMap((pkg) => pkg.messages.map(messageRow));
  const stringTypes = new Map(
    packages
      .flatMap((pkg) => pkg.messages.flatMap((message) => message.fields))
      .filter((field) => field.stringType !== "")
      .map((field) => [field.stringType, [field.stringType, field.values, field.isOpen]]),
  );
  const lines = [
    `"packages":${jsonLines(packageRows)}`,
    `"stringTypes":${jsonLines([...stringTypes.values()])}`,
    `"messages":${jsonLines(messageRows)}`,
  ];
  return [
    generatedBanner,
    'import type { Descriptors } from "../descriptor-format.js";',
    "",
    "/** All messages of proto/k8s. */",
    `export const descriptors = JSON.parse(String.raw\`{${lines.join(",\n")}}\`) as Descriptors;`,
    "",
  ].join("\n");
}

function jsonLines(rows: readonly unknown[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]`;
}

function messageRow(message: MessageFacts): unknown[] {
  const details = {
    form: formNames[message.form],
    object: message.kind === undefined ? undefined : true,
    structType: message.isAtomic ? "atomic" : undefined,
  };
  return [message.shortName, message.fields.map(fieldRow), ...(hasValues(details) ? [details] : [])];
}

function fieldRow(field: FieldFacts): unknown[] {
  const bits =
    (field.cardinality === "list" ? fieldBits.list : 0) |
    (field.cardinality === "map" ? fieldBits.map : 0) |
    (field.optional ? fieldBits.optional : 0) |
    (field.inline ? fieldBits.inline : 0) |
    (field.required ? fieldBits.required : 0) |
    (field.always || (field.required && !field.omitempty) ? fieldBits.always : 0);
  const details = {
    stringType: field.stringType || undefined,
    default: field.defaultJson === "" ? undefined : (JSON.parse(field.defaultJson) as unknown),
    patchStrategies: nonEmpty(field.patchStrategies),
    patchMergeKey: field.patchMergeKey || undefined,
    listType: field.listType || undefined,
    listMapKeys: nonEmpty(field.listMapKeys),
    mapType: field.mapType || undefined,
  };
  return [field.jsonName, field.number, field.type, bits, ...(hasValues(details) ? [details] : [])];
}

function nonEmpty(values: readonly string[]): readonly string[] | undefined {
  return values.length > 0 ? values : undefined;
}

function hasValues(details: object): boolean {
  return Object.values(details).some((value) => value !== undefined);
}
