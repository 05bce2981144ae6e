import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import type { PodInfo } from "../pod-info.js";

/** The pods, in two parts: those whose eviction would break a budget, each one counting, and the others. */
export function splitByBudgets(
  pods: readonly PodInfo[],
  budgetsIn: (namespace: string) => Iterable<PodDisruptionBudget>,
): { violating: PodInfo[]; others: PodInfo[] } {
  const left = new Map<PodDisruptionBudget, number>();
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const info of pods) {
    let isViolating = false;
    for (const budget of budgetsIn(info.namespace)) {
      if (!isAbout(budget, info)) continue;
      const allowed = (left.get(budget) ?? budget.status?.disruptionsAllowed ?? 0) - 1;
      left.set(budget, allowed);
      if (allowed < 0) isViolating = true;
    }
    (isViolating ? violating : others).push(info);
  }
  return { violating, others };
}

/** A pod whose eviction was granted already does not count twice. An empty selector selects nothing here, as upstream. */
function isAbout({ spec, status }: PodDisruptionBudget, { pod, labels }: PodInfo): boolean {
  const matcher = matcherOf(spec?.selector);
  if (matcher.isEverything || !matcher.matches(labels)) return false;
  return status?.disruptedPods?.[pod.metadata?.name ?? ""] === undefined;
}
