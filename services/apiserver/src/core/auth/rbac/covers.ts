import type { PolicyRule } from "@flotilla/api/types/rbac/v1.js";
import { urlMatches } from "./rule-matching.js";

/**
 * Whether somebody who has some rules has others as well: nobody may grant what they do not have.
 * Source: component-helpers `auth/rbac/validation/policy_comparator.go`.
 */

const ALL = "*";

const hasAll = (values: readonly string[], wanted: readonly string[]): boolean =>
  values.includes(ALL) || wanted.every((value) => values.includes(value));

function resourcesCover(values: readonly string[], wanted: readonly string[]): boolean {
  if (hasAll(values, wanted)) return true;
  return wanted.every((resource) => {
    const slash = resource.indexOf("/");
    return values.includes(resource) || (slash >= 0 && values.includes(`*${resource.slice(slash)}`));
  });
}

function ruleCovers(rule: PolicyRule, wanted: PolicyRule): boolean {
  const [names, wantedNames] = [rule.resourceNames ?? [], wanted.resourceNames ?? []];
  const namesCover =
    names.length === 0 || (wantedNames.length > 0 && wantedNames.every((name) => names.includes(name)));
  return (
    hasAll(rule.verbs, wanted.verbs) &&
    hasAll(rule.apiGroups ?? [], wanted.apiGroups ?? []) &&
    resourcesCover(rule.resources ?? [], wanted.resources ?? []) &&
    (wanted.nonResourceURLs ?? []).every((path) => urlMatches(rule.nonResourceURLs ?? [], path)) &&
    namesCover
  );
}

/** The rule as rules with one verb, group, resource and name each. */
function* breakDown(rule: PolicyRule): Generator<PolicyRule> {
  for (const verb of rule.verbs) {
    for (const path of rule.nonResourceURLs ?? []) yield { verbs: [verb], nonResourceURLs: [path] };
    for (const group of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        const single: PolicyRule = { verbs: [verb], apiGroups: [group], resources: [resource] };
        const names = rule.resourceNames ?? [];
        if (names.length === 0) yield single;
        for (const name of names) yield { ...single, resourceNames: [name] };
      }
    }
  }
}

/** What is wanted and not had, one verb, group, resource and name at a time. */
export function missingRules(had: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  const owned = had.flatMap((rule) => [...breakDown(rule)]);
  return wanted
    .flatMap((rule) => [...breakDown(rule)])
    .filter((single) => !owned.some((rule) => ruleCovers(rule, single)));
}

/** Puts verbs of one resource together again, for a person to read. */
function compact(rules: readonly PolicyRule[]): PolicyRule[] {
  const byResource = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { verbs, ...place } = rule;
    const key = JSON.stringify(place);
    const known = byResource.get(key);
    if (known === undefined || rule.nonResourceURLs !== undefined)
      byResource.set(known === undefined ? key : `${key}${byResource.size}`, { ...rule });
    else known.verbs = [...known.verbs, ...verbs];
  }
  return [...byResource.values()];
}

const quoted = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(" ")}]`;

function ruleText({
  apiGroups = [],
  resources = [],
  nonResourceURLs = [],
  resourceNames = [],
  verbs,
}: PolicyRule): string {
  const parts = Object.entries({
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  });
  return `{${parts
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}:${quoted(values)}`)
    .join(", ")}}`;
}

/** The refusal of somebody who wants to grant too much. */
export function escalationText(
  user: { readonly username: string; readonly groups: readonly string[] },
  missing: readonly PolicyRule[],
  problems: readonly string[],
): string {
  const list = [...new Set(compact(missing).map(ruleText))].sort().join("\n");
  const who = `user ${JSON.stringify(user.username)} (groups=${quoted(user.groups)})`;
  const text = `${who} is attempting to grant RBAC permissions not currently held:\n${list}`;
  return problems.length === 0 ? text : `${text}; resolution errors: [${problems.join(", ")}]`;
}
