/**
 * Field selectors: `metadata.name=x,status.phase!=Failed`. All terms have to hold; a field that is absent is "".
 * Source: apimachinery `fields/selector.go`. `\` escapes itself, `,` and `=` in values.
 */
import { SelectorError } from "./label.js";

export interface FieldTerm {
  readonly field: string;
  /** Whether the field has to differ from the value. */
  readonly negated: boolean;
  readonly value: string;
}

/** Objects whose fields meet all terms. */
export class FieldMatcher {
  constructor(readonly terms: readonly FieldTerm[]) {}

  /** @param fieldOf gives the value of a field of the object, "" if it is not set. */
  matches(fieldOf: (field: string) => string): boolean {
    return this.terms.every(({ field, negated, value }) => (fieldOf(field) === value) !== negated);
  }

  get isEverything(): boolean {
    return this.terms.length === 0;
  }

  /** The only value that the field can have: `metadata.name=x` needs no search. */
  exactValue(field: string): string | undefined {
    return this.terms.find((term) => term.field === field && !term.negated)?.value;
  }

  toString(): string {
    return this.terms
      .map(({ field, negated, value }) => `${field}${negated ? "!=" : "="}${escapeValue(value)}`)
      .join(",");
  }
}

export const ALL_FIELDS = new FieldMatcher([]);

/** Renames a term's field or refuses it by throwing; nothing drops the term. */
export type FieldTermConversion = (field: string, value: string) => { field: string; value: string } | undefined;

/**
 * Reads a selector; "" selects everything.
 * @throws SelectorError with upstream's message.
 */
export function parseFieldSelector(text: string, convert?: FieldTermConversion): FieldMatcher {
  const terms = splitTerms(text)
    .sort()
    .filter((term) => term !== "")
    .map((term) => parseTerm(text, term))
    // As upstream: `=` alone says nothing.
    .filter(({ field, value }) => field !== "" || value !== "");
  return new FieldMatcher(convert === undefined ? terms : terms.flatMap((term) => convertTerm(term, convert)));
}

function convertTerm(term: FieldTerm, convert: FieldTermConversion): FieldTerm[] {
  const converted = convert(term.field, term.value);
  return converted === undefined ? [] : [{ ...converted, negated: term.negated }];
}

/** At commas that are not escaped. */
function splitTerms(text: string): string[] {
  return text.match(/(?:\\[\s\S]|[^\\,]|\\$)+/g) ?? [];
}

const TERM = /^([\s\S]*?)(!=|==|=)([\s\S]*)$/;

function parseTerm(selector: string, term: string): FieldTerm {
  const [, field, operator, value] = TERM.exec(term) ?? [];
  if (field === undefined || value === undefined) {
    throw new SelectorError(`invalid selector: '${selector}'; can't understand '${term}'`);
  }
  return { field, negated: operator === "!=", value: unescapeValue(value) };
}

function unescapeValue(text: string): string {
  return text.replaceAll(/\\([\s\S]?)|[,=]/g, (found, escaped: string | undefined) => {
    if (escaped === undefined) {
      throw new SelectorError(`invalid field selector: unescaped character in value: ${found.codePointAt(0)}`);
    }
    if (escaped !== "" && "\\,=".includes(escaped)) return escaped;
    throw new SelectorError(`invalid field selector: invalid escape sequence: ${found}`);
  });
}

function escapeValue(value: string): string {
  return value.replaceAll(/[\\,=]/g, (character) => `\\${character}`);
}
