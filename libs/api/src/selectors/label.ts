/**
 * Label selectors as text: `app=web,tier in (a,b),!canary,gen>3`. Source: apimachinery `labels/selector.go`; the error
 * texts are upstream's, because clients show them.
 */
import { labelValueProblems, qualifiedNameProblems } from "../names.js";
import { FieldError, joinFieldErrors } from "../validation/field-error.js";
import { FieldPath } from "../validation/field-path.js";
import { type Token, tokenize } from "./label-lexer.js";

export type Labels = Readonly<Record<string, string>>;

export type Operator = "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | "gt" | "lt";

export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  /** Sorted, each once. */
  readonly values: readonly string[];
}

/** The selector cannot be understood. */
export class SelectorError extends Error {
  override readonly name = "SelectorError";
}

/** Objects whose labels meet all requirements. */
export class LabelMatcher {
  /** Sorted by key. */
  readonly requirements: readonly Requirement[];

  constructor(
    requirements: readonly Requirement[],
    private readonly selectsNothing = false,
  ) {
    this.requirements = requirements.toSorted((a, b) => compareText(a.key, b.key));
  }

  matches(labels: Labels | undefined): boolean {
    if (this.selectsNothing) return false;
    const present = labels ?? {};
    return this.requirements.every((requirement) => meets(requirement, present));
  }

  /** True if it has no requirement, and so selects all. */
  get isEverything(): boolean {
    return !this.selectsNothing && this.requirements.length === 0;
  }

  /** The only value that the label can have, for lookups in an index. */
  exactValue(key: string): string | undefined {
    const requirement = this.requirements.find((candidate) => candidate.key === key);
    const exact = requirement !== undefined && ["=", "==", "in"].includes(requirement.operator);
    return exact && requirement.values.length === 1 ? requirement.values[0] : undefined;
  }

  toString(): string {
    return this.requirements.map(formatRequirement).join(",");
  }
}

export const EVERYTHING = new LabelMatcher([]);
export const NOTHING = new LabelMatcher([], true);

const INTEGER = /^[+-]?[0-9]+$/;
const INT64_MAX = 2n ** 63n - 1n;

function parseInteger(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ""));
  return value > INT64_MAX || value < -INT64_MAX - 1n ? undefined : value;
}

function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "=":
    case "==":
    case "in":
      return value !== undefined && values.includes(value);
    case "!=":
    case "notin":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    case "gt":
    case "lt":
      return value !== undefined && isOrdered(operator, value, values[0] ?? "");
  }
}

/** Labels that are no integers are in no order. */
function isOrdered(operator: "gt" | "lt", label: string, bound: string): boolean {
  const left = parseInteger(label);
  const right = parseInteger(bound);
  if (left === undefined || right === undefined) return false;
  return operator === "gt" ? left > right : left < right;
}

function formatRequirement({ key, operator, values }: Requirement): string {
  const list = values.join(",");
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${list})`;
    case "gt":
      return `${key}>${list}`;
    case "lt":
      return `${key}<${list}`;
    default:
      return `${key}${operator}${list}`;
  }
}

/**
 * Builds a requirement after checking it.
 * @throws SelectorError
 */
export function requirement(key: string, operator: Operator, values: readonly string[] = []): Requirement {
  const path = FieldPath.root.child("values");
  const errors = [...keyErrors(key, FieldPath.root.child("key")), ...countErrors(operator, values, path)];
  for (const [index, value] of values.entries()) {
    const problems = labelValueProblems(value);
    if (problems.length > 0) errors.push(FieldError.invalid(path.index(index).key(key), value, problems.join("; ")));
  }
  if (errors.length > 0) throw new SelectorError(joinFieldErrors(errors));
  return { key, operator, values: [...new Set(values)].sort(compareText) };
}

function keyErrors(key: string, path: FieldPath): FieldError[] {
  const problems = qualifiedNameProblems(key);
  return problems.length === 0 ? [] : [FieldError.invalid(path, key, problems.join("; "))];
}

function countErrors(operator: Operator, values: readonly string[], path: FieldPath): FieldError[] {
  const complain = (why: string): FieldError[] => [FieldError.invalid(path, values, why)];
  switch (operator) {
    case "in":
    case "notin":
      return values.length === 0 ? complain("for 'in', 'notin' operators, values set can't be empty") : [];
    case "exists":
    case "!":
      return values.length === 0 ? [] : complain("values set must be empty for exists and does not exist");
    case "gt":
    case "lt":
      return values.length === 1
        ? integerErrors(values, path)
        : complain("for 'Gt', 'Lt' operators, exactly one value is required");
    default:
      return values.length === 1 ? [] : complain("exact-match compatibility requires one single value");
  }
}

function integerErrors(values: readonly string[], path: FieldPath): FieldError[] {
  const why = "for 'Gt', 'Lt' operators, the value must be an integer";
  return values.flatMap((value, index) =>
    parseInteger(value) === undefined ? [FieldError.invalid(path.index(index), value, why)] : [],
  );
}

/** By code units: keys and values are ASCII. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Reads a selector; "" selects everything.
 * @throws SelectorError with upstream's message.
 */
export function parseLabelSelector(text: string): LabelMatcher {
  return text === "" ? EVERYTHING : new LabelMatcher(new Parser(tokenize(text)).parse());
}

/** Selects what has exactly these labels (and maybe more); nothing is checked. */
export function matcherOfLabels(labels: Labels): LabelMatcher {
  return new LabelMatcher(Object.entries(labels).map(([key, value]) => ({ key, operator: "=", values: [value] })));
}

/** Recursive descent over tokens. `in` and `notin` are words of the language only where an operator may stand. */
class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const start = this.peek();
      if (start.kind === "end") return requirements;
      if (start.kind !== "word" && start.kind !== "!") {
        throw new SelectorError(`found '${start.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.parseRequirement());
      const next = this.take();
      if (next.kind === "end") return requirements;
      if (next.kind !== ",") throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
      const after = this.peek();
      if (after.kind !== "word" && after.kind !== "!") {
        throw new SelectorError(`found '${after.text}', expected: identifier after ','`);
      }
    }
  }

  private parseRequirement(): Requirement {
    try {
      const negated = this.peek().kind === "!";
      if (negated) this.take();
      const key = this.parseKey();
      if (negated) return requirement(key, "!");
      if (this.atTermEnd()) return requirement(key, "exists");
      const operator = this.parseOperator();
      const values = operator === "in" || operator === "notin" ? this.parseValues() : this.parseExactValue();
      return requirement(key, operator, values);
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error;
      throw new SelectorError(`unable to parse requirement: ${error.message}`, { cause: error });
    }
  }

  private parseKey(): string {
    const token = this.take();
    if (token.kind !== "word") throw new SelectorError(`found '${token.text}', expected: identifier`);
    const [error] = keyErrors(token.text, FieldPath.root);
    if (error !== undefined) throw new SelectorError(error.toString());
    return token.text;
  }

  private parseOperator(): Operator {
    const token = this.take();
    const operator = OPERATORS.get(token.kind === "word" ? token.text : token.kind);
    if (operator !== undefined) return operator;
    throw new SelectorError(`found '${token.text}', expected: ${OPERATOR_WORDS}`);
  }

  /** A set in parentheses. An empty place stands for the empty text: `(a,)` is `a` or "". */
  private parseValues(): string[] {
    const open = this.take();
    if (open.kind !== "(") throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.kind !== "word" && first.kind !== "," && first.kind !== ")") {
      throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values: string[] = [];
    for (;;) {
      values.push(this.peek().kind === "word" ? this.take().text : "");
      const separator = this.take();
      if (separator.kind === ")") return values;
      if (separator.kind !== ",") throw new SelectorError(`found '${separator.text}', expected: ',' or ')'`);
      const next = this.peek();
      if (next.kind !== "word" && next.kind !== "," && next.kind !== ")") {
        throw new SelectorError(`found '${next.text}', expected: ',', or identifier`);
      }
    }
  }

  private parseExactValue(): string[] {
    if (this.atTermEnd()) return [""];
    const token = this.take();
    if (token.kind !== "word") throw new SelectorError(`found '${token.text}', expected: identifier`);
    return [token.text];
  }

  private atTermEnd(): boolean {
    const { kind } = this.peek();
    return kind === "end" || kind === ",";
  }

  private peek(): Token {
    return this.tokens[this.position] ?? END;
  }

  private take(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }
}

const END: Token = { kind: "end", text: "" };

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["=", "="],
  ["==", "=="],
  ["!=", "!="],
  ["in", "in"],
  ["notin", "notin"],
  [">", "gt"],
  ["<", "lt"],
]);

/** As upstream lists them. */
const OPERATOR_WORDS = "in, notin, =, ==, !=, gt, lt";
