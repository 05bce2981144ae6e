// Writes the FileDescriptorSet on standard input as a TypeScript module: a module is found from src/, from dist/ and from a
// bundle alike, a binary file beside it is not.
import { readFileSync, writeFileSync } from "node:fs";

const bytes = readFileSync(0);
writeFileSync(
  process.argv[2],
  `/** A google.protobuf.FileDescriptorSet of all service contracts, as base64. */\nexport const descriptorSetBase64 =\n  "${bytes.toString("base64")}";\n`,
);
