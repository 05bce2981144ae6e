/** A number, or a text that is usually a percentage: `maxSurge: 25%`. Source: apimachinery `util/intstr/intstr.go`. */
export type IntOrString = number | string;

const PERCENTAGE = /^([+-]?[0-9]+)%$/;

/** Neither a whole number nor a percentage. */
export class IntOrStringError extends Error {
  override readonly name = "IntOrStringError";
}

export function isPercentage(value: IntOrString): boolean {
  return typeof value === "string" && PERCENTAGE.test(value);
}

/**
 * The number, or that percentage of `total`, rounded to a whole number.
 * @param round "up" for what may be unavailable at least, "down" for what must stay.
 * @throws IntOrStringError for a text that is no percentage.
 */
export function scaledValue(value: IntOrString, total: number, round: "up" | "down"): number {
  if (typeof value === "number") return value;
  const percent = PERCENTAGE.exec(value)?.[1];
  if (percent === undefined) throw new IntOrStringError(`invalid value for IntOrString: ${problemOf(value)}`);
  const scaled = (Number(percent) * total) / 100;
  return round === "up" ? Math.ceil(scaled) : Math.floor(scaled);
}

function problemOf(value: string): string {
  if (!value.endsWith("%")) return "invalid type: string is not a percentage";
  const digits = JSON.stringify(value.slice(0, -1));
  return `invalid value ${JSON.stringify(value)}: strconv.Atoi: parsing ${digits}: invalid syntax`;
}
