import { InvalidSubjectError } from "./bus.js";

const ANY_TOKEN = "*";
const ANY_TAIL = ">";
// NATS ends a protocol line at blanks; control characters are refused by servers that check.
// oxlint-disable-next-line eslint/no-control-regex
const FORBIDDEN = /[\s\u0000-\u001f\u007f]/;

/** Whether the pattern matches the subject, by NATS' rules. */
export function matchesSubject(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const tokens = subject.split(".");
  for (const [index, want] of wanted.entries()) {
    if (want === ANY_TAIL) return tokens.length > index;
    if (index >= tokens.length || (want !== ANY_TOKEN && want !== tokens[index])) return false;
  }
  return tokens.length === wanted.length;
}

/** Throws unless it can be published on. */
export function checkSubject(subject: string): void {
  if (!tokensOf(subject).every((token) => token !== ANY_TOKEN && token !== ANY_TAIL))
    throw new InvalidSubjectError(`"${subject}" has a wildcard, so nothing can be published on it`);
}

/** Throws unless it can be subscribed to. */
export function checkPattern(pattern: string): void {
  const tail = tokensOf(pattern).indexOf(ANY_TAIL);
  if (tail >= 0 && tail !== pattern.split(".").length - 1)
    throw new InvalidSubjectError(`"${pattern}" has ">" before its end`);
}

function tokensOf(subject: string): string[] {
  const tokens = subject.split(".");
  if (tokens.some((token) => token === "" || FORBIDDEN.test(token)))
    throw new InvalidSubjectError(`"${subject}" has an empty token or a blank`);
  return tokens;
}
