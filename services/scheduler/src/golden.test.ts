import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { runScript, type Script } from "./testing/run-script.js";

const FOLDER = new URL("../testdata/golden/", import.meta.url);
const scripts = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml") && !file.endsWith(".answer.yaml"));

/** UPDATE_GOLDEN=1 writes the answers anew; read the difference. */
test.each(scripts)("%s", (file) => {
  const script = parse(readFileSync(new URL(file, FOLDER), "utf8")) as Script;
  const answer = `# Written by UPDATE_GOLDEN=1.\n${stringify(runScript(script), { lineWidth: 0 })}`;
  const golden = new URL(file.replace(".yaml", ".answer.yaml"), FOLDER);
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, answer);
  expect(answer).toBe(readFileSync(golden, "utf8"));
});
