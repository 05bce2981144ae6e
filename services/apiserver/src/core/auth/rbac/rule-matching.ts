import type { PolicyRule } from "@flotilla/api/types/rbac/v1.js";
import type { RequestAttributes } from "../../request.js";

/** Whether one rule covers one request. Source: kubernetes `pkg/apis/rbac/v1/evaluation_helpers.go`. */

const ALL = "*";

const includesOrAll = (values: readonly string[] | undefined, value: string): boolean =>
  (values ?? []).some((candidate) => candidate === ALL || candidate === value);

function resourceMatches(resources: readonly string[], resource: string, subresource: string): boolean {
  const combined = subresource === "" ? resource : `${resource}/${subresource}`;
  return resources.some(
    (candidate) =>
      candidate === ALL || candidate === combined || (subresource !== "" && candidate === `*/${subresource}`),
  );
}

/** `/healthz/*` covers all that begins with `/healthz/`. */
export function urlMatches(patterns: readonly string[], path: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === ALL || pattern === path || (pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1))),
  );
}

export function ruleAllows(rule: PolicyRule, attributes: RequestAttributes): boolean {
  if (!includesOrAll(rule.verbs, attributes.verb)) return false;
  if (attributes.nonResourcePath !== undefined)
    return urlMatches(rule.nonResourceURLs ?? [], attributes.nonResourcePath);
  const names = rule.resourceNames ?? [];
  return (
    includesOrAll(rule.apiGroups, attributes.group) &&
    resourceMatches(rule.resources ?? [], attributes.resource, attributes.subresource) &&
    (names.length === 0 || names.includes(attributes.name))
  );
}
