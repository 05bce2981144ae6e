/** The API's Time: RFC 3339 in UTC with whole seconds. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since 1970 of a timestamp of the API; undefined for none. */
export function millisOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
