import { ensureObject, type RestClient } from "../cluster/rest-client.js";
import { JOINERS_GROUP } from "./bootstrap-token.js";

const RBAC = "rbac.authorization.k8s.io";
const RBAC_PATH = `/apis/${RBAC}/v1`;

const CERTIFICATES = "certificates.k8s.io";

/** Approved by itself: a node's request for the certificate that it shows to the ApiServer. */
const SERVING_ROLE = "flotilla:selfnodeserver";
/** Kubernetes gives nobody the right to approve those, since none of its controllers does. */
const APPROVER_ROLE = "flotilla:kubelet-serving-approver";

const CLUSTER_ROLES = [
  [
    SERVING_ROLE,
    { apiGroups: [CERTIFICATES], resources: ["certificatesigningrequests/selfnodeserver"], verbs: ["create"] },
  ],
  [
    APPROVER_ROLE,
    {
      apiGroups: [CERTIFICATES],
      resources: ["signers"],
      resourceNames: ["kubernetes.io/kubelet-serving"],
      verbs: ["approve"],
    },
  ],
] as const;

const user = (name: string) => ({ apiGroup: RBAC, kind: "User", name });
const group = (name: string) => ({ apiGroup: RBAC, kind: "Group", name });
const clusterRole = (name: string) => ({ apiGroup: RBAC, kind: "ClusterRole", name });

/** Who joins may ask for certificates, and gets them. The kubeadm: ones are those that kubeadm makes. */
const CLUSTER_BINDINGS = [
  ["kubeadm:kubelet-bootstrap", "system:node-bootstrapper", group(JOINERS_GROUP)],
  [
    "kubeadm:node-autoapprove-bootstrap",
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    group(JOINERS_GROUP),
  ],
  [
    "kubeadm:node-autoapprove-certificate-rotation",
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    group("system:nodes"),
  ],
  ["flotilla:node-autoapprove-serving", SERVING_ROLE, group("system:nodes")],
  [APPROVER_ROLE, APPROVER_ROLE, user("system:kube-controller-manager")],
  // The Proxy of a node that joined runs as the node.
  ["flotilla:node-proxier", "system:node-proxier", group("system:nodes")],
] as const;

/** Makes the roles and bindings by which nodes join; what is there stays as it is. */
export async function ensureBootstrapRights(client: RestClient): Promise<void> {
  for (const [name, rule] of CLUSTER_ROLES)
    await ensureObject(client, `${RBAC_PATH}/clusterroles`, { metadata: { name }, rules: [rule] });
  for (const [name, role, subject] of CLUSTER_BINDINGS) {
    await ensureObject(client, `${RBAC_PATH}/clusterrolebindings`, {
      metadata: { name },
      roleRef: clusterRole(role),
      subjects: [subject],
    });
  }
  const name = "kubeadm:bootstrap-signer-clusterinfo";
  const rule = { apiGroups: [""], resources: ["configmaps"], resourceNames: ["cluster-info"], verbs: ["get"] };
  await ensureObject(client, `${RBAC_PATH}/namespaces/kube-public/roles`, { metadata: { name }, rules: [rule] });
  const binding = {
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: "Role", name },
    subjects: [user("system:anonymous")],
  };
  await ensureObject(client, `${RBAC_PATH}/namespaces/kube-public/rolebindings`, binding);
}
