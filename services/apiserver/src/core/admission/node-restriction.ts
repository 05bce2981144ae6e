import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { notFound } from "@flotilla/api/status.js";
import type { TokenRequest } from "@flotilla/api/types/authentication/v1.js";
import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";
import type { Node, PersistentVolumeClaim, Pod } from "@flotilla/api/types/core/v1.js";
import type { ResourceSlice } from "@flotilla/api/types/resource/v1.js";
import { nodeNameOf } from "../auth/node/node-identity.js";
import type { ObjectReader, RequestAttributes } from "../request.js";
import type { RequestReader } from "./certificate-plugins.js";
import { apiObjectReferenceOf } from "./mirror-pod.js";
import { forbiddenLabels } from "./node-labels.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { mentionsAudience } from "./pod-audiences.js";
import { refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/noderestriction/admission.go`. */

const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";
const LEASE_NAMESPACE = "kube-node-lease";
const KUBELET_SIGNERS: readonly string[] = [
  "kubernetes.io/kubelet-serving",
  "kubernetes.io/kube-apiserver-client-kubelet",
];

type Permits = (attributes: RequestAttributes) => Promise<boolean>;

interface Context {
  readonly node: string;
  readonly request: AdmissionRequest;
  readonly reader: ObjectReader;
  readonly permits: Permits;
  readonly requests: RequestReader;
}

async function boundPod({ request, reader }: Context): Promise<Pod> {
  const { namespace, name } = request.attributes;
  const pod = await reader.get<Pod>("", "pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  return pod;
}

async function checkMirrorPod({ node, request, reader }: Context): Promise<void> {
  const pod = request.object as Pod;
  const who = `node "${node}"`;
  if (pod.metadata?.annotations?.[MIRROR_ANNOTATION] === undefined) {
    throw refuse(request, `pod does not have "${MIRROR_ANNOTATION}" annotation, ${who} can only create mirror pods`);
  }
  if (pod.spec?.nodeName !== node)
    throw refuse(request, `${who} can only create pods with spec.nodeName set to itself`);
  const [owner, ...others] = pod.metadata.ownerReferences ?? [];
  if (others.length > 0)
    throw refuse(request, `${who} can only create pods with a single owner reference set to itself`);
  if (owner === undefined || owner.apiVersion !== "v1" || owner.kind !== "Node" || owner.name !== node) {
    throw refuse(request, `${who} can only create pods with an owner reference set to itself`);
  }
  if (owner.controller !== true)
    throw refuse(request, `${who} can only create pods with a controller owner reference set to itself`);
  if (owner.blockOwnerDeletion === true)
    throw refuse(request, `${who} must not set blockOwnerDeletion on an owner reference`);
  const known = await reader.get<Node>("", "nodes", "", node);
  if (known === undefined) throw notFound({ group: "", resource: "nodes" }, node);
  const uid = known.metadata?.uid ?? "";
  if (owner.uid !== uid) throw refuse(request, `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`);
  const reference = apiObjectReferenceOf(pod);
  if (reference !== undefined) throw refuse(request, `${who} can not create pods that reference ${reference}`);
}

async function checkPod(context: Context): Promise<void> {
  const { node, request } = context;
  if (request.operation === "CREATE") {
    await checkMirrorPod(context);
  } else if (request.operation === "DELETE") {
    if ((await boundPod(context)).spec?.nodeName === node) return;
    throw refuse(request, `node "${node}" can only delete pods with spec.nodeName set to itself`);
  } else {
    throw refuse(
      request,
      `unexpected operation "${request.operation}", node "${node}" can only create and delete mirror pods`,
    );
  }
}

function checkPodStatus({ node, request }: Context): void {
  if (request.operation !== "UPDATE") throw refuse(request, `unexpected operation "${request.operation}"`);
  const pod = request.object as Pod;
  const old = request.oldObject as Pod;
  if (old.spec?.nodeName !== node) {
    throw refuse(request, `node "${node}" can only update pod status for pods with spec.nodeName set to itself`);
  }
  if (!semanticEqual(old.metadata?.labels ?? {}, pod.metadata?.labels ?? {})) {
    throw refuse(request, `node "${node}" cannot update labels through pod status`);
  }
  if (!semanticEqual(old.status?.resourceClaimStatuses ?? [], pod.status?.resourceClaimStatuses ?? [])) {
    throw refuse(request, `node "${node}" cannot update resource claim statues`);
  }
  if (!semanticEqual(old.status?.extendedResourceClaimStatus, pod.status?.extendedResourceClaimStatus)) {
    throw refuse(request, `node "${node}" cannot update extended resource claim status`);
  }
}

async function checkPods(context: Context): Promise<void> {
  const { node, request } = context;
  const { subresource } = request.attributes;
  if (subresource === "") await checkPod(context);
  else if (subresource === "status") checkPodStatus(context);
  else if (subresource !== "eviction") {
    throw refuse(request, `unexpected pod subresource "${subresource}", only 'status' and 'eviction' are allowed`);
  } else if (request.operation !== "CREATE") throw refuse(request, `unexpected operation ${request.operation}`);
  else if ((await boundPod(context)).spec?.nodeName !== node) {
    throw refuse(request, `node ${node} can only evict pods with spec.nodeName set to itself`);
  }
}

function checkNodes({ node, request }: Context): void {
  const { attributes, operation } = request;
  const object = request.object as Node | undefined;
  const old = request.oldObject as Node | undefined;
  const name = attributes.name || (object?.metadata?.name ?? "");
  if (name !== node) throw refuse(request, `node "${node}" is not allowed to modify node "${name}"`);
  if (object === undefined) return;
  const labels = forbiddenLabels(object.metadata?.labels, old?.metadata?.labels).join(", ");
  if (operation === "CREATE") {
    if (object.spec?.configSource !== undefined) {
      throw refuse(request, `node "${node}" is not allowed to create pods with a non-nil configSource`);
    }
    if (labels !== "") throw refuse(request, `node "${node}" is not allowed to set the following labels: ${labels}`);
  }
  if (operation !== "UPDATE") return;
  const { spec } = object;
  if (spec?.configSource !== undefined && !semanticEqual(spec.configSource, old?.spec?.configSource)) {
    throw refuse(request, `node "${node}" is not allowed to update configSource to a new non-nil configSource`);
  }
  if (!semanticEqual(spec?.taints ?? [], old?.spec?.taints ?? [])) {
    throw refuse(request, `node "${node}" is not allowed to modify taints`);
  }
  if (!semanticEqual(object.metadata?.ownerReferences ?? [], old?.metadata?.ownerReferences ?? [])) {
    throw refuse(request, `node "${node}" is not allowed to modify ownerReferences`);
  }
  if (labels !== "") throw refuse(request, `is not allowed to modify labels: ${labels}`);
}

/** Of a claim a kubelet reports how far growing it came, nothing else. */
function checkClaims({ node, request }: Context): void {
  if (request.attributes.subresource !== "status") throw refuse(request, "may only update PVC status");
  if (request.operation !== "UPDATE") throw refuse(request, `unexpected operation "${request.operation}"`);
  const rest = ({ metadata, status, ...others }: PersistentVolumeClaim): object => {
    const { resourceVersion: _, managedFields: __, ...keptMetadata } = metadata ?? {};
    const {
      capacity: ___,
      conditions: ____,
      allocatedResources: _____,
      allocatedResourceStatuses: ______,
      ...keptStatus
    } = status ?? {};
    return { ...others, metadata: keptMetadata, status: keptStatus };
  };
  if (semanticEqual(rest(request.object as PersistentVolumeClaim), rest(request.oldObject as PersistentVolumeClaim)))
    return;
  throw refuse(
    request,
    `node "${node}" is not allowed to update fields other than status.quantity and status.conditions`,
  );
}

async function checkToken(context: Context): Promise<void> {
  const { node, request, reader, permits } = context;
  const { attributes, operation } = request;
  if (operation !== "CREATE" || attributes.subresource !== "token") return;
  const { spec } = request.object as TokenRequest;
  const reference = spec?.boundObjectRef;
  if (reference?.apiVersion !== "v1" || reference.kind !== "Pod" || !reference.name) {
    throw refuse(request, "node requested token not bound to a pod");
  }
  if (!reference.uid) throw refuse(request, "node requested token with a pod binding without a uid");
  const pod = await reader.get<Pod>("", "pods", attributes.namespace, reference.name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, reference.name);
  if (reference.uid !== pod.metadata?.uid) {
    const mismatch = `the UID in the bound object reference (${reference.uid}) does not match the UID in record`;
    throw refuse(request, `${mismatch}. The object might have been deleted and then recreated`);
  }
  if (pod.spec?.nodeName !== node)
    throw refuse(request, "node requested token bound to a pod scheduled on a different node");
  const audiences = spec?.audiences ?? [];
  if (audiences.length > 1) throw refuse(request, "node may only request 0 or 1 audiences");
  const audience = audiences[0] ?? "";
  if (await mentionsAudience(pod, audience, reader)) return;
  const right = {
    ...attributes,
    verb: "request-serviceaccounts-token-audience",
    version: "v1",
    resource: audience,
    subresource: "",
  };
  if (await permits(right)) return;
  const { username } = attributes.user;
  throw refuse(
    request,
    `audience "${audience}" not found in pod spec volume, ${username} is not authorized to request tokens for this audience`,
  );
}

/** Objects that bear the name of the node. */
function checkOwnName({ node, request }: Context, what: string): void {
  const name = request.operation === "CREATE" ? request.object?.metadata?.name : request.attributes.name;
  if (name !== node) throw refuse(request, `can only access ${what} with the same name as the requesting node`);
}

function checkSlice({ node, request }: Context): void {
  const { operation } = request;
  if (operation !== "CREATE" && operation !== "DELETE") return;
  const { spec } = (operation === "CREATE" ? request.object : request.oldObject) as ResourceSlice;
  if (spec.nodeName === node) return;
  throw refuse(
    request,
    `can only ${operation.toLowerCase()} ResourceSlice with the same NodeName as the requesting node`,
  );
}

async function checkSigningRequest({ node, request, requests }: Context): Promise<void> {
  if (request.operation !== "CREATE") return;
  const { signerName, request: body } = (request.object as CertificateSigningRequest).spec;
  if (!KUBELET_SIGNERS.includes(signerName)) return;
  const subject = await requests.subjectOfRequest(body);
  if (subject === undefined) throw refuse(request, "unable to parse csr: PEM block type must be CERTIFICATE REQUEST");
  if (subject.commonName !== `system:node:${node}`)
    throw refuse(request, `can only create a node CSR with CN=system:node:${node}`);
}

const CHECKS: ReadonlyMap<string, (context: Context) => void | Promise<void>> = new Map<
  string,
  (context: Context) => void | Promise<void>
>([
  ["/pods", checkPods],
  ["/nodes", checkNodes],
  ["/persistentvolumeclaims", checkClaims],
  ["/serviceaccounts", checkToken],
  [
    "coordination.k8s.io/leases",
    (context) => {
      if (context.request.attributes.namespace !== LEASE_NAMESPACE) {
        throw refuse(context.request, `can only access leases in the "${LEASE_NAMESPACE}" system namespace`);
      }
      checkOwnName(context, "node lease");
    },
  ],
  [
    "storage.k8s.io/csinodes",
    (context) => {
      checkOwnName(context, "CSINode");
    },
  ],
  ["resource.k8s.io/resourceslices", checkSlice],
  ["certificates.k8s.io/certificatesigningrequests", checkSigningRequest],
]);

/** A kubelet writes about its own node and the pods on it, and cannot draw pods to itself. */
export function nodeRestriction(permits: Permits, requests: RequestReader): AdmissionPlugin {
  return {
    name: "NodeRestriction",
    handles: ({ attributes: { user, group, resource }, operation }) =>
      operation !== "CONNECT" && CHECKS.has(`${group}/${resource}`) && nodeNameOf(user) !== undefined,
    async validate(request, reader) {
      const { user, group, resource } = request.attributes;
      const node = nodeNameOf(user) ?? "";
      if (node === "") throw refuse(request, `could not determine node from user "${user.username}"`);
      await CHECKS.get(`${group}/${resource}`)?.({ node, request, reader, permits, requests });
    },
  };
}
