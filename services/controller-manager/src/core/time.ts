import { parseTime } from "@flotilla/api";

/** Milliseconds since 1970 of a timestamp of the API; undefined for none. */
export function millisOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : parseTime(time);
}
