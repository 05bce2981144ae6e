const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** What one pass over JSON text finds without understanding it. */
export interface JsonScan {
  /** Members of all objects, those given twice counted twice. */
  readonly memberCount: number;
  readonly maxDepth: number;
}

/** Reads valid JSON text faster than a parser could; what it says about invalid text means nothing. */
export function scanJson(text: string): JsonScan {
  let memberCount = 0;
  let depth = 0;
  let maxDepth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === colon) memberCount++;
    else if (code === openBrace || code === openBracket) maxDepth = Math.max(maxDepth, ++depth);
    else if (code === closeBrace || code === closeBracket) depth--;
  }
  return { memberCount, maxDepth };
}

/** The index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Members of all objects within a parsed value: fewer than the text's when a member is given twice. */
export function countMembers(value: unknown): number {
  let count = 0;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== "object" || next === null) continue;
    const children: unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) count += children.length;
    for (const child of children) if (typeof child === "object" && child !== null) pending.push(child);
  }
  return count;
}
