import type { KubeObject } from "@flotilla/api";
import { deepClone } from "@flotilla/api/meta/equality.js";
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from "@flotilla/api/types/rbac/v1.js";
import type { WantedObject } from "../../bootstrap/ensure.js";
import { aggregatedRules } from "../rbac/aggregate.js";
import { missingRules } from "../rbac/covers.js";
import { CLUSTER_BINDINGS, NAMESPACE_BINDINGS } from "./bindings.js";
import { CONTROLLER_ROLES } from "./controller-roles.js";
import { NAMESPACE_ROLES } from "./namespace-roles.js";
import type { BindingRow, RoleRow } from "./rows.js";
import { SYSTEM_ROLES } from "./system-roles.js";
import { USER_ROLES } from "./user-roles.js";

const GROUP = "rbac.authorization.k8s.io";
const VERSION = "v1";
const AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";
const AGGREGATE_TO = `${GROUP}/aggregate-to-`;
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };
const ANNOTATIONS = { [AUTO_UPDATE]: "true" };

const metadataOf = (
  { name, namespace }: { name: string; namespace?: string },
  labels: Record<string, string> = {},
) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  labels: { ...LABELS, ...labels },
  annotations: { ...ANNOTATIONS },
});

function clusterRoleOf(row: RoleRow): ClusterRole {
  const { aggregates, aggregateTo } = row;
  const role: ClusterRole = {
    apiVersion: `${GROUP}/${VERSION}`,
    kind: "ClusterRole",
    metadata: metadataOf(row, aggregateTo === undefined ? {} : { [`${AGGREGATE_TO}${aggregateTo}`]: "true" }),
    rules: deepClone([...row.rules]),
  };
  if (aggregates !== undefined) {
    role.aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [`${AGGREGATE_TO}${aggregates}`]: "true" } }] };
  }
  return role;
}

/**
 * Aggregating roles come with what they gather, so that they work before the controller that keeps them has started.
 */
export function bootstrapClusterRoles(): ClusterRole[] {
  const roles = [...USER_ROLES, ...SYSTEM_ROLES, ...CONTROLLER_ROLES].map(clusterRoleOf);
  // "view" gathers from its parts, "edit" from "view", "admin" from "edit": rules get from one end to the other in
  // three.
  for (let round = 0; round < 3; round++) {
    for (const role of roles)
      if (role.aggregationRule !== undefined) role.rules = deepClone(aggregatedRules(role, roles));
  }
  return roles;
}

function subjectOf(text: string): Subject {
  const colon = text.indexOf(":");
  const [kind, name] = [text.slice(0, colon), text.slice(colon + 1)];
  if (kind === "serviceaccount") {
    const [namespace = "", account = ""] = name.split("/");
    return { kind: "ServiceAccount", name: account, namespace };
  }
  return { kind: kind === "user" ? "User" : "Group", apiGroup: GROUP, name };
}

function bindingOf(row: BindingRow): ClusterRoleBinding | RoleBinding {
  const [kind, name] = row.role;
  return {
    apiVersion: `${GROUP}/${VERSION}`,
    kind: row.namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
    metadata: metadataOf(row),
    roleRef: { apiGroup: GROUP, kind, name },
    subjects: row.subjects.map(subjectOf),
  };
}

/**
 * A controller's role belongs to the service account of the same name, and to the manager that runs it: ours runs all
 * controllers under its own identity, which has to have the rights of each.
 */
function controllerBinding({ name }: RoleRow): BindingRow {
  const account = name.replace("system:controller:", "");
  return {
    name,
    role: ["ClusterRole", name],
    subjects: [`serviceaccount:kube-system/${account}`, "user:system:kube-controller-manager"],
  };
}

/** Adds what the policy has and the object lacks; what operators added stays. They opt out by the annotation. */
function withMetadata(live: KubeObject, wanted: KubeObject): boolean {
  if (live.metadata?.annotations?.[AUTO_UPDATE] !== undefined && live.metadata.annotations[AUTO_UPDATE] !== "true")
    return false;
  const metadata = (live.metadata ??= {});
  metadata.labels = { ...wanted.metadata?.labels, ...metadata.labels };
  metadata.annotations = { ...wanted.metadata?.annotations, ...metadata.annotations };
  return true;
}

function reconcileRole(wanted: Role | ClusterRole): (live: KubeObject) => void {
  return (live) => {
    const role = live as ClusterRole;
    if (!withMetadata(role, wanted)) return;
    const { aggregationRule } = wanted as ClusterRole;
    if (aggregationRule !== undefined) role.aggregationRule = aggregationRule;
    const missing: PolicyRule[] = missingRules(role.rules ?? [], wanted.rules ?? []);
    if (missing.length > 0) role.rules = [...(role.rules ?? []), ...missing];
  };
}

function reconcileBinding(wanted: RoleBinding | ClusterRoleBinding): (live: KubeObject) => void {
  return (live) => {
    const binding = live as RoleBinding;
    if (!withMetadata(binding, wanted)) return;
    const known = new Set(
      (binding.subjects ?? []).map((subject) => JSON.stringify([subject.kind, subject.namespace ?? "", subject.name])),
    );
    const missing = (wanted.subjects ?? []).filter(
      ({ kind, namespace, name }) => !known.has(JSON.stringify([kind, namespace ?? "", name])),
    );
    if (missing.length > 0) binding.subjects = [...(binding.subjects ?? []), ...missing];
  };
}

const wantedRole = (resource: string, object: Role | ClusterRole): WantedObject => ({
  group: GROUP,
  version: VERSION,
  resource,
  object,
  reconcile: reconcileRole(object),
});

const wantedBinding = (resource: string, object: RoleBinding | ClusterRoleBinding): WantedObject => ({
  group: GROUP,
  version: VERSION,
  resource,
  object,
  reconcile: reconcileBinding(object),
});

/** The roles and bindings that every cluster has; the namespaces kube-system and kube-public must exist. */
export function rbacBootstrapObjects(): WantedObject[] {
  const namespaceRoles = NAMESPACE_ROLES.map((row): Role => ({
    apiVersion: `${GROUP}/${VERSION}`,
    kind: "Role",
    metadata: metadataOf(row),
    rules: deepClone([...row.rules]),
  }));
  const clusterBindings = [...CLUSTER_BINDINGS, ...CONTROLLER_ROLES.map(controllerBinding)];
  return [
    ...bootstrapClusterRoles().map((role) => wantedRole("clusterroles", role)),
    ...namespaceRoles.map((role) => wantedRole("roles", role)),
    ...clusterBindings.map((row) => wantedBinding("clusterrolebindings", bindingOf(row))),
    ...NAMESPACE_BINDINGS.map((row) => wantedBinding("rolebindings", bindingOf(row))),
  ];
}
