import type { MatchResources } from "@flotilla/api/types/admissionregistration/v1.js";
import type { FieldError } from "../shared/field.js";
import { validateLabelSelector, validateOptionalEnum } from "../shared/validators.js";
import { validateRule } from "./webhooks.js";

/** What a policy or its binding applies to. */
export function defaultMatchResources(match: MatchResources | undefined): void {
  if (match === undefined) return;
  match.matchPolicy ??= "Equivalent";
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  for (const rule of [...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]) rule.scope ??= "*";
}

export function validateMatchResources(at: string, match: MatchResources): FieldError[] {
  return [
    ...validateLabelSelector(`${at}.namespaceSelector`, match.namespaceSelector),
    ...validateLabelSelector(`${at}.objectSelector`, match.objectSelector),
    ...(match.resourceRules ?? []).flatMap((rule, i) => validateRule(`${at}.resourceRules[${i}]`, rule)),
    ...(match.excludeResourceRules ?? []).flatMap((rule, i) => validateRule(`${at}.excludeResourceRules[${i}]`, rule)),
    ...validateOptionalEnum(`${at}.matchPolicy`, match.matchPolicy, ["Equivalent", "Exact"]),
  ];
}
