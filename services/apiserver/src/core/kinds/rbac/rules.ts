import type { PolicyRule, RoleRef, Subject } from "@flotilla/api/types/rbac/v1.js";
import { pathSegmentName, subdomainName } from "@flotilla/api/names.js";
import { invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";

/** What roles and bindings have in common. Source: kubernetes `pkg/apis/rbac/validation/validation.go`. */

export const RBAC_GROUP = "rbac.authorization.k8s.io";

export function validateRules(rules: readonly PolicyRule[], isNamespaced: boolean): FieldError[] {
  return rules.flatMap((rule, i) => validateRule(`rules[${i}]`, rule, isNamespaced));
}

function validateRule(at: string, rule: PolicyRule, isNamespaced: boolean): FieldError[] {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs: urls = [] } = rule;
  const errors = verbs.length === 0 ? [required(`${at}.verbs`, "verbs must contain at least one value")] : [];
  if (urls.length > 0) {
    const place = `${at}.nonResourceURLs`;
    if (isNamespaced) errors.push(invalid(place, urls, "namespaced rules cannot apply to non-resource URLs"));
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      errors.push(invalid(place, urls, "rules cannot apply to both regular resources and non-resource URLs"));
    }
    return errors;
  }
  if (apiGroups.length === 0)
    errors.push(required(`${at}.apiGroups`, "resource rules must supply at least one api group"));
  if (resources.length === 0)
    errors.push(required(`${at}.resources`, "resource rules must supply at least one resource"));
  return errors;
}

export function defaultBinding(binding: { roleRef?: RoleRef; subjects?: Subject[] }): void {
  if (binding.roleRef !== undefined) binding.roleRef.apiGroup ||= RBAC_GROUP;
  for (const subject of binding.subjects ?? []) {
    if (subject.apiGroup === undefined || subject.apiGroup === "") {
      if (subject.kind === "User" || subject.kind === "Group") subject.apiGroup = RBAC_GROUP;
    }
  }
}

export function validateBinding(
  { roleRef, subjects = [] }: { roleRef?: RoleRef; subjects?: readonly Subject[] },
  kinds: readonly string[],
): FieldError[] {
  const { apiGroup = "", kind = "", name = "" } = roleRef ?? {};
  const errors = apiGroup === RBAC_GROUP ? [] : [notSupported("roleRef.apiGroup", apiGroup, [RBAC_GROUP])];
  if (!kinds.includes(kind)) errors.push(notSupported("roleRef.kind", kind, kinds));
  if (name === "") errors.push(required("roleRef.name", ""));
  else errors.push(...problems("roleRef.name", name, pathSegmentName(name, false)));
  return [
    ...errors,
    ...subjects.flatMap((subject, i) => validateSubject(`subjects[${i}]`, subject, kinds.includes("Role"))),
  ];
}

function validateSubject(at: string, subject: Subject, isNamespaced: boolean): FieldError[] {
  const { kind = "", apiGroup = "", name = "", namespace = "" } = subject;
  const errors = name === "" ? [required(`${at}.name`, "")] : [];
  if (kind === "ServiceAccount") {
    if (name !== "") errors.push(...problems(`${at}.name`, name, subdomainName(name, false)));
    if (apiGroup !== "") errors.push(notSupported(`${at}.apiGroup`, apiGroup, [""]));
    if (!isNamespaced && namespace === "") errors.push(required(`${at}.namespace`, ""));
  } else if (kind === "User" || kind === "Group") {
    if (apiGroup !== RBAC_GROUP) errors.push(notSupported(`${at}.apiGroup`, apiGroup, [RBAC_GROUP]));
  } else errors.push(notSupported(`${at}.kind`, kind, ["ServiceAccount", "User", "Group"]));
  return errors;
}

/** A binding that changed its role would give the subjects something that nobody checked. */
export function validateRoleRefKept(roleRef: RoleRef | undefined, old: RoleRef | undefined): FieldError[] {
  return semanticEqual(roleRef, old) ? [] : [invalid("roleRef", roleRef ?? null, "cannot change roleRef")];
}

/** Cells of the wide table: users, groups, service accounts. */
export function subjectCells(subjects: readonly Subject[] = []): string[] {
  const named = (kind: string, text: (subject: Subject) => string): string =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(text)
      .join(", ");
  return [
    named("User", ({ name }) => name ?? ""),
    named("Group", ({ name }) => name ?? ""),
    named("ServiceAccount", ({ name, namespace }) => `${namespace ?? ""}/${name ?? ""}`),
  ];
}
