/** What a piece of a selector is: a word, punctuation, or the end. */
export type TokenKind = "word" | "end" | ")" | "," | "!" | "==" | "=" | ">" | "<" | "!=" | "(";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const SYMBOLS: readonly TokenKind[] = ["==", "!=", ")", ",", "!", "=", ">", "<", "("];
const SPACE = /[ \t\r\n]*/y;
const WORD = /[^=!(),>< \t\r\n\0]+/y;

/** Splits the text of a label selector. The last token is always "end". */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = skip(SPACE, text, 0);
  while (position < text.length) {
    const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, position));
    const end = symbol === undefined ? skip(WORD, text, position) : position + symbol.length;
    if (end === position) break;
    tokens.push({ kind: symbol ?? "word", text: text.slice(position, end) });
    position = skip(SPACE, text, end);
  }
  return [...tokens, { kind: "end", text: "" }];
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
