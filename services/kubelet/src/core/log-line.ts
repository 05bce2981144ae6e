/** One line of a CRI log: "TIME STREAM TAG CONTENT", where tag P means that the line goes on in the next one. */
export interface LogLine {
  /** RFC 3339 with nanoseconds. */
  readonly time: string;
  readonly stream: "stdout" | "stderr";
  readonly partial: boolean;
  readonly content: Uint8Array;
}

const SPACE = 0x20;

/** Reads one line, without its newline. Undefined for a line that is no log line. Source: CRI logging format, KEP-2411. */
export function parseLogLine(line: Uint8Array): LogLine | undefined {
  const first = line.indexOf(SPACE);
  const second = line.indexOf(SPACE, first + 1);
  const third = line.indexOf(SPACE, second + 1);
  if (first < 0 || second < 0 || third < 0) return undefined;
  const stream = ascii(line.subarray(first + 1, second));
  if (stream !== "stdout" && stream !== "stderr") return undefined;
  return {
    time: ascii(line.subarray(0, first)),
    stream,
    partial: ascii(line.subarray(second + 1, third)).startsWith("P"),
    content: line.subarray(third + 1),
  };
}

/** Nanoseconds since 1970 of an RFC 3339 time. */
export function timeNs(time: string): bigint {
  const match = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (match === null) return 0n;
  const [, seconds = "", fraction = "", zone = "Z"] = match;
  return BigInt(Date.parse(`${seconds}${zone}`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0").slice(0, 9));
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
