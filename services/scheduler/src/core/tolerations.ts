import type { Taint, Toleration } from "@flotilla/api/types/core/v1.js";

/** Source: `Toleration.ToleratesTaint`. An empty effect is every effect; an empty key with Exists is every key. */
export function tolerates(
  { key = "", operator = "", value = "", effect = "" }: Toleration,
  taint: Pick<Taint, "key" | "value" | "effect">,
): boolean {
  if (effect !== "" && effect !== taint.effect) return false;
  if (key !== "" && key !== taint.key) return false;
  if (operator === "Exists") return true;
  if (operator === "Gt" || operator === "Lt") return isNumericMatch(operator, taint.value ?? "", value);
  // An empty key is valid with Exists only.
  return key !== "" && value === (taint.value ?? "");
}

const INTEGER = /^-?(0|[1-9]\d*)$/;

/** KEP-5471: the taint's value is compared with the toleration's. */
function isNumericMatch(operator: "Gt" | "Lt", taintValue: string, bound: string): boolean {
  if (!INTEGER.test(taintValue) || !INTEGER.test(bound)) return false;
  return operator === "Gt" ? BigInt(taintValue) > BigInt(bound) : BigInt(taintValue) < BigInt(bound);
}

export function isTolerated(
  taint: Pick<Taint, "key" | "value" | "effect">,
  tolerations: readonly Toleration[],
): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint));
}

/** The first taint that keeps the pod off the node. */
export function untoleratedTaint(taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | undefined {
  return taints.find((taint) => taint.effect !== "PreferNoSchedule" && !isTolerated(taint, tolerations));
}
