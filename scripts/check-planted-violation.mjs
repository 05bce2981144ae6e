// A rule that never fires protects nothing: plants one import that each rule forbids, and expects the dependency
// checker to name that rule.
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";

const plants = [
  {
    rule: "services-meet-only-in-contracts",
    file: "services/scheduler/src/planted.ts",
    text: 'import "../../kv/src/config.js";\n',
  },
  { rule: "libs-form-a-ladder", file: "libs/api/src/planted.ts", text: 'import "../../client/src/index.js";\n' },
  {
    rule: "libs-never-use-services",
    file: "libs/service/src/planted.ts",
    text: 'import "../../../services/kv/src/config.js";\n',
  },
  { rule: "core-is-pure", file: "services/kv/src/core/planted.ts", text: 'import "node:fs";\n' },
  {
    rule: "no-cycles",
    file: "libs/service/src/planted.ts",
    text: 'export * from "./planted-twin.js";\n',
    twin: ["libs/service/src/planted-twin.ts", 'export * from "./planted.js";\n'],
  },
];

let bad = 0;
for (const { rule, file, text, twin } of plants) {
  writeFileSync(file, text);
  if (twin) writeFileSync(twin[0], twin[1]);
  const run = spawnSync(
    "node_modules/.bin/depcruise",
    ["--config", ".dependency-cruiser.cjs", "--output-type", "err", file],
    { encoding: "utf8" },
  );
  rmSync(file);
  if (twin) rmSync(twin[0]);
  if (run.status === 0 || !run.stdout.includes(rule)) {
    console.error(`The rule ${rule} did not catch ${file}:\n${run.stdout}${run.stderr}`);
    bad += 1;
  }
}
if (bad === 0) console.log(`Each of ${plants.length} planted violations was caught by its rule.`);
process.exitCode = bad === 0 ? 0 : 1;
