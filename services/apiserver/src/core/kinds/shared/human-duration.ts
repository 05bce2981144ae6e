/**
 * Durations as `kubectl get` shows them: two units at most, fewer the longer it is.
 * Source: apimachinery `util/duration/duration.go`, HumanDuration.
 */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** `value` of a unit and what remains in the next smaller one, left out when 0: `5m`, `5m30s`. */
function twoUnits(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value}${unit}` : `${value}${unit}${rest}${restUnit}`;
}

const whole = (seconds: number, unit: number): number => Math.floor(seconds / unit);

export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return twoUnits(whole(seconds, MINUTE), "m", seconds % MINUTE, "s");
  if (seconds < 3 * HOUR) return `${whole(seconds, MINUTE)}m`;
  if (seconds < 8 * HOUR) return twoUnits(whole(seconds, HOUR), "h", whole(seconds % HOUR, MINUTE), "m");
  if (seconds < 2 * DAY) return `${whole(seconds, HOUR)}h`;
  if (seconds < 8 * DAY) return twoUnits(whole(seconds, DAY), "d", whole(seconds % DAY, HOUR), "h");
  if (seconds < 2 * YEAR) return `${whole(seconds, DAY)}d`;
  if (seconds < 8 * YEAR) return twoUnits(whole(seconds, YEAR), "y", whole(seconds % YEAR, DAY), "d");
  return `${whole(seconds, YEAR)}y`;
}

/** Time since an RFC 3339 moment. */
export function age(timestamp: string | undefined | null, now: number): string {
  return timestamp ? humanDuration(now - Date.parse(timestamp)) : "<unknown>";
}
