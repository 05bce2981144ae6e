import type { PersistentVolume, Pod } from "@flotilla/api/types/core/v1.js";
import type { VolumeAttachment } from "@flotilla/api/types/storage/v1.js";
import { parseFieldSelector } from "@flotilla/api/selectors/field.js";
import type { ObjectReader, RequestAttributes } from "../../request.js";
import { SYSTEM_ROLES } from "../bootstrap-policy/system-roles.js";
import type { Authorizer, Decision } from "../interfaces.js";
import { ruleAllows } from "../rbac/rule-matching.js";
import { nodeNameOf } from "./node-identity.js";
import { podReferences, volumeSecretKeys, type PodReferences } from "./pod-references.js";

/**
 * What the kubelet of a node may do: read what the pods on its node need, and report on these. The pods themselves
 * are the graph: who is bound to the node, and refers to the object, opens it.
 * Source: kubernetes `plugin/pkg/auth/authorizer/node/node_authorizer.go`.
 */

const NODE_RULES = SYSTEM_ROLES.find(({ name }) => name === "system:node")?.rules ?? [];
const LEASE_NAMESPACE = "kube-node-lease";

const ALLOW: Decision = { verdict: "allow" };
const refuse = (reason: string): Decision => ({ verdict: "no-opinion", reason });

async function podsOf(reader: ObjectReader, node: string, namespace?: string): Promise<readonly Pod[]> {
  return (await reader.list<Pod>("", "pods", namespace)).filter(({ spec }) => spec?.nodeName === node);
}

/** Whether a pod on the node, in that namespace, refers to the object. */
async function isReferred(
  reader: ObjectReader,
  node: string,
  namespace: string,
  refers: (references: PodReferences) => boolean,
): Promise<boolean> {
  return (await podsOf(reader, node, namespace)).some((pod) => refers(podReferences(pod)));
}

/** Whether a pod on the node mounts the volume, by its claim. */
async function mountsVolume(reader: ObjectReader, node: string, { spec }: PersistentVolume): Promise<boolean> {
  const claim = spec?.claimRef;
  if (!claim?.namespace || !claim.name) return false;
  const { namespace, name } = claim;
  return isReferred(reader, node, namespace, ({ claims }) => claims.has(name));
}

async function mountNeedsSecret(reader: ObjectReader, node: string, key: string): Promise<boolean> {
  for (const volume of await reader.list<PersistentVolume>("", "persistentvolumes")) {
    if (volumeSecretKeys(volume).has(key) && (await mountsVolume(reader, node, volume))) return true;
  }
  return false;
}

async function isRelated(attributes: RequestAttributes, node: string, reader: ObjectReader): Promise<boolean> {
  const { resource, namespace, name } = attributes;
  const referred = (refers: (references: PodReferences) => boolean): Promise<boolean> =>
    isReferred(reader, node, namespace, refers);
  switch (resource) {
    case "secrets":
      if (await referred(({ secrets }) => secrets.has(name))) return true;
      return mountNeedsSecret(reader, node, `${namespace}/${name}`);
    case "configmaps":
      return referred(({ configMaps }) => configMaps.has(name));
    case "persistentvolumeclaims":
      return referred(({ claims }) => claims.has(name));
    case "resourceclaims":
      return referred(({ resourceClaims }) => resourceClaims.has(name));
    case "serviceaccounts":
      return referred(({ serviceAccount }) => serviceAccount === name);
    case "persistentvolumes": {
      const volume = await reader.get<PersistentVolume>("", "persistentvolumes", "", name);
      return volume !== undefined && mountsVolume(reader, node, volume);
    }
    case "volumeattachments":
      return (
        (await reader.get<VolumeAttachment>("storage.k8s.io", "volumeattachments", "", name))?.spec?.nodeName === node
      );
    case "pods":
      return (await reader.get<Pod>("", "pods", namespace, name))?.spec?.nodeName === node;
    default:
      return false;
  }
}

async function related(attributes: RequestAttributes, node: string, reader: ObjectReader): Promise<Decision> {
  if (await isRelated(attributes, node, reader)) return ALLOW;
  return refuse(`no relationship found between node '${node}' and this object`);
}

type Rule = (attributes: RequestAttributes, node: string, reader: ObjectReader) => Promise<Decision> | Decision;

const READS: readonly string[] = ["get", "list", "watch"];

const readNamespaced: Rule = (attributes, node, reader) => {
  if (!READS.includes(attributes.verb)) return refuse("can only read resources of this type");
  if (attributes.subresource !== "") return refuse("cannot read subresource");
  if (attributes.namespace === "") return refuse("can only read namespaced object of this type");
  if (attributes.name === "") return refuse("No Object name found");
  return related(attributes, node, reader);
};

const get: Rule = (attributes, node, reader) => {
  if (attributes.verb !== "get") return refuse("can only get individual resources of this type");
  if (attributes.subresource !== "") return refuse("cannot get subresource");
  if (attributes.name === "") return refuse("No Object name found");
  return related(attributes, node, reader);
};

const claim: Rule = (attributes, node, reader) => {
  if (attributes.subresource !== "status") return get(attributes, node, reader);
  if (attributes.verb !== "update" && attributes.verb !== "patch") return refuse("can only get/update/patch this type");
  return related(attributes, node, reader);
};

const serviceAccount: Rule = (attributes, node, reader) => {
  if (attributes.verb === "get" && attributes.subresource === "") return get(attributes, node, reader);
  if (attributes.verb !== "create" || attributes.name === "")
    return refuse("can only create tokens for individual service accounts");
  if (attributes.subresource !== "token") return refuse("can only create token subresource of service account");
  return related(attributes, node, reader);
};

/** Objects of the node's own name, which it keeps itself. */
function ownObject(kind: string, verbs: readonly string[]): Rule {
  return ({ verb, subresource, name }, node) => {
    if (!verbs.includes(verb)) return refuse(`can only ${verbs.slice(0, -1).join(", ")}, or ${verbs.at(-1)} a ${kind}`);
    if (subresource !== "") return refuse(`cannot authorize ${kind} subresources`);
    // The name of a new object is in its body: NodeRestriction looks there.
    if (verb !== "create" && name !== node)
      return refuse(`can only access ${kind} with the same name as the requesting node`);
    return ALLOW;
  };
}

const OWN_VERBS = ["get", "create", "update", "patch", "delete"];
const ownLease = ownObject("node lease", OWN_VERBS);

const lease: Rule = (attributes, node, reader) => {
  if (attributes.namespace !== LEASE_NAMESPACE)
    return refuse(`can only access leases in the "${LEASE_NAMESPACE}" system namespace`);
  return ownLease(attributes, node, reader);
};

const node: Rule = ({ verb, subresource, name }, own) => {
  if (subresource !== "" && subresource !== "status") return refuse("cannot access this subresource of nodes");
  if (READS.includes(verb)) {
    if (name === own) return ALLOW;
    if (name === "") return refuse(`node '${own}' cannot read all nodes, only its own Node object`);
    return refuse(`node '${own}' cannot read '${name}', only its own Node object`);
  }
  if (subresource === "status")
    return ["update", "patch"].includes(verb) ? ALLOW : refuse("can only update the status of nodes");
  return ["create", "update", "patch"].includes(verb) ? ALLOW : refuse("can only create, update or patch nodes");
};

function ownPodsOnly(selector: string, own: string): boolean {
  try {
    return parseFieldSelector(selector).exactValue("spec.nodeName") === own;
  } catch {
    // What cannot be read selects nothing; the verb will say so.
    return false;
  }
}

const pod: Rule = (attributes, own, reader) => {
  const { verb, subresource, fieldSelector } = attributes;
  if (subresource === "status")
    return ["update", "patch"].includes(verb) ? ALLOW : refuse("can only update the status of pods");
  if (subresource === "eviction") return verb === "create" ? ALLOW : refuse("can only create evictions");
  if (subresource !== "") return refuse("cannot access this subresource of pods");
  if (verb === "get") return related(attributes, own, reader);
  if (verb === "list" || verb === "watch") {
    if (fieldSelector !== undefined && ownPodsOnly(fieldSelector, own)) return ALLOW;
    return refuse("can only list/watch pods with spec.nodeName field selector");
  }
  return verb === "create" || verb === "delete" ? ALLOW : refuse("can only get, list, watch, create or delete pods");
};

const slice: Rule = (attributes, own) => {
  const { verb, subresource, fieldSelector } = attributes;
  if (subresource !== "") return refuse("cannot authorize ResourceSlice subresources");
  // Writes are narrowed by NodeRestriction, which sees the node in the object.
  if (!["list", "watch", "deletecollection"].includes(verb)) return ALLOW;
  if (fieldSelector !== undefined && ownPodsOnly(fieldSelector, own)) return ALLOW;
  return refuse("can only list/watch/deletecollection resourceslices with spec.nodeName field selector");
};

/** By group and resource; what is not here is decided by the rules of the role system:node. */
const RULES: Readonly<Record<string, Rule>> = {
  "/secrets": readNamespaced,
  "/configmaps": readNamespaced,
  "/persistentvolumeclaims": claim,
  "/persistentvolumes": get,
  "/serviceaccounts": serviceAccount,
  "/nodes": node,
  "/pods": pod,
  "storage.k8s.io/volumeattachments": get,
  "storage.k8s.io/csinodes": ownObject("CSINode", OWN_VERBS),
  "coordination.k8s.io/leases": lease,
  "resource.k8s.io/resourceclaims": get,
  "resource.k8s.io/resourceslices": slice,
};

export const nodeAuthorizer: Authorizer = {
  name: "Node",
  async authorize(attributes, reader) {
    const own = nodeNameOf(attributes.user);
    if (own === undefined) return { verdict: "no-opinion" };
    if (own === "") return refuse(`unknown node for user ${JSON.stringify(attributes.user.username)}`);
    const rule =
      attributes.nonResourcePath === undefined ? RULES[`${attributes.group}/${attributes.resource}`] : undefined;
    if (rule !== undefined) return rule(attributes, own, reader);
    return NODE_RULES.some((candidate) => ruleAllows(candidate, attributes)) ? ALLOW : { verdict: "no-opinion" };
  },
};
