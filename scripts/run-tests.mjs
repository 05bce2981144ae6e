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

/** A pass that takes longer hangs. */
const PASS_TIMEOUT_MS = 30 * 60_000;
/** More failures than this are no accident of a busy machine. */
const SECOND_TRY_MAX = 6;

let passed = 0;
let failed = 0;
for (const [name, flags] of passes) {
  const first = jest(name, [...flags, ...rest]);
  if (first === undefined) {
    console.error(`The ${name.slice(2)} tests did not finish.`);
    failed += 1;
    continue;
  }
  const broken = first.testResults.filter(({ status }) => status === "failed");
  const again = broken.length > 0 && broken.length <= SECOND_TRY_MAX ? secondTry(name, flags, broken) : undefined;
  passed += first.numPassedTests - (again === undefined ? 0 : passedIn(broken)) + (again?.numPassedTests ?? 0);
  failed += again === undefined ? failures(first) : failures(again);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** What failed is tried once more, alone: these tests share a machine with whatever else runs. It is said which. */
function secondTry(name, flags, broken) {
  const files = broken.map((file) => file.name);
  console.error(`Tried once more, alone: ${files.join(", ")}`);
  return jest(`${name}-again`, [
    ...flags.filter((flag) => !flag.startsWith("--maxWorkers")),
    "--runInBand",
    "--runTestsByPath",
    ...files,
  ]);
}

function passedIn(files) {
  return files.flatMap((file) => file.assertionResults).filter(({ status }) => status === "passed").length;
}

/** A file that does not load fails as a whole: count it, or its tests would vanish unseen. */
function failures(result) {
  return result.numFailedTests + result.numRuntimeErrorTestSuites;
}

/** Runs jest; undefined when it did not finish. */
function jest(name, args) {
  const report = `.cache/jest${name}.json`;
  rmSync(report, { force: true });
  spawnSync(
    process.execPath,
    ["node_modules/jest/bin/jest.js", "--forceExit", "--passWithNoTests", "--json", `--outputFile=${report}`, ...args],
    {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: PASS_TIMEOUT_MS,
      env: {
        ...process.env,
        NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning",
        PATH: `${process.cwd()}/.cache/bin:${process.env.PATH}:/usr/sbin:/sbin`,
      },
    },
  );
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined;
  }
}
