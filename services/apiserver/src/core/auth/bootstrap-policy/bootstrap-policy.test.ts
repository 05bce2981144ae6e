import type { KubeObject } from "@flotilla/api";
import type { ClusterRole, RoleBinding } from "@flotilla/api/types/rbac/v1.js";
import { MemoryReader } from "../../testing/memory-reader.js";
import type { RequestAttributes } from "../../request.js";
import { rbacAuthorizer } from "../rbac/rbac-authorizer.js";
import { bootstrapClusterRoles, rbacBootstrapObjects } from "./index.js";
import { systemPriorityClasses } from "./priority-classes.js";

const GROUP = "rbac.authorization.k8s.io";
const objects = rbacBootstrapObjects().map(({ object }) => object as KubeObject);
const ofKind = (kind: string): KubeObject[] => objects.filter((object) => object.kind === kind);
const reader = new MemoryReader()
  .with(`${GROUP}/clusterroles`, ...ofKind("ClusterRole"))
  .with(`${GROUP}/roles`, ...ofKind("Role"))
  .with(`${GROUP}/clusterrolebindings`, ...ofKind("ClusterRoleBinding"))
  .with(`${GROUP}/rolebindings`, ...ofKind("RoleBinding"));

const user = (username: string, ...groups: string[]) => ({ username, groups: [...groups, "system:authenticated"] });
const accountOf = (namespace: string, name: string) =>
  user(`system:serviceaccount:${namespace}:${name}`, "system:serviceaccounts", `system:serviceaccounts:${namespace}`);

async function isAllowed(
  who: RequestAttributes["user"],
  verb: string,
  what: string,
  namespace = "",
  name = "",
): Promise<boolean> {
  const [path = "", group = ""] = what.split("@");
  const [resource = "", subresource = ""] = path.split("/");
  const attributes = { user: who, verb, group, version: "v1", resource, subresource, namespace, name };
  return (await rbacAuthorizer.authorize(attributes, reader)).verdict === "allow";
}

test.each([
  [user("system:kube-scheduler"), "create", "pods/binding", "x"],
  [user("system:kube-scheduler"), "update", "leases@coordination.k8s.io", "kube-system", "kube-scheduler"],
  [user("system:kube-controller-manager"), "create", "pods", "x"],
  [user("system:kube-controller-manager"), "update", "deployments/status@apps", "x"],
  [accountOf("kube-system", "deployment-controller"), "create", "replicasets@apps", "x"],
  [user("system:kube-proxy"), "watch", "endpointslices@discovery.k8s.io", ""],
  [user("jane"), "create", "selfsubjectaccessreviews@authorization.k8s.io", ""],
  [user("jane"), "create", "selfsubjectreviews@authentication.k8s.io", ""],
])("%j may %s %s", async (who, verb, what, namespace, name = "") => {
  await expect(isAllowed(who, verb, what, namespace, name)).resolves.toBe(true);
});

test.each([
  [user("jane"), "get", "pods", "x"],
  [user("jane"), "create", "tokenreviews@authentication.k8s.io", ""],
  [accountOf("x", "default"), "get", "secrets", "x"],
  [user("system:kube-scheduler"), "get", "secrets", "x"],
  [user("system:node:n1", "system:nodes"), "get", "secrets", "x"],
])("%j may not %s %s", async (who, verb, what, namespace) => {
  await expect(isAllowed(who, verb, what, namespace)).resolves.toBe(false);
});

test("the roles for people build on each other", () => {
  const roles = new Map(bootstrapClusterRoles().map((role) => [role.metadata?.name, role]));
  const resources = (name: string): Set<string> =>
    new Set(
      (roles.get(name)?.rules ?? []).flatMap((rule) =>
        rule.verbs.flatMap((verb) => (rule.resources ?? []).map((what) => `${verb} ${what}`)),
      ),
    );
  const [view, edit, admin] = [resources("view"), resources("edit"), resources("admin")];
  for (const right of view) expect(edit).toContain(right);
  for (const right of edit) expect(admin).toContain(right);
  expect(view).not.toContain("get secrets");
  expect(edit).toContain("get secrets");
  expect(edit).not.toContain("create rolebindings");
  expect(admin).toContain("create rolebindings");
});

test("every binding names a role that is there, and a name comes once per kind", () => {
  const keys = objects.map(({ kind, metadata }) => `${kind} ${metadata?.namespace ?? ""}/${metadata?.name}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { metadata, roleRef } of [...ofKind("ClusterRoleBinding"), ...ofKind("RoleBinding")] as RoleBinding[]) {
    expect(keys).toContain(
      `${roleRef.kind} ${roleRef.kind === "Role" ? (metadata?.namespace ?? "") : ""}/${roleRef.name}`,
    );
  }
});

test("cluster-admin may do anything, and only masters have it", () => {
  const role = bootstrapClusterRoles().find(({ metadata }) => metadata?.name === "cluster-admin") as ClusterRole;
  expect(role.rules).toEqual([
    { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
    { verbs: ["*"], nonResourceURLs: ["*"] },
  ]);
  const bindings = (ofKind("ClusterRoleBinding") as RoleBinding[]).filter(
    ({ roleRef }) => roleRef.name === "cluster-admin",
  );
  expect(bindings.flatMap(({ subjects }) => subjects)).toEqual([
    { kind: "Group", apiGroup: GROUP, name: "system:masters" },
  ]);
});

test("what the server makes can be told from what people make", () => {
  for (const { metadata } of objects)
    expect(metadata?.labels).toMatchObject({ "kubernetes.io/bootstrapping": "rbac-defaults" });
});

test("the priority classes of the system", () => {
  const classes = systemPriorityClasses().map(({ object }) => object as KubeObject & { value: number });
  expect(classes.map(({ metadata, value }) => [metadata?.name, value])).toEqual([
    ["system-node-critical", 2_000_001_000],
    ["system-cluster-critical", 2_000_000_000],
  ]);
});
