import type { Kubectl } from "../kubectl.js";

/** What differs from run to run. */
const VARYING: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "UID"],
  [/"?\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s",]*"?/g, "TIME"],
  [/resourceVersion: "\d+"/g, 'resourceVersion: "RV"'],
  [/\b10\.96\.(?!0\.1\b|77\.77\b)\d+\.\d+/g, "ADDRESS"],
  [/(?:https:\/\/)?(?:127\.0\.0\.1|192\.0\.2\.\d+):\d+/g, "SERVER"],
  [/:3(?!0080)\d{4}\b/g, ":NODEPORT"],
  [/\/tmp\/[A-Z]+-\d+/g, "/tmp/DIFF"],
  [/(?<=\s)\d+(?:ms|s|m\d+s)(?=\s|$)/gm, "AGE"],
  [/kube-api-access-[a-z0-9]{5}/g, "kube-api-access-RANDOM"],
  [/debugger-[a-z0-9]{5}/g, "debugger-RANDOM"],
  [/ {2,}/g, "  "],
];

function normalise(text: string): string {
  return VARYING.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text)
    .replaceAll(/[ \t]+$/gm, "")
    .trimEnd();
}

/** Words as a shell would split them; only single quotes are known. */
function words(command: string): string[] {
  return (command.match(/(?:'[^']*'|[^ '])+/g) ?? []).slice(1).map((word) => word.replaceAll("'", ""));
}

function commandsOf(section: string): string[] {
  return section
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => line.slice(2));
}

/**
 * Runs the commands of a scenario and gives it back with what they print now: sections that begin with "# ", commands
 * that begin with "$ ", each followed by its output and its exit code if that is not 0.
 */
export async function runScenario(
  text: string,
  kubectl: Kubectl,
): Promise<{ readonly text: string; readonly commands: number }> {
  const written: string[] = [];
  let commands = 0;
  for (const section of text.split(/^(?=# )/m)) {
    written.push((/^# [^\n]*/.exec(section)?.[0] ?? "").trimEnd());
    for (const command of commandsOf(section)) {
      commands++;
      const { code, stdout, stderr } = await kubectl(words(command));
      const exit = code === 0 ? "" : `[exit ${code}]`;
      written.push([`$ ${command}`, normalise(stdout + stderr), exit].filter((line) => line !== "").join("\n"));
    }
  }
  return { text: `${written.filter((part) => part !== "").join("\n\n")}\n`, commands };
}
