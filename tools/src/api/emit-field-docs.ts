import type { PackageFacts } from "./schema-image.js";
import { generatedBanner } from "./source-text.js";

/** Each message's comment and those of its fields in the order of the descriptors, one message a line. */
export function emitFieldDocs(packages: readonly PackageFacts[]): string {
  const rows = packages
    .flatMap((pkg) => pkg.messages)
    .map(
      (message) =>
        `${JSON.stringify(message.shortName)}:${JSON.stringify([message.doc, ...message.fields.map((field) => field.doc)])}`,
    );
  const escaped = rows.join(",\n").replaceAll("`", "\\u0060").replaceAll("${", "\\u0024{");
  return [
    generatedBanner,
    "",
    "/** By message: its comment, then those of its fields in the order of the descriptors. */",
    "export type FieldDocs = Readonly<Record<string, readonly string[]>>;",
    "",
    `export const fieldDocs = JSON.parse(String.raw\`{\n${escaped}\n}\`) as FieldDocs;`,
    "",
  ].join("\n");
}
