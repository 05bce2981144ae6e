/** Seconds and nanoseconds since 1970, as protobuf has times. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const nanosDigits = 9;
const microsDigits = 6;

/** Parses RFC 3339 as Go does; undefined when it is something else. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 60 + offsetMinutes) * 60 * (match[8] === "-" ? -1 : 1);
  return {
    seconds: midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset,
    nanos: Number((match[7] ?? "").slice(0, nanosDigits).padEnd(nanosDigits, "0")),
  };
}

/** Go's zero time, which JSON shows as null: the year 1. */
export const zeroTimeSeconds = -62_135_596_800;

/** The JSON form of `Time`: whole seconds, UTC. */
export function formatTime({ seconds }: Timestamp): string {
  return `${dateTime(seconds)}Z`;
}

/** The JSON form of `MicroTime`: six digits, UTC. */
export function formatMicroTime({ seconds, nanos }: Timestamp): string {
  return `${dateTime(seconds)}.${String(nanos).padStart(nanosDigits, "0").slice(0, microsDigits)}Z`;
}

function dateTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new RangeError(`no calendar has the second ${seconds}`);
  return date.toISOString().slice(0, -".000Z".length);
}
