import type { PolicyRule } from "@flotilla/api/types/rbac/v1.js";

/** Shorthand in which the policy is written down: words separated by spaces, "core" for the core group. */

const words = (text: string): string[] => (text === "" ? [] : text.split(" "));

/** A rule for resources; `names` limits it to objects so named. */
export function rule(verbs: string, groups: string, resources: string, names = ""): PolicyRule {
  const apiGroups = words(groups).map((group) => (group === "core" ? "" : group));
  const base: PolicyRule = { apiGroups, resources: words(resources), verbs: words(verbs) };
  return names === "" ? base : { ...base, resourceNames: words(names) };
}

/** A rule for paths that are no resources. */
export function urls(verbs: string, paths: string): PolicyRule {
  return { nonResourceURLs: words(paths), verbs: words(verbs) };
}

export interface RoleRow {
  readonly name: string;
  /** Namespaced roles only. */
  readonly namespace?: string;
  readonly rules: readonly PolicyRule[];
  /** Takes over the rules of all roles with the label `rbac.authorization.k8s.io/aggregate-to-X`. */
  readonly aggregates?: string;
  /** Gives its rules to the role X. */
  readonly aggregateTo?: string;
}

/** Who gets a role: "user:NAME", "group:NAME" or "serviceaccount:NAMESPACE/NAME". */
export interface BindingRow {
  readonly name: string;
  readonly namespace?: string;
  /** "Role" or "ClusterRole", and its name. */
  readonly role: readonly ["Role" | "ClusterRole", string];
  readonly subjects: readonly string[];
}
