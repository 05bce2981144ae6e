import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from "@flotilla/api/types/rbac/v1.js";
import type { ObjectReader, UserInfo } from "../../request.js";

const GROUP = "rbac.authorization.k8s.io";

/** Rules that a user has, and the binding by which. */
export interface GrantedRules {
  /** In the words of the reason that a request is allowed for. */
  readonly source: string;
  readonly rules: readonly PolicyRule[];
}

/** A binding whose role is not there. */
export interface BrokenBinding {
  readonly problem: string;
}

const ACCOUNT_PREFIX = "system:serviceaccount:";

export const serviceAccountUsername = (namespace: string, name: string): string =>
  `${ACCOUNT_PREFIX}${namespace}:${name}`;

export function subjectMatches({ kind, name, namespace }: Subject, user: UserInfo, bindingNamespace: string): boolean {
  switch (kind) {
    case "User":
      return user.username === name;
    case "Group":
      return user.groups.includes(name ?? "");
    case "ServiceAccount": {
      // Most bindings are for accounts, and each request looks at all: no text is built for those who are none.
      if (!user.username.startsWith(ACCOUNT_PREFIX) || !user.username.endsWith(name ?? "")) return false;
      const home = namespace || bindingNamespace;
      return home !== "" && user.username === serviceAccountUsername(home, name ?? "");
    }
    default:
      return false;
  }
}

function describe({ kind, name, namespace }: Subject): string {
  return kind === "ServiceAccount" ? `ServiceAccount "${name}/${namespace ?? ""}"` : `${kind} ${JSON.stringify(name)}`;
}

/** The rules of the role that a binding refers to; undefined when there is none. */
export async function rulesOfRole(
  reader: ObjectReader,
  { kind, name }: RoleRef,
  namespace: string,
): Promise<readonly PolicyRule[] | undefined> {
  const role =
    kind === "ClusterRole"
      ? await reader.get<ClusterRole>(GROUP, "clusterroles", "", name)
      : await reader.get<Role>(GROUP, "roles", namespace, name);
  return role === undefined ? undefined : (role.rules ?? []);
}

export function roleNotFound({ kind, name }: RoleRef): string {
  return `${kind === "ClusterRole" ? "clusterrole" : "role"}.${GROUP} ${JSON.stringify(name)} not found`;
}

/** Yields what a user is granted, cluster-wide first. Source: kubernetes `pkg/registry/rbac/validation/rule.go`. */
export async function* grantsOf(
  reader: ObjectReader,
  user: UserInfo,
  namespace: string,
): AsyncGenerator<GrantedRules | BrokenBinding> {
  for (const binding of await reader.list<ClusterRoleBinding>(GROUP, "clusterrolebindings")) {
    const subject = (binding.subjects ?? []).find((candidate) => subjectMatches(candidate, user, ""));
    if (subject === undefined) continue;
    const { roleRef, metadata } = binding;
    const text = `ClusterRoleBinding ${JSON.stringify(metadata?.name)} of ClusterRole ${JSON.stringify(roleRef.name)} to ${describe(subject)}`;
    yield grant(text, await rulesOfRole(reader, roleRef, ""), roleRef);
  }
  if (namespace === "") return;
  for (const binding of await reader.list<RoleBinding>(GROUP, "rolebindings", namespace)) {
    const subject = (binding.subjects ?? []).find((candidate) => subjectMatches(candidate, user, namespace));
    if (subject === undefined) continue;
    const { roleRef, metadata } = binding;
    const place = JSON.stringify(`${metadata?.name}/${namespace}`);
    const text = `RoleBinding ${place} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${describe(subject)}`;
    yield grant(text, await rulesOfRole(reader, roleRef, namespace), roleRef);
  }
}

function grant(
  source: string,
  rules: readonly PolicyRule[] | undefined,
  roleRef: RoleRef,
): GrantedRules | BrokenBinding {
  return rules === undefined ? { problem: roleNotFound(roleRef) } : { source, rules };
}

/** All rules of a user at once, and what could not be resolved. */
export async function rulesFor(
  reader: ObjectReader,
  user: UserInfo,
  namespace: string,
): Promise<{ readonly rules: readonly PolicyRule[]; readonly problems: readonly string[] }> {
  const rules: PolicyRule[] = [];
  const problems: string[] = [];
  for await (const granted of grantsOf(reader, user, namespace)) {
    if ("problem" in granted) problems.push(granted.problem);
    else rules.push(...granted.rules);
  }
  return { rules, problems };
}
