import { environmentPrefix, flagName } from "./names.js";
import type { Option, Options } from "./option.js";

/** Text is wrapped to this many columns. */
const WIDTH = 100;
const INDENT = " ".repeat(6);

/** What `--help` prints. */
export function helpText(program: string, summary: string, options: Options): string {
  const entries = Object.entries(options).map(([name, option]) =>
    entry(heading(name, option), option.help, option.defaultText),
  );
  return [
    `${program}: ${summary}`,
    "",
    `Usage: ${program} [flags]`,
    "",
    `Each flag is also an environment variable (${flagName("someName")} is ${environmentPrefix(program)}SOME_NAME) and a key of`,
    "the file given with --config (someName). Flags win over variables, variables over the file.",
    "",
    "Flags:",
    ...entries,
    entry("--config PATH", "Reads further settings from this YAML or JSON file.", undefined),
    entry("--version", "Prints the version.", undefined),
    entry("--help", "Prints this text.", undefined),
    "",
  ].join("\n");
}

function heading(name: string, option: Option<unknown>): string {
  return option.placeholder === undefined ? flagName(name) : `${flagName(name)} ${option.placeholder}`;
}

function entry(headingText: string, help: string, defaultText: string | undefined): string {
  const text = defaultText === undefined ? help : `${help} Default: ${defaultText}`;
  return [`  ${headingText}`, ...wrap(text, WIDTH - INDENT.length).map((line) => INDENT + line)].join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
