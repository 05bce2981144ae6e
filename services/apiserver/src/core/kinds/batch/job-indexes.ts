/** Completion indexes as text: `1,3-5,7`. Ascending, and below the number of completions. */

export interface Interval {
  readonly first: number;
  readonly last: number;
}

type Parsed = { readonly total: number; readonly intervals: readonly Interval[] } | { readonly problem: string };

function parseIndex(text: string, completions: number): number | string {
  if (!/^[+-]?\d+$/.test(text)) return `cannot convert string to integer for index: ${JSON.stringify(text)}`;
  const index = Number(text);
  return index >= completions ? `too large index: ${JSON.stringify(text)}` : index;
}

function parseInterval(text: string, completions: number): Interval | string {
  const parts = text.split("-");
  if (parts.length > 2) {
    const rule = "an index interval can have at most two parts separated by '-'";
    return `the fragment ${JSON.stringify(text)} violates the requirement that ${rule}`;
  }
  const first = parseIndex(parts[0] ?? "", completions);
  if (typeof first === "string") return first;
  if (parts[1] === undefined) return { first, last: first };
  const last = parseIndex(parts[1], completions);
  if (typeof last === "string") return last;
  return first >= last ? `non-increasing order, previous: ${first}, current: ${last}` : { first, last };
}

export function parseIndexes(text: string, completions: number): Parsed {
  const intervals: Interval[] = [];
  for (const part of text === "" ? [] : text.split(",")) {
    const interval = parseInterval(part, completions);
    if (typeof interval === "string") return { problem: interval };
    const previous = intervals.at(-1);
    if (previous !== undefined && previous.last >= interval.first) {
      return { problem: `non-increasing order, previous: ${previous.last}, current: ${interval.first}` };
    }
    intervals.push(interval);
  }
  return { intervals, total: intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0) };
}

/** The first index that is in both, or undefined. Both are ascending. */
export function firstOverlap(a: readonly Interval[], b: readonly Interval[]): number | undefined {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) return undefined;
    if (left.first <= right.last && right.first <= left.last) return Math.max(left.first, right.first);
    if (left.first <= right.first) i++;
    else j++;
  }
  return undefined;
}
