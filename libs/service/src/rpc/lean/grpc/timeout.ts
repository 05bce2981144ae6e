/** Milliseconds of the units of `grpc-timeout`. Source: gRPC over HTTP/2, "Timeout". */
const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };
const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
/** The protocol has no more digits. */
const DIGITS_MAX = 99_999_999;

/** Milliseconds; undefined if it is not well formed. */
export function parseTimeout(text: string): number | undefined {
  const match = TIMEOUT.exec(text);
  return match === null ? undefined : Number(match[1]) * UNIT_MS[match[2]!]!;
}

export function formatTimeout(timeoutMs: number): string {
  const milliseconds = Math.max(0, Math.ceil(timeoutMs));
  if (milliseconds <= DIGITS_MAX) return `${milliseconds}m`;
  return `${Math.min(DIGITS_MAX, Math.ceil(milliseconds / 1000))}S`;
}
