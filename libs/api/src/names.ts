/**
 * The shapes that names may have, with upstream's words for what is wrong.
 * Each check returns the list of problems; an empty list means that the value is fine.
 * Source: apimachinery `util/validation/validation.go` and `api/validation/generic.go`.
 */
import { utf8Length } from "./validation/utf8-length.js";

/** Problems of a value, in words; empty when there are none. */
export type Problems = string[];

/** Checks an object's name. With `prefix` the value is a `generateName`, to which a suffix will be added. */
export type NameCheck = (name: string, prefix: boolean) => Problems;

/** Bytes, as upstream counts; the patterns allow only ASCII anyway. */
const LABEL_LENGTH_MAX = 63;
const SUBDOMAIN_LENGTH_MAX = 253;
const PORT_NAME_LENGTH_MAX = 15;
const PORT_MAX = 65_535;
const ID_MAX = 2 ** 31 - 1;

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
const WILDCARD_SUBDOMAIN = `\\*\\.${SUBDOMAIN}`;
const QUALIFIED_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_VALUE = `(${QUALIFIED_NAME})?`;
const C_IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
const ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*";
const CONFIG_KEY = "[-._a-zA-Z0-9]+";
const PERCENT = "[0-9]+%";
const HEADER_NAME = "[-A-Za-z0-9]+";

const CHARACTERS_OF_LABEL = "must consist of lower case alphanumeric characters or '-'";
const ALPHANUMERIC_ENDS = "must start and end with an alphanumeric character";
const LABEL_RULE = `a lowercase RFC 1123 label ${CHARACTERS_OF_LABEL}, and ${ALPHANUMERIC_ENDS}`;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
  `and ${ALPHANUMERIC_ENDS}`;
const LABEL_1035_RULE =
  `a DNS-1035 label ${CHARACTERS_OF_LABEL}, start with an alphabetic character, ` +
  "and end with an alphanumeric character";
const WILDCARD_RULE =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of " +
  "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
const QUALIFIED_NAME_RULE = `must consist of alphanumeric characters, '-', '_' or '.', and ${ALPHANUMERIC_ENDS}`;
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
  `and ${ALPHANUMERIC_ENDS}`;
const C_IDENTIFIER_RULE =
  "a valid C identifier must start with alphabetic character or '_', " +
  "followed by a string of alphanumeric characters or '_'";
const ENV_NAME_RULE =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', " +
  "and must not start with a digit";
const RELAXED_ENV_NAME_RULE =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";
const CONFIG_KEY_RULE = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
const PERCENT_RULE = "a valid percent string must be a numeric string followed by an ending '%'";
const HEADER_NAME_RULE = "a valid HTTP header must consist of alphanumeric characters or '-'";

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const LABEL_PATTERN = whole(LABEL);
const SUBDOMAIN_PATTERN = whole(SUBDOMAIN);
const LABEL_1035_PATTERN = whole(LABEL_1035);
const WILDCARD_SUBDOMAIN_PATTERN = whole(WILDCARD_SUBDOMAIN);
const QUALIFIED_NAME_PATTERN = whole(QUALIFIED_NAME);
const LABEL_VALUE_PATTERN = whole(LABEL_VALUE);
const C_IDENTIFIER_PATTERN = whole(C_IDENTIFIER);
const ENV_NAME_PATTERN = whole(ENV_NAME);
const CONFIG_KEY_PATTERN = whole(CONFIG_KEY);
const PERCENT_PATTERN = whole(PERCENT);
const HEADER_NAME_PATTERN = whole(HEADER_NAME);
const PRINTABLE_ASCII_WITHOUT_EQUALS = /^[ -<>-~]*$/;

export function maxLengthProblem(length: number): string {
  return `must be no more than ${length} characters`;
}

export function rangeProblem(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** Names the rule, examples that keep it, and the pattern. */
export function patternProblem(rule: string, pattern: string, ...examples: string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${pattern}')`;
  const quoted = examples.map((example) => `'${example}', `).join(" or ");
  return `${rule} (e.g. ${quoted}regex used for validation is '${pattern}')`;
}

function tooLongProblems(value: string, max: number): Problems {
  return utf8Length(value) > max ? [maxLengthProblem(max)] : [];
}

/** One part of a host name: names of Services, Namespaces, containers. */
export function dns1123LabelProblems(value: string): Problems {
  const problems = tooLongProblems(value, LABEL_LENGTH_MAX);
  if (LABEL_PATTERN.test(value)) return problems;
  if (SUBDOMAIN_PATTERN.test(value)) return [...problems, "must not contain dots"];
  return [...problems, patternProblem(LABEL_RULE, LABEL, "my-name", "123-abc")];
}

/** Labels joined by dots: names of most objects. */
export function dns1123SubdomainProblems(value: string): Problems {
  const problems = tooLongProblems(value, SUBDOMAIN_LENGTH_MAX);
  if (SUBDOMAIN_PATTERN.test(value)) return problems;
  return [...problems, patternProblem(SUBDOMAIN_RULE, SUBDOMAIN, "example.com")];
}

/** As a DNS-1123 label, and not starting with a digit: names of Services. */
export function dns1035LabelProblems(value: string): Problems {
  const problems = tooLongProblems(value, LABEL_LENGTH_MAX);
  if (LABEL_1035_PATTERN.test(value)) return problems;
  return [...problems, patternProblem(LABEL_1035_RULE, LABEL_1035, "my-name", "abc-123")];
}

/** `*.` and a subdomain: hosts of an Ingress. */
export function wildcardSubdomainProblems(value: string): Problems {
  const problems = tooLongProblems(value, SUBDOMAIN_LENGTH_MAX);
  if (WILDCARD_SUBDOMAIN_PATTERN.test(value)) return problems;
  return [...problems, patternProblem(WILDCARD_RULE, WILDCARD_SUBDOMAIN, "*.example.com")];
}

/** `name` or `prefix/name`: keys of labels, annotations, taints, extended resources, finalizers. */
export function qualifiedNameProblems(value: string): Problems {
  const rule = patternProblem(QUALIFIED_NAME_RULE, QUALIFIED_NAME, "MyName", "my.name", "123-abc");
  const parts = value.split("/");
  if (parts.length > 2) {
    return [`a qualified name ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const problems: Problems = [];
  const name = parts.at(-1) ?? "";
  if (parts.length === 2) problems.push(...prefixPartProblems(parts[0] ?? ""));
  if (name === "") problems.push("name part must be non-empty");
  problems.push(...tooLongProblems(name, LABEL_LENGTH_MAX).map((problem) => `name part ${problem}`));
  if (!QUALIFIED_NAME_PATTERN.test(name)) problems.push(`name part ${rule}`);
  return problems;
}

function prefixPartProblems(prefix: string): Problems {
  if (prefix === "") return ["prefix part must be non-empty"];
  return dns1123SubdomainProblems(prefix).map((problem) => `prefix part ${problem}`);
}

export function labelValueProblems(value: string): Problems {
  const problems = tooLongProblems(value, LABEL_LENGTH_MAX);
  if (LABEL_VALUE_PATTERN.test(value)) return problems;
  return [...problems, patternProblem(LABEL_VALUE_RULE, LABEL_VALUE, "MyValue", "my_value", "12345")];
}

export function cIdentifierProblems(value: string): Problems {
  if (C_IDENTIFIER_PATTERN.test(value)) return [];
  return [patternProblem(C_IDENTIFIER_RULE, C_IDENTIFIER, "my_name", "MY_NAME", "MyName")];
}

/** Names of environment variables made from keys of ConfigMaps and Secrets. */
export function envNameProblems(value: string): Problems {
  const pattern = ENV_NAME_PATTERN.test(value)
    ? []
    : [patternProblem(ENV_NAME_RULE, ENV_NAME, "my.env-name", "MY_ENV.NAME", "MyEnvName1")];
  return [...pattern, ...parentFolderProblems(value)];
}

/** Names of environment variables in a Pod since RelaxedEnvironmentVariableValidation (on by default from 1.32). */
export function relaxedEnvNameProblems(value: string): Problems {
  const problems = value === "" ? ["environment variable name must be non-empty"] : [];
  return PRINTABLE_ASCII_WITHOUT_EQUALS.test(value) ? problems : [...problems, RELAXED_ENV_NAME_RULE];
}

/** Keys of ConfigMaps and Secrets; they become file names. */
export function configKeyProblems(value: string): Problems {
  const pattern = CONFIG_KEY_PATTERN.test(value)
    ? []
    : [patternProblem(CONFIG_KEY_RULE, CONFIG_KEY, "key.name", "KEY_NAME", "key-name")];
  return [...tooLongProblems(value, SUBDOMAIN_LENGTH_MAX), ...pattern, ...parentFolderProblems(value)];
}

function parentFolderProblems(value: string): Problems {
  if (value === ".") return ["must not be '.'"];
  if (value === "..") return ["must not be '..'"];
  return value.startsWith("..") ? ["must not start with '..'"] : [];
}

export function portProblems(port: number): Problems {
  return inRangeProblems(port, 1, PORT_MAX);
}

export function inRangeProblems(value: number, low: number, high: number): Problems {
  return value >= low && value <= high ? [] : [rangeProblem(low, high)];
}

/** User and group ids of a process. */
export function userIdProblems(id: number): Problems {
  return inRangeProblems(id, 0, ID_MAX);
}

/** Names of ports (IANA service names). */
export function portNameProblems(name: string): Problems {
  const problems = tooLongProblems(name, PORT_NAME_LENGTH_MAX);
  if (!/^[-a-z0-9]+$/.test(name)) {
    problems.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(name)) problems.push("must contain at least one letter (a-z)");
  if (name.includes("--")) problems.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-")) problems.push("must not begin or end with a hyphen");
  return problems;
}

export function percentProblems(value: string): Problems {
  return PERCENT_PATTERN.test(value) ? [] : [patternProblem(PERCENT_RULE, PERCENT, "1%", "93%")];
}

export function headerNameProblems(value: string): Problems {
  return HEADER_NAME_PATTERN.test(value) ? [] : [patternProblem(HEADER_NAME_RULE, HEADER_NAME, "X-Header-Name")];
}

/** A prefix may end in a dash, because something follows it. */
function withoutTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}

/** Name rule of most kinds. */
export const subdomainName: NameCheck = (name, prefix) =>
  dns1123SubdomainProblems(prefix ? withoutTrailingDash(name) : name);

/** Name rule of Namespaces and kinds that become host names. */
export const labelName: NameCheck = (name, prefix) => dns1123LabelProblems(prefix ? withoutTrailingDash(name) : name);

/** Name rule of Services. */
export const label1035Name: NameCheck = (name, prefix) =>
  dns1035LabelProblems(prefix ? withoutTrailingDash(name) : name);

/** Name rule of kinds whose names only have to fit into a path: RBAC. Source: `api/validation/path/name.go`. */
export const pathSegmentName: NameCheck = (name, prefix) => {
  if (!prefix && (name === "." || name === "..")) return [`may not be '${name}'`];
  return ["/", "%"].filter((illegal) => name.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
};

/** No vowels and no digits that look like them, so that a suffix spells no word. */
const SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;

/** The base is cut, so that the whole keeps to 63. Source: apiserver `storage/names/generate.go`. */
const GENERATED_BASE_LENGTH_MAX = LABEL_LENGTH_MAX - SUFFIX_LENGTH;

/** Where random numbers come from; the services' `Rng` is one. */
export interface RandomSource {
  /** A number in [0, 1). */
  next(): number;
}

/** Characters as in generated names: `x8k2p`. */
export function randomSuffix(random: RandomSource, length = SUFFIX_LENGTH): string {
  const pick = (): string => SUFFIX_ALPHABET.charAt(Math.floor(random.next() * SUFFIX_ALPHABET.length));
  return Array.from({ length }, pick).join("");
}

/** A name from `generateName`. Not guaranteed to be free: on collision ask again. */
export function generateName(base: string, random: RandomSource): string {
  return base.slice(0, GENERATED_BASE_LENGTH_MAX) + randomSuffix(random);
}
