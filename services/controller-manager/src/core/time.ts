/**
 * Milliseconds since 1970 of a timestamp of the API; undefined for none. The server has checked its form, so that the
 * quick way to read it will do: a ReplicaSet of a thousand pods reads a thousand of them at every change.
 */
export function millisOf(time: string | undefined): number | undefined {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}
