import type { KubeObject } from "@flotilla/api";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, notFound } from "@flotilla/api/status.js";
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from "@flotilla/api/types/rbac/v1.js";
import type { AdmissionPlugin, AdmissionRequest } from "../../admission/plugin.js";
import type { ObjectReader, RequestAttributes } from "../../request.js";
import { escalationText, missingRules } from "./covers.js";
import { rulesFor, rulesOfRole } from "./resolve-rules.js";

const GROUP = "rbac.authorization.k8s.io";
const MASTERS = "system:masters";
const ROLES: readonly string[] = ["roles", "clusterroles"];
const BINDINGS: readonly string[] = ["rolebindings", "clusterrolebindings"];
/** What it takes to gather the rules of others. */
const FULL_AUTHORITY: readonly PolicyRule[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

/** Whether the whole chain of authorisers allows it. */
export type Permits = (attributes: RequestAttributes) => Promise<boolean>;

/** Owners and finalizers are no rights: a garbage collector may change them. */
function changesOnlyOwnership(object: KubeObject, old: KubeObject | undefined): boolean {
  if (old === undefined) return false;
  const without = ({ metadata, ...rest }: KubeObject): object => {
    const { ownerReferences: _, finalizers: __, managedFields: ___, selfLink: ____, ...kept } = metadata ?? {};
    return { ...rest, metadata: kept };
  };
  return semanticEqual(without(object), without(old));
}

async function confirmHeld(
  rules: readonly PolicyRule[],
  request: AdmissionRequest,
  reader: ObjectReader,
): Promise<string | undefined> {
  const { user, namespace } = request.attributes;
  const { rules: held, problems } = await rulesFor(reader, user, namespace);
  const missing = missingRules(held, rules);
  return missing.length === 0 ? undefined : escalationText(user, missing, problems);
}

const aggregates = (role: KubeObject | undefined): boolean =>
  ((role as ClusterRole | undefined)?.aggregationRule?.clusterRoleSelectors ?? []).length > 0;

async function checkRole(request: AdmissionRequest, reader: ObjectReader, permits: Permits): Promise<void> {
  const { attributes, object, oldObject } = request;
  const { resource, name } = attributes;
  const role = object as Role | ClusterRole;
  if (await permits({ ...attributes, verb: "escalate", subresource: "" })) return;
  const problem = await confirmHeld(role.rules ?? [], request, reader);
  if (problem !== undefined) throw forbidden({ group: GROUP, resource }, name, problem);
  if (!aggregates(role) && !aggregates(oldObject)) return;
  if ((await confirmHeld(FULL_AUTHORITY, request, reader)) === undefined) return;
  throw forbidden({ group: GROUP, resource }, name, "must have cluster-admin privileges to use the aggregationRule");
}

async function checkBinding(request: AdmissionRequest, reader: ObjectReader, permits: Permits): Promise<void> {
  const { attributes, object } = request;
  const { resource, name, namespace } = attributes;
  const { roleRef } = object as RoleBinding | ClusterRoleBinding;
  const roleResource = roleRef.kind === "ClusterRole" ? "clusterroles" : "roles";
  const bind = {
    ...attributes,
    verb: "bind",
    group: GROUP,
    resource: roleResource,
    subresource: "",
    name: roleRef.name,
  };
  if (await permits(bind)) return;
  const rules = await rulesOfRole(reader, roleRef, namespace);
  if (rules === undefined) throw notFound({ group: GROUP, resource: roleResource }, roleRef.name);
  const problem = await confirmHeld(rules, request, reader);
  if (problem !== undefined) throw forbidden({ group: GROUP, resource }, name, problem);
}

/**
 * Nobody may write a role with rights, or bind a role, that they do not have themselves, unless they may `escalate` or
 * `bind`. Upstream has this in the storage of RBAC kinds (`pkg/registry/rbac/.../policybased`); it cannot be disabled.
 */
export function rbacEscalationCheck(permits: Permits): AdmissionPlugin {
  return {
    name: "RBACEscalationCheck",
    handles({ attributes: { group, resource, subresource, user }, operation }) {
      if (group !== GROUP || subresource !== "" || user.groups.includes(MASTERS)) return false;
      return (operation === "CREATE" || operation === "UPDATE") && [...ROLES, ...BINDINGS].includes(resource);
    },
    async validate(request, reader) {
      const { object, oldObject, attributes } = request;
      if (object === undefined || changesOnlyOwnership(object, oldObject)) return;
      if (ROLES.includes(attributes.resource)) await checkRole(request, reader, permits);
      else await checkBinding(request, reader, permits);
    },
  };
}
