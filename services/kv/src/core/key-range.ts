/**
 * Keys are byte strings held as JavaScript strings with one character (0..255) for each byte: they compare, hash and
 * concatenate as bytes do, and V8 stores them in one byte a character.
 */
export type Key = string;

/** All keys k with start <= k < end; without an end, all keys from `start` on. */
export interface KeyRange {
  readonly start: Key;
  readonly end: Key | undefined;
}

/** Smallest key above `key`. */
function successor(key: Key): Key {
  return `${key}\0`;
}

/** The range that a request's `key` and `range_end` name. Source: etcd, `RangeRequest`. */
export function keyRange(key: Key, rangeEnd: Key): KeyRange {
  if (rangeEnd === "") return { start: key, end: successor(key) };
  if (rangeEnd === "\0") return { start: key, end: undefined };
  return { start: key, end: rangeEnd };
}

export function isSingleKey(range: KeyRange): boolean {
  return range.end !== undefined && range.end.length === range.start.length + 1 && range.end === successor(range.start);
}

export function isEmptyRange(range: KeyRange): boolean {
  return range.end !== undefined && range.end <= range.start;
}

export function contains(range: KeyRange, key: Key): boolean {
  return key >= range.start && (range.end === undefined || key < range.end);
}

/** Whether every key of `inner` is in `outer`. */
export function covers(outer: KeyRange, inner: KeyRange): boolean {
  if (inner.start < outer.start) return false;
  return outer.end === undefined || (inner.end !== undefined && inner.end <= outer.end);
}

export function overlaps(a: KeyRange, b: KeyRange): boolean {
  return (a.end === undefined || b.start < a.end) && (b.end === undefined || a.start < b.end);
}

/** The prefix whose keys are exactly those of the range, or undefined when the range is of another shape. */
export function prefixOf(range: KeyRange): Key | undefined {
  const { start, end } = range;
  if (end === undefined || start === "") return undefined;
  let last = start.length - 1;
  while (last >= 0 && start.charCodeAt(last) === 0xff) last--;
  if (last < 0) return undefined;
  const next = start.slice(0, last) + String.fromCharCode(start.charCodeAt(last) + 1);
  return end === next ? start : undefined;
}
