/** Conditions of a status, at most one of each type. Source: apimachinery `api/meta/conditions.go`. */

/** `metav1.Condition`, and the older condition types of Pods, Nodes and so on, which have more fields. */
export interface Condition {
  type: string;
  /** "True", "False" or "Unknown". */
  status: string;
  reason?: string;
  message?: string;
  /** RFC 3339. */
  lastTransitionTime?: string;
  observedGeneration?: number;
}

type Conditions<C extends Condition> = readonly C[] | undefined;

export function findCondition<C extends Condition>(conditions: Conditions<C>, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** An absent condition is not true. */
export function isConditionTrue<C extends Condition>(conditions: Conditions<C>, type: string): boolean {
  return findCondition(conditions, type)?.status === "True";
}

/** An absent condition is not false. */
export function isConditionFalse<C extends Condition>(conditions: Conditions<C>, type: string): boolean {
  return findCondition(conditions, type)?.status === "False";
}

/**
 * The conditions with one set: in its old place, else at the end. The time of transition stays unless the status
 * changes; then it is the given one's, or `now`.
 * @param now RFC 3339.
 */
export function withCondition<C extends Condition>(conditions: Conditions<C>, wanted: C, now: string): C[] {
  const old = findCondition(conditions, wanted.type);
  const time = old?.status === wanted.status ? old.lastTransitionTime : undefined;
  const set = { ...wanted, lastTransitionTime: time ?? wanted.lastTransitionTime ?? now };
  if (old === undefined) return [...(conditions ?? []), set];
  return (conditions ?? []).map((condition) => (condition === old ? set : condition));
}

export function withoutCondition<C extends Condition>(conditions: Conditions<C>, type: string): C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
