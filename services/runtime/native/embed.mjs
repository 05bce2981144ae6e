#!/usr/bin/env node
// Builds the static helpers and writes them into src/native/ as modules, so that an installation needs no compiler.
// Usage: embed.mjs [ARCH=COMPILER ...], by default x64=gcc.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const LINE_LENGTH = 116;

for (const target of process.argv.length > 2 ? process.argv.slice(2) : ["x64=gcc"]) {
  const [arch, compiler] = target.split("=");
  const out = mkdtempSync(join(tmpdir(), "flotilla-native-"));
  execFileSync("sh", [join(here, "build.sh"), out], { env: { ...process.env, CC: compiler }, stdio: "inherit" });
  const version = execFileSync(compiler, ["--version"], { encoding: "utf8" }).split("\n")[0];
  const modules = ["init", "pause", "hello"].map((name) => {
    const lines = gzipSync(readFileSync(join(out, name)), { level: 9 })
      .toString("base64")
      .match(new RegExp(`.{1,${LINE_LENGTH}}`, "g"));
    return `export const ${name} =\n${lines.map((line) => `  "${line}"`).join(" +\n")};\n`;
  });
  const header = `// Made by native/embed.mjs from native/*.c; do not edit. Static ELF programs for ${arch}, gzip in base64.\n`;
  writeFileSync(
    join(here, `../src/native/${arch}.b64.ts`),
    `${header}\n/** The compiler that made them. */\nexport const compiler = ${JSON.stringify(version)};\n\n${modules.join("\n")}`,
  );
  rmSync(out, { recursive: true });
}
