import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emitDescriptors } from "./api/emit-descriptors.js";
import { emitFieldDocs } from "./api/emit-field-docs.js";
import { emitResources } from "./api/emit-resources.js";
import { emitTypes } from "./api/emit-types.js";
import { readSchemaImage } from "./api/schema-image.js";
import { packagePath } from "./api/source-text.js";

/**
 * Writes everything in libs/api that follows from proto/k8s. Arguments: the image that `buf build` wrote, and the
 * source folder of libs/api.
 */
function main([imagePath, outputFolder]: readonly string[]): void {
  if (imagePath === undefined || outputFolder === undefined) {
    throw new Error("usage: generate-api IMAGE OUTPUT_FOLDER");
  }
  const packages = readSchemaImage(readFileSync(imagePath));
  const messages = new Map(packages.flatMap((pkg) => pkg.messages.map((message) => [message.shortName, message])));
  const write = (path: string, text: string): void => {
    const target = join(outputFolder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  rmSync(join(outputFolder, "types"), { recursive: true, force: true });
  for (const pkg of packages) write(`types/${packagePath(pkg.name)}.ts`, emitTypes(pkg, messages));
  write("resources.ts", emitResources(packages));
  write("schema/generated/descriptors.ts", emitDescriptors(packages));
  write("schema/generated/field-docs.ts", emitFieldDocs(packages));
}

main(process.argv.slice(2));
