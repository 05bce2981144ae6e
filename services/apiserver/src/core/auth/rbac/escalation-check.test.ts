import type { KubeObject } from "@flotilla/api";
import type { PolicyRule } from "@flotilla/api/types/rbac/v1.js";
import type { AdmissionRequest } from "../../admission/plugin.js";
import { MemoryReader } from "../../testing/memory-reader.js";
import { rbacEscalationCheck } from "./escalation-check.js";

const GROUP = "rbac.authorization.k8s.io";
const jane = { username: "jane", groups: ["devs"] };
const POD_READER: PolicyRule = { verbs: ["get", "list"], apiGroups: [""], resources: ["pods"] };

/** jane may read pods, everywhere. */
const reader = new MemoryReader()
  .with(
    `${GROUP}/clusterroles`,
    { metadata: { name: "pod-reader" }, rules: [POD_READER] } as KubeObject,
    {
      metadata: { name: "secret-reader" },
      rules: [{ verbs: ["get"], apiGroups: [""], resources: ["secrets"] }],
    } as KubeObject,
  )
  .with(`${GROUP}/clusterrolebindings`, {
    metadata: { name: "jane" },
    roleRef: { apiGroup: GROUP, kind: "ClusterRole", name: "pod-reader" },
    subjects: [{ kind: "User", name: "jane" }],
  } as KubeObject);

function write(
  resource: string,
  object: object,
  options: Partial<AdmissionRequest> = {},
  allowed: readonly string[] = [],
): Promise<void> {
  const request: AdmissionRequest = {
    attributes: {
      user: jane,
      verb: "create",
      group: GROUP,
      version: "v1",
      resource,
      subresource: "",
      namespace: "x",
      name: "r",
    },
    operation: "CREATE",
    dryRun: false,
    now: "2026-01-01T00:00:00Z",
    warn: () => undefined,
    object: object as KubeObject,
    oldObject: undefined,
    ...options,
  };
  const plugin = rbacEscalationCheck(({ verb }) => Promise.resolve(allowed.includes(verb)));
  if (!plugin.handles(request)) return Promise.resolve();
  return plugin.validate?.(request, reader) ?? Promise.resolve();
}

test("a role with rights that its author has is fine", async () => {
  await expect(
    write("roles", { rules: [{ ...POD_READER, verbs: ["get"], resourceNames: ["a"] }] }),
  ).resolves.toBeUndefined();
});

test("a role with more is refused, with what is missing", async () => {
  const rules = [POD_READER, { verbs: ["delete", "get"], apiGroups: [""], resources: ["secrets"] }];
  await expect(write("roles", { rules })).rejects.toThrow(
    'roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["devs"]) is attempting to grant RBAC permissions not currently held:\n' +
      '{APIGroups:[""], Resources:["secrets"], Verbs:["delete" "get"]}',
  );
});

test.each([
  ["escalate", "clusterroles", { rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] }],
  ["bind", "rolebindings", { roleRef: { kind: "ClusterRole", name: "secret-reader" } }],
])("who may %s need not have them", async (verb, resource, object) => {
  await expect(write(resource, object)).rejects.toMatchObject({ status: { code: 403 } });
  await expect(write(resource, object, {}, [verb])).resolves.toBeUndefined();
});

test("a binding to a role that its author has is fine, to a missing one is 404", async () => {
  await expect(
    write("rolebindings", { roleRef: { kind: "ClusterRole", name: "pod-reader" } }),
  ).resolves.toBeUndefined();
  await expect(write("rolebindings", { roleRef: { kind: "Role", name: "pod-reader" } })).rejects.toMatchObject({
    status: { code: 404 },
  });
});

test("to gather the rules of others takes all rights", async () => {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] };
  await expect(write("clusterroles", { aggregationRule })).rejects.toThrow(
    "must have cluster-admin privileges to use the aggregationRule",
  );
});

test("a change of owners alone is no grant", async () => {
  const rules = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];
  const oldObject = { metadata: { name: "r" }, rules } as KubeObject;
  const object = { metadata: { name: "r", finalizers: ["x/y"] }, rules };
  await expect(write("roles", object, { operation: "UPDATE", oldObject })).resolves.toBeUndefined();
});

test("masters are above it", async () => {
  const user = { username: "root", groups: ["system:masters"] };
  const attributes = {
    user,
    verb: "create",
    group: GROUP,
    version: "v1",
    resource: "roles",
    subresource: "",
    namespace: "x",
    name: "r",
  };
  await expect(
    write("roles", { rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] }, { attributes }),
  ).resolves.toBeUndefined();
});
