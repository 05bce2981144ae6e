import { timestamp } from "./time.js";

/** What conditions of all kinds have in common. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/**
 * Replaces the condition of that type. The transition time moves only when the status changes; without any change the
 * list is returned as it is.
 */
export function withCondition<C extends Condition>(conditions: readonly C[] | undefined, condition: C, now: number): C[] {
  const current = conditions?.find(({ type }) => type === condition.type);
  if (current && current.status === condition.status && current.reason === condition.reason && current.message === condition.message) {
    return [...(conditions ?? [])];
  }
  const lastTransitionTime = current?.status === condition.status && current.lastTransitionTime ? current.lastTransitionTime : timestamp(now);
  const next = { ...condition, lastTransitionTime };
  return current ? (conditions ?? []).map((other) => (other === current ? next : other)) : [...(conditions ?? []), next];
}

export function withoutCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}

export function conditionOf<C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}
