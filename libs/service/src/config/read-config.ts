import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { BadValue } from "./bad-value.js";
import { closest } from "./closest.js";
import { environmentPrefix, environmentVariable, flagName } from "./names.js";
import type { ConfigOf, Option, Options } from "./option.js";

/** The configuration cannot be used. `problems` are all of them, one clear line each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

export interface ConfigSources {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Values as the user wrote them, by option name; several for an option that repeats. */
type Written = Map<string, { readonly where: string; readonly texts: string[] }>;

/**
 * Reads a program's configuration: flags first, then environment variables, then the file named by `--config`, then the
 * defaults. Throws one `ConfigError` with every mistake found in any of them.
 */
export function readConfig<O extends Options>(program: string, options: O, sources: ConfigSources): ConfigOf<O> {
  const problems: string[] = [];
  const flags = readFlags(options, sources.argv, problems);
  const variables = readEnvironment(program, options, sources.env);
  const file = readFile(configPath(program, sources, flags), options, problems);
  const config: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    config[name] = option.defaultValue;
    // The weakest source first, so that a mistake in any is found and the strongest wins.
    for (const source of [file, variables, flags])
      config[name] = readValue(option, source.get(name), problems) ?? config[name];
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config) as ConfigOf<O>;
}

function readValue(
  option: Option<unknown>,
  written: { where: string; texts: string[] } | undefined,
  problems: string[],
): unknown {
  if (written === undefined) return undefined;
  const text = option.repeats ? written.texts.join(",") : written.texts.at(-1)!;
  try {
    return option.parse(text);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    problems.push(`${written.where}: must be ${error.message}, not "${text}"`);
    return undefined;
  }
}

function readFlags(options: Options, argv: readonly string[], problems: string[]): Written {
  const byFlag = new Map(Object.keys(options).map((name) => [flagName(name), name]));
  byFlag.set("--config", CONFIG_KEY);
  const written: Written = new Map();
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index]!;
    if (!argument.startsWith("--")) {
      problems.push(`unexpected argument "${argument}"`);
      continue;
    }
    const { flag, value } = splitFlag(argument);
    const isNegated =
      !byFlag.has(flag) && flag.startsWith("--no-") && isSwitch(options, byFlag.get(`--${flag.slice("--no-".length)}`));
    const name = byFlag.get(isNegated ? `--${flag.slice("--no-".length)}` : flag);
    if (name === undefined) {
      problems.push(`unknown flag ${flag}${suggestion(flag, byFlag.keys())}`);
      // What follows is most likely its value, and no mistake of its own.
      if (value === undefined && index + 1 < argv.length && !argv[index + 1]!.startsWith("--")) index++;
    } else if (isSwitch(options, name)) {
      add(written, name, flag, isNegated ? "false" : (value ?? "true"));
    } else if (value !== undefined) {
      add(written, name, flag, value);
    } else if (index + 1 < argv.length && !argv[index + 1]!.startsWith("--")) {
      add(written, name, flag, argv[++index]!);
    } else {
      problems.push(`${flag}: needs a value`);
    }
  }
  return written;
}

/** Where the path of the file is kept among the flags; no option can have this name. */
const CONFIG_KEY = "--config";

function splitFlag(argument: string): { flag: string; value: string | undefined } {
  const equals = argument.indexOf("=");
  return equals < 0
    ? { flag: argument, value: undefined }
    : { flag: argument.slice(0, equals), value: argument.slice(equals + 1) };
}

function isSwitch(options: Options, name: string | undefined): boolean {
  return name !== undefined && options[name] !== undefined && options[name].placeholder === undefined;
}

function add(written: Written, name: string, where: string, text: string): void {
  const entry = written.get(name);
  if (entry === undefined) written.set(name, { where, texts: [text] });
  else entry.texts.push(text);
}

function readEnvironment(program: string, options: Options, env: ConfigSources["env"]): Written {
  const written: Written = new Map();
  for (const name of Object.keys(options)) {
    const variable = environmentVariable(program, name);
    const text = env[variable];
    if (text !== undefined) add(written, name, variable, text);
  }
  return written;
}

function configPath(program: string, { env }: ConfigSources, flags: Written): string | undefined {
  return flags.get(CONFIG_KEY)?.texts.at(-1) ?? env[`${environmentPrefix(program)}CONFIG`];
}

function readFile(path: string | undefined, options: Options, problems: string[]): Written {
  const written: Written = new Map();
  if (path === undefined) return written;
  let content: unknown;
  try {
    // JSON is YAML.
    content = parseYaml(readFileSync(path, "utf8"));
  } catch (error) {
    problems.push(`--config ${path}: ${explain(error)}`);
    return written;
  }
  if (content === null) return written;
  if (typeof content !== "object" || Array.isArray(content)) {
    problems.push(`--config ${path}: must hold a mapping of options`);
    return written;
  }
  for (const [name, value] of Object.entries(content)) {
    const where = `${path}: ${name}`;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) problems.push(`${path}: unknown option ${name}${suggestion(name, Object.keys(options))}`);
    else if (Array.isArray(value) && option.repeats) written.set(name, { where, texts: value.map(String) });
    else if (typeof value === "object" && value !== null)
      problems.push(`${where}: must be one value, not a ${Array.isArray(value) ? "list" : "mapping"}`);
    else if (value !== null) add(written, name, where, String(value));
  }
  return written;
}

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "no such file";
  if (code === "EACCES") return "permission denied";
  if (code === "EISDIR") return "is a directory";
  return message.split("\n")[0]!.replace(/:$/, "");
}

function suggestion(name: string, known: Iterable<string>): string {
  const near = closest(name, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
