// Runs jest in two passes: unit tests in parallel, then tests against real parts one file at a time (they share the
// machine's network, cgroups and ports). Ends with one line, "N passed, N failed"; exits 1 unless all passed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";

const args = process.argv.slice(2);
const only = args.find((arg) => arg === "--unit" || arg === "--real");
const rest = args.filter((arg) => arg !== only);
const REAL = "\\.real\\.test\\.ts$";

mkdirSync(".cache", { recursive: true });
const passes = [
  ["--unit", ["--testPathIgnorePatterns", REAL, "--maxWorkers=2"]],
  ["--real", ["--testMatch", "**/src/**/*.real.test.ts", "--runInBand"]],
].filter(([name]) => only === undefined || name === only);

let passed = 0;
let failed = 0;
for (const [name, flags] of passes) {
  const report = `.cache/jest${name}.json`;
  rmSync(report, { force: true });
  spawnSync(
    process.execPath,
    ["node_modules/jest/bin/jest.js", ...flags, "--passWithNoTests", "--json", `--outputFile=${report}`, ...rest],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning",
        PATH: `${process.cwd()}/.cache/bin:${process.env.PATH}:/usr/sbin:/sbin`,
      },
    },
  );
  let result;
  try {
    result = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    console.error(`The ${name.slice(2)} tests did not finish.`);
    failed += 1;
    continue;
  }
  passed += result.numPassedTests;
  // A file that does not load fails as a whole: count it, or its tests would vanish unseen.
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
