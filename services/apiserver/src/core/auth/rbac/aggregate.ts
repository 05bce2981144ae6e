import { selectorMatches } from "@flotilla/api/selectors/label-selector.js";
import type { ClusterRole, PolicyRule } from "@flotilla/api/types/rbac/v1.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";

/** The rules that an aggregating role takes over from others, each once, in the order of the others' names. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const chosen = all
      .filter(({ metadata }) => metadata?.name !== role.metadata?.name && selectorMatches(selector, metadata?.labels))
      .sort((a, b) => ((a.metadata?.name ?? "") < (b.metadata?.name ?? "") ? -1 : 1));
    for (const rule of chosen.flatMap((other) => other.rules ?? [])) {
      if (!rules.some((known) => semanticEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
