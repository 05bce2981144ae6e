import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";

// kubectl, unmodified, against an ApiServer alone (no controllers run). The file holds commands, each followed by what
// it prints and its exit code if that is not 0. UPDATE_SCENARIO=1 writes down what happens now, to be reviewed.
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "testing", "scenario");
const FILE = join(FOLDER, "scenario.txt");

function commandsOf(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
}

/** What differs from run to run. */
const VARYING: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "UID"],
  [/"?\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s",]*"?/g, "TIME"],
  [/resourceVersion: "\d+"/g, 'resourceVersion: "RV"'],
  [/\b10\.96\.(?!0\.1\b|77\.77\b)\d+\.\d+/g, "ADDRESS"],
  [/(?:https:\/\/)?127\.0\.0\.1:\d+/g, "SERVER"],
  [/:3(?!0080)\d{4}\b/g, ":NODEPORT"],
  [/\/tmp\/[A-Z]+-\d+/g, "/tmp/DIFF"],
  [/(?<=\s)\d+(?:ms|s|m\d+s)(?=\s|$)/gm, "AGE"],
  [/kube-api-access-[a-z0-9]{5}/g, "kube-api-access-RANDOM"],
  [/debugger-[a-z0-9]{5}/g, "debugger-RANDOM"],
  [/ {2,}/g, "  "],
];

function normalise(text: string): string {
  return VARYING.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text).replaceAll(/[ \t]+$/gm, "").trimEnd();
}

let server: TestApiServer;

beforeAll(async () => {
  server = await startTestApiServer(["--authorization-mode", "AlwaysAllow"]);
  cpSync(join(FOLDER, "manifests"), server.folder, { recursive: true });
  await server.ready();
});

afterAll(() => server.stop());

/** Words as a shell would split them; only single quotes are known. */
function words(command: string): string[] {
  return (command.match(/(?:'[^']*'|[^ '])+/g) ?? []).slice(1).map((word) => word.replaceAll("'", ""));
}

test("kubectl prints what it prints against Kubernetes", async () => {
  const text = readFileSync(FILE, "utf8");
  const actual: string[] = [];
  let commands = 0;
  for (const section of text.split(/^(?=# )/m)) {
    const title = /^# [^\n]*\n/.exec(section)?.[0] ?? "";
    actual.push(title.trimEnd());
    for (const command of commandsOf(section)) {
      commands++;
      const { code, stdout, stderr } = await server.kubectl(words(command));
      const output = normalise([stdout, stderr].filter((part) => part !== "").join(""));
      const exit = code === 0 ? "" : `[exit ${code}]`;
      actual.push([`$ ${command}`, output, exit].filter((line) => line !== "").join("\n"));
    }
  }
  const written = `${actual.join("\n\n")}\n`;
  if (process.env["UPDATE_SCENARIO"] === "1") writeFileSync(FILE, written);
  else expect(written).toBe(text);
  expect(commands).toBeGreaterThanOrEqual(150);
}, 300_000);
