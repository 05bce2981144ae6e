/** Durations as Go writes them: `1m30s`, `1.5h`, `100ms`. Source: Go `time.ParseDuration`, `time.Duration.String`. */

const NANOS_PER_UNIT: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

const NANOS_PER_MILLI = 1_000_000n;
const SECOND = 1_000_000_000n;
const NANOS_MAX = 2n ** 63n - 1n;

const TERM = /([0-9]*)(?:\.([0-9]*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;

/** The text is no duration. */
export class DurationError extends Error {
  override readonly name = "DurationError";
}

/**
 * Nanoseconds.
 * @throws DurationError
 */
export function parseDuration(text: string): bigint {
  const invalid = new DurationError(`time: invalid duration ${JSON.stringify(text)}`);
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "0") return 0n;
  if (unsigned === "") throw invalid;
  let total = 0n;
  let position = 0;
  while (position < unsigned.length) {
    TERM.lastIndex = position;
    const [term, whole = "", fraction = "", unit = ""] = TERM.exec(unsigned) ?? [""];
    if (whole === "" && fraction === "") throw invalid;
    const nanos = NANOS_PER_UNIT.get(unit) ?? 0n;
    total += BigInt(`0${whole}`) * nanos + (BigInt(`0${fraction}`) * nanos) / 10n ** BigInt(fraction.length);
    position += term.length;
  }
  if (total > NANOS_MAX) throw invalid;
  return text.startsWith("-") ? -total : total;
}

/**
 * Milliseconds, with what is finer as a fraction.
 * @throws DurationError
 */
export function parseDurationMs(text: string): number {
  return Number(parseDuration(text)) / Number(NANOS_PER_MILLI);
}

/** Go's form: the largest units first, zero hours and minutes left out in front, `0s` for nothing. */
export function formatDuration(nanos: bigint): string {
  if (nanos < 0n) return `-${formatDuration(-nanos)}`;
  if (nanos === 0n) return "0s";
  if (nanos < 1_000n) return `${nanos}ns`;
  if (nanos < NANOS_PER_MILLI) return `${decimal(nanos, 1_000n)}\u00b5s`;
  if (nanos < SECOND) return `${decimal(nanos, NANOS_PER_MILLI)}ms`;
  const minutes = nanos / (60n * SECOND);
  const seconds = `${decimal(nanos % (60n * SECOND), SECOND)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

export function formatDurationMs(milliseconds: number): string {
  return formatDuration(BigInt(Math.round(milliseconds * Number(NANOS_PER_MILLI))));
}

/** A quotient without trailing zeros; the unit is a power of ten. */
function decimal(nanos: bigint, unit: bigint): string {
  const digits = unit.toString().length - 1;
  const fraction = (nanos % unit).toString().padStart(digits, "0").replace(/0+$/, "");
  return fraction === "" ? `${nanos / unit}` : `${nanos / unit}.${fraction}`;
}
