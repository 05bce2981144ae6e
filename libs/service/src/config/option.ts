import { resolve } from "node:path";
import { BadValue } from "./bad-value.js";
import { formatDuration, parseDuration } from "./duration.js";

/** A setting of a program. `T` is what the program gets. */
export interface Option<T> {
  /** What stands for the value in the help, such as "ADDRESS"; undefined for a switch. */
  readonly placeholder: string | undefined;
  readonly help: string;
  readonly defaultValue: T;
  /** The default as the user would write it; undefined when there is none to show. */
  readonly defaultText: string | undefined;
  /** Whether the option may be given several times, or as a list in a file. */
  readonly repeats: boolean;
  /** Turns what the user wrote into the value. Throws `BadValue`. */
  parse(text: string): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** What the program gets for a table of options. */
export type ConfigOf<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export interface IntegerBounds {
  readonly min?: number;
  readonly max?: number;
  /** Named in the help, such as "bytes". */
  readonly unit?: string;
}

interface Shape<T> {
  readonly placeholder: string | undefined;
  readonly parse: (text: string) => T;
  readonly format?: (value: T) => string;
  readonly repeats?: boolean;
}

/** Options may have no default: then the value is undefined until the user gives one. */
function make<T>(shape: Shape<T>, defaultValue: T | undefined, help: string): Option<T> {
  const format = shape.format ?? String;
  const text = defaultValue === undefined ? "" : format(defaultValue);
  return {
    placeholder: shape.placeholder,
    help,
    defaultValue: defaultValue as T,
    defaultText: text === "" ? undefined : text,
    repeats: shape.repeats ?? false,
    parse: shape.parse,
  };
}

function address(defaultValue: string, help: string): Option<string>;
function address(defaultValue: undefined, help: string): Option<string | undefined>;
function address(defaultValue: string | undefined, help: string): Option<string | undefined> {
  return make({ placeholder: "ADDRESS", parse: parseAddress }, defaultValue, help);
}

function string(defaultValue: string, help: string): Option<string>;
function string(defaultValue: undefined, help: string): Option<string | undefined>;
function string(defaultValue: string | undefined, help: string): Option<string | undefined> {
  return make({ placeholder: "TEXT", parse: (text: string) => text }, defaultValue, help);
}

function integer(defaultValue: number, help: string, bounds?: IntegerBounds): Option<number>;
function integer(defaultValue: undefined, help: string, bounds?: IntegerBounds): Option<number | undefined>;
function integer(
  defaultValue: number | undefined,
  help: string,
  bounds: IntegerBounds = {},
): Option<number | undefined> {
  const placeholder = bounds.unit?.toUpperCase().replaceAll(" ", "_") ?? "NUMBER";
  return make({ placeholder, parse: (text: string) => parseInteger(text, bounds) }, defaultValue, help);
}

function durationMs(defaultValue: number, help: string): Option<number>;
function durationMs(defaultValue: undefined, help: string): Option<number | undefined>;
function durationMs(defaultValue: number | undefined, help: string): Option<number | undefined> {
  return make({ placeholder: "DURATION", parse: parseDuration, format: formatDuration }, defaultValue, help);
}

function path(defaultValue: string, help: string): Option<string>;
function path(defaultValue: undefined, help: string): Option<string | undefined>;
function path(defaultValue: string | undefined, help: string): Option<string | undefined> {
  const option = make({ placeholder: "PATH", parse: parsePath }, defaultValue, help);
  return { ...option, defaultValue: defaultValue === undefined ? undefined : resolve(defaultValue) };
}

function boolean(defaultValue: boolean, help: string): Option<boolean> {
  return make(
    { placeholder: undefined, parse: parseBoolean, format: (value) => (value ? "true" : "") },
    defaultValue,
    help,
  );
}

/** Values with commas between; the option may also be given several times. */
function list(defaultValue: readonly string[], help: string): Option<readonly string[]> {
  return make(
    { placeholder: "TEXT,...", parse: parseList, format: (value: readonly string[]) => value.join(","), repeats: true },
    Object.freeze([...defaultValue]),
    help,
  );
}

function choice<const C extends string>(choices: readonly C[], defaultValue: NoInfer<C>, help: string): Option<C> {
  const parse = (text: string): C => {
    const found = choices.find((one) => one === text);
    if (found === undefined) throw new BadValue(`one of ${choices.join(", ")}`);
    return found;
  };
  return make({ placeholder: choices.join("|"), parse }, defaultValue, help);
}

/** The kinds of options. Each takes its default and its help; the name is the key in the table. */
export const option = { address, string, integer, durationMs, path, boolean, list, choice };

const PORT_MAX = 65_535;

function parseAddress(text: string): string {
  if (text.startsWith("unix:") && text.length > "unix:".length) return text;
  for (const part of text.split(",")) {
    const match = /^(?:\[[0-9a-fA-F:.]+\]|[^:\s[\]]+):(\d{1,5})$/.exec(part.trim());
    if (match === null || Number(match[1]) > PORT_MAX) throw new BadValue(`"host:port" or "unix:/path"`);
  }
  return text;
}

function parseInteger(
  text: string,
  { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, unit }: IntegerBounds,
): number {
  const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < min || value > max) throw new BadValue(describeInteger(min, max, unit));
  return value;
}

function describeInteger(min: number, max: number, unit: string | undefined): string {
  const noun = unit === undefined ? "a whole number" : `a whole number of ${unit}`;
  if (min === Number.MIN_SAFE_INTEGER && max === Number.MAX_SAFE_INTEGER) return noun;
  if (max === Number.MAX_SAFE_INTEGER) return `${noun}, ${min} or more`;
  if (min === Number.MIN_SAFE_INTEGER) return `${noun}, ${max} or less`;
  return `${noun} from ${min} to ${max}`;
}

function parseBoolean(text: string): boolean {
  if (text === "true") return true;
  if (text === "false") return false;
  throw new BadValue("true or false");
}

function parsePath(text: string): string {
  if (text === "") throw new BadValue("a path");
  return resolve(text);
}

function parseList(text: string): readonly string[] {
  return Object.freeze(
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  );
}
