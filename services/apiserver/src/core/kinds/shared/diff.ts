/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Above so many lines the quadratic comparison is not worth its time: the message says less. */
const LINES_MAX = 2000;

/** Go sorts keys and indents by one space. */
function prettyLines(value: unknown): string[] {
  const sorted = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(sorted);
    if (typeof part !== "object" || part === null) return part;
    const entries = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
  };
  return JSON.stringify(sorted(value ?? null), null, 1).split("\n");
}

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** The shortest edit from one list of lines to the other, by longest common subsequence. */
function edit(a: readonly string[], b: readonly string[]): Line[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: " ", text: a[i++] ?? "" });
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push({ sign: "-", text: a[i++] ?? "" });
    else lines.push({ sign: "+", text: b[j++] ?? "" });
  }
  return lines;
}

/** What changed between two JSON values, as a unified diff with its hunks. */
export function unifiedDiff(old: unknown, value: unknown): string {
  const [a, b] = [prettyLines(old), prettyLines(value)];
  if (a.length > LINES_MAX || b.length > LINES_MAX) return "";
  const lines = edit(a, b);
  const isNear = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== " "),
  );
  let [oldLine, newLine] = [1, 1];
  const hunks: string[] = [];
  for (let i = 0; i < lines.length;) {
    const end = isNear.indexOf(!isNear[i], i);
    const part = lines.slice(i, end < 0 ? lines.length : end);
    const oldCount = part.filter(({ sign }) => sign !== "+").length;
    const newCount = part.filter(({ sign }) => sign !== "-").length;
    if (isNear[i]) {
      hunks.push(`@@ -${oldLine},${oldCount} +${newLine},${newCount} @@\n`);
      hunks.push(...part.map(({ sign, text }) => `${sign}${text}\n`));
    }
    oldLine += oldCount;
    newLine += newCount;
    i += part.length;
  }
  return hunks.join("");
}
