#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/bundle/program.mjs", import.meta.url);
if (!existsSync(program)) {
  console.error("flotilla is not built yet: run `make build`");
  process.exit(1);
}
await import(program.href);
