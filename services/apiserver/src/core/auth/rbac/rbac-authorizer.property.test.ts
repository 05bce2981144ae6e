import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from "@flotilla/api/types/rbac/v1.js";
import fc from "fast-check";
import { MemoryReader } from "../../testing/memory-reader.js";
import type { RequestAttributes, UserInfo } from "../../request.js";
import { rbacAuthorizer } from "./rbac-authorizer.js";

/** A small world, so that things meet often. */
const GROUPS = ["", "apps"];
const RESOURCES = ["pods", "deployments"];
const SUBRESOURCES = ["", "log", "scale"];
const VERBS = ["get", "create"];
const NAMES = ["", "a", "b"];
const NAMESPACES = ["", "x", "y"];
const PATHS = ["/healthz", "/healthz/etcd", "/metrics"];
const USERS: readonly UserInfo[] = [
  { username: "jane", groups: ["devs"] },
  { username: "system:serviceaccount:x:robot", groups: ["system:serviceaccounts", "system:serviceaccounts:x"] },
  { username: "jack", groups: [] },
];

const someOf = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });

const resourceRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: someOf([...VERBS, "*"]),
  apiGroups: someOf([...GROUPS, "*"]),
  resources: someOf([...RESOURCES, "pods/log", "*/scale", "*"]),
  resourceNames: fc.subarray(["a", "b"]),
});
const pathRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: someOf([...VERBS, "*"]),
  nonResourceURLs: someOf([...PATHS, "/healthz/*", "*"]),
});
const rules = fc.array(fc.oneof(resourceRule, pathRule), { maxLength: 3 });

const subject: fc.Arbitrary<Subject> = fc.constantFrom<Subject>(
  { kind: "User", name: "jane" },
  { kind: "User", name: "jack" },
  { kind: "Group", name: "devs" },
  { kind: "Group", name: "system:serviceaccounts:x" },
  { kind: "ServiceAccount", name: "robot", namespace: "x" },
  { kind: "ServiceAccount", name: "robot", namespace: "y" },
);

interface Policy {
  readonly clusterRoles: readonly ClusterRole[];
  readonly roles: readonly Role[];
  readonly clusterBindings: readonly ClusterRoleBinding[];
  readonly bindings: readonly RoleBinding[];
}

const meta = (name: string, namespace?: string) => ({ name, ...(namespace === undefined ? {} : { namespace }) });

const policy: fc.Arbitrary<Policy> = fc
  .record({
    ofCluster: fc.array(rules, { minLength: 1, maxLength: 2 }),
    ofX: fc.array(rules, { maxLength: 2 }),
    everywhere: fc.array(fc.tuple(fc.nat(2), fc.array(subject, { maxLength: 2 })), { maxLength: 2 }),
    somewhere: fc.array(
      fc.tuple(
        fc.constantFrom("x", "y"),
        fc.constantFrom("ClusterRole", "Role"),
        fc.nat(2),
        fc.array(subject, { maxLength: 2 }),
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ ofCluster, ofX, everywhere, somewhere }) => ({
    clusterRoles: ofCluster.map((own, i) => ({ metadata: meta(`role-${i}`), rules: own })),
    roles: ofX.map((own, i) => ({ metadata: meta(`role-${i}`, "x"), rules: own })),
    clusterBindings: everywhere.map(([i, subjects], at) => ({
      metadata: meta(`binding-${at}`),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `role-${i}` },
      subjects,
    })),
    bindings: somewhere.map(([namespace, kind, i, subjects], at) => ({
      metadata: meta(`binding-${at}`, namespace),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: `role-${i}` },
      subjects,
    })),
  }));

const attributes: fc.Arbitrary<RequestAttributes> = fc
  .record({
    user: fc.constantFrom(...USERS),
    verb: fc.constantFrom(...VERBS),
    path: fc.option(fc.constantFrom(...PATHS), { nil: undefined }),
    group: fc.constantFrom(...GROUPS),
    resource: fc.constantFrom(...RESOURCES),
    subresource: fc.constantFrom(...SUBRESOURCES),
    namespace: fc.constantFrom(...NAMESPACES),
    name: fc.constantFrom(...NAMES),
  })
  .map(({ path, ...rest }) =>
    path === undefined
      ? { ...rest, version: "v1" }
      : {
          user: rest.user,
          verb: rest.verb,
          nonResourcePath: path,
          group: "",
          version: "",
          resource: "",
          subresource: "",
          namespace: "",
          name: "",
        },
  );

/**
 * The same decision, by spelling out everything that a rule grants in this small world and looking whether it is there.
 */
function naively({ clusterRoles, roles, clusterBindings, bindings }: Policy, asked: RequestAttributes): boolean {
  const isSubject = ({ kind, name, namespace }: Subject): boolean => {
    if (kind === "User") return asked.user.username === name;
    if (kind === "Group") return asked.user.groups.includes(name);
    return asked.user.username === ["system", "serviceaccount", namespace, name].join(":");
  };
  const active: PolicyRule[] = [];
  for (const { roleRef, subjects = [] } of clusterBindings) {
    if (subjects.some(isSubject))
      active.push(...(clusterRoles.find(({ metadata }) => metadata?.name === roleRef.name)?.rules ?? []));
  }
  for (const { metadata, roleRef, subjects = [] } of bindings) {
    if (asked.namespace === "" || metadata?.namespace !== asked.namespace || !subjects.some(isSubject)) continue;
    const pool: readonly (Role | ClusterRole)[] =
      roleRef.kind === "ClusterRole"
        ? clusterRoles
        : roles.filter((role) => role.metadata?.namespace === metadata.namespace);
    active.push(...(pool.find((role) => role.metadata?.name === roleRef.name)?.rules ?? []));
  }
  const granted = new Set<string>();
  const spelled = (values: readonly string[], all: readonly string[]) =>
    values.flatMap((value) => (value === "*" ? all : [value]));
  for (const rule of active) {
    for (const verb of spelled(rule.verbs, VERBS)) {
      for (const pattern of rule.nonResourceURLs ?? []) {
        for (const path of PATHS) {
          if (new RegExp(`^${pattern.replaceAll("/", "\\/").replace("*", ".*")}$`).test(path))
            granted.add(`${verb} ${path}`);
        }
      }
      for (const group of spelled(rule.apiGroups ?? [], GROUPS)) {
        for (const resource of RESOURCES) {
          for (const subresource of SUBRESOURCES) {
            const full = subresource === "" ? resource : `${resource}/${subresource}`;
            const isMeant = (rule.resources ?? []).some(
              (candidate) =>
                candidate === "*" || candidate === full || (subresource !== "" && candidate === `*/${subresource}`),
            );
            if (!isMeant) continue;
            const names = rule.resourceNames ?? [];
            for (const name of names.length === 0 ? NAMES : names) granted.add([verb, group, full, name].join(" "));
          }
        }
      }
    }
  }
  if (asked.nonResourcePath !== undefined) return granted.has(`${asked.verb} ${asked.nonResourcePath}`);
  const full = asked.subresource === "" ? asked.resource : `${asked.resource}/${asked.subresource}`;
  return granted.has([asked.verb, asked.group, full, asked.name].join(" "));
}

test("RBAC allows exactly what some bound rule spells out", async () => {
  await fc.assert(
    fc.asyncProperty(policy, fc.array(attributes, { minLength: 5, maxLength: 20 }), async (given, questions) => {
      const group = "rbac.authorization.k8s.io";
      const reader = new MemoryReader()
        .with(`${group}/clusterroles`, ...given.clusterRoles)
        .with(`${group}/roles`, ...given.roles)
        .with(`${group}/clusterrolebindings`, ...given.clusterBindings)
        .with(`${group}/rolebindings`, ...given.bindings);
      for (const asked of questions) {
        const { verdict } = await rbacAuthorizer.authorize(asked, reader);
        expect({ asked, verdict }).toEqual({ asked, verdict: naively(given, asked) ? "allow" : "no-opinion" });
      }
    }),
    { numRuns: 500 },
  );
});
