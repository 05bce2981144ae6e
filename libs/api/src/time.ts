/**
 * Times in their JSON form: `Time` has seconds (`2024-05-01T10:00:00Z`), `MicroTime` always six digits more.
 * Source: apimachinery `meta/v1/{time,micro_time}.go`. Both are written in UTC.
 */

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:[.,](\d+))?([Zz]|[+-]\d{2}:\d{2})$/;
const MICROS_PER_MILLI = 1000;
const MICROS_DIGITS = 6;

/** The text is no RFC 3339 time. */
export class TimeError extends Error {
  override readonly name = "TimeError";
}

/**
 * Microseconds since 1970; finer digits are cut off. Exact until the year 2255.
 * @throws TimeError
 */
export function parseMicroTime(text: string): number {
  const [, date, clock, fraction = "", zone] = RFC3339.exec(text) ?? [];
  const seconds = date === undefined ? Number.NaN : Date.parse(`${date}T${clock}${(zone ?? "").toUpperCase()}`);
  if (Number.isNaN(seconds) || !isRealDate(date ?? "")) {
    throw new TimeError(`parsing time ${JSON.stringify(text)}: not an RFC 3339 time`);
  }
  const micros = Number(fraction.slice(0, MICROS_DIGITS).padEnd(MICROS_DIGITS, "0"));
  return seconds * MICROS_PER_MILLI + micros;
}

/** `Date.parse` accepts the 31st of February; Go does not. */
function isRealDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/**
 * Milliseconds since 1970.
 * @throws TimeError
 */
export function parseTime(text: string): number {
  return Math.floor(parseMicroTime(text) / MICROS_PER_MILLI);
}

/** A `Time`: whole seconds, what is finer is cut off. */
export function formatTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, "2006-01-02T15:04:05".length)}Z`;
}

/** A `MicroTime`. */
export function formatMicroTime(epochMicros: number): string {
  const millis = Math.floor(epochMicros / MICROS_PER_MILLI);
  const rest = String(epochMicros - millis * MICROS_PER_MILLI).padStart(3, "0");
  return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`;
}

/** What the server stores for a `Time` that a client wrote, in whatever zone and precision. */
export function canonicalTime(text: string): string {
  return formatTime(parseTime(text));
}

/** As `canonicalTime`, for a `MicroTime`. */
export function canonicalMicroTime(text: string): string {
  return formatMicroTime(parseMicroTime(text));
}
