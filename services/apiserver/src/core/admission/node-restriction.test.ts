import { admit } from "../testing/admission-request.js";
import { MemoryReader } from "../testing/memory-reader.js";
import { nodeRestriction } from "./node-restriction.js";

describe("NodeRestriction", () => {
  const user = { username: "system:node:n1", groups: ["system:nodes"] };
  const requests = { subjectOfRequest: (name: string) => Promise.resolve({ commonName: name, organizations: [] }) };
  const plugin = nodeRestriction(() => Promise.resolve(false), requests);
  const pod = (name: string, nodeName: string, spec: object = {}) => ({
    metadata: { namespace: "x", name, uid: `${name}-uid` },
    spec: { nodeName, containers: [], ...spec },
  });
  const token = { name: "t", projected: { sources: [{ serviceAccountToken: { path: "p", audience: "vault" } }] } };
  const reader = new MemoryReader()
    .with("pods", pod("mine", "n1", { volumes: [token] }) as never, pod("other", "n2"))
    .with("nodes", { metadata: { name: "n1", uid: "node-uid" } });
  const owner = { apiVersion: "v1", kind: "Node", name: "n1", uid: "node-uid", controller: true };
  const mirror = (change: object = {}, metadata: object = {}) => ({
    metadata: { name: "m", annotations: { "kubernetes.io/config.mirror": "h" }, ownerReferences: [owner], ...metadata },
    spec: { nodeName: "n1", containers: [], ...change },
  });
  const node = (name: string, labels: object = {}, spec: object = {}) => ({ metadata: { name, labels }, spec });
  const bound = (reference: object, audiences: string[] = ["vault"]) => ({
    spec: { audiences, boundObjectRef: reference },
  });
  const mine = { kind: "Pod", apiVersion: "v1", name: "mine", uid: "mine-uid" };

  test.each([
    ["its mirror pods", { what: "pods", object: mirror() }],
    ["the end of its pods", { what: "pods", old: pod("mine", "n1") }],
    ["the state of its pods", { what: "pods/status", old: pod("mine", "n1"), object: pod("mine", "n1") }],
    ["evictions of its pods", { what: "pods/eviction", object: { metadata: { name: "mine" } } }],
    [
      "itself",
      {
        what: "nodes",
        namespace: "",
        object: node("n1", { "kubernetes.io/hostname": "n1", "node.kubernetes.io/x": "y", own: "z" }),
      },
    ],
    ["tokens of its pods", { what: "serviceaccounts/token", object: bound(mine) }],
    [
      "its lease",
      { what: "leases@coordination.k8s.io", namespace: "kube-node-lease", object: { metadata: { name: "n1" } } },
    ],
    [
      "a request for its certificate",
      {
        what: "certificatesigningrequests@certificates.k8s.io",
        object: { spec: { signerName: "kubernetes.io/kubelet-serving", request: "system:node:n1" } },
      },
    ],
    [
      "a request to other signers",
      {
        what: "certificatesigningrequests@certificates.k8s.io",
        object: { spec: { signerName: "x/y", request: "jane" } },
      },
    ],
  ])("a kubelet writes %s", async (_, write) => {
    await expect(admit(plugin, { ...write, user }, reader)).resolves.toBeDefined();
  });

  test.each([
    [
      { what: "pods", object: mirror({}, { annotations: {} }) },
      'pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
    ],
    [
      { what: "pods", object: mirror({ nodeName: "n2" }) },
      'node "n1" can only create pods with spec.nodeName set to itself',
    ],
    [
      { what: "pods", object: mirror({}, { ownerReferences: [] }) },
      'node "n1" can only create pods with an owner reference set to itself',
    ],
    [
      { what: "pods", object: mirror({}, { ownerReferences: [{ ...owner, uid: "u" }] }) },
      "node n1 UID mismatch: expected u got node-uid",
    ],
    [
      { what: "pods", object: mirror({ volumes: [{ name: "v", secret: { secretName: "s" } }] }) },
      'node "n1" can not create pods that reference secrets',
    ],
    [
      { what: "pods", object: mirror({ volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c" } }] }) },
      'node "n1" can not create pods that reference persistentvolumeclaims',
    ],
    [{ what: "pods", old: pod("other", "n2") }, 'node "n1" can only delete pods with spec.nodeName set to itself'],
    [
      { what: "pods", old: pod("mine", "n1"), object: pod("mine", "n1") },
      'node "n1" can only create and delete mirror pods',
    ],
    [
      { what: "pods/status", old: pod("other", "n2"), object: pod("other", "n2") },
      'node "n1" can only update pod status for pods with spec.nodeName set to itself',
    ],
    [
      {
        what: "pods/status",
        old: pod("mine", "n1"),
        object: { ...pod("mine", "n1"), metadata: { name: "mine", labels: { a: "b" } } },
      },
      'node "n1" cannot update labels through pod status',
    ],
    [
      { what: "pods/eviction", object: { metadata: { name: "other" } } },
      "node n1 can only evict pods with spec.nodeName set to itself",
    ],
    [
      { what: "pods/exec", object: {}, name: "mine" },
      "unexpected pod subresource \"exec\", only 'status' and 'eviction' are allowed",
    ],
    [{ what: "nodes", object: node("n2") }, 'node "n1" is not allowed to modify node "n2"'],
    [{ what: "nodes", old: node("n2") }, 'node "n1" is not allowed to modify node "n2"'],
    [
      {
        what: "nodes",
        object: node("n1", { "node-restriction.kubernetes.io/x": "y", "node-role.kubernetes.io/control-plane": "" }),
      },
      'node "n1" is not allowed to set the following labels: node-restriction.kubernetes.io/x, node-role.kubernetes.io/control-plane',
    ],
    [
      { what: "nodes", object: node("n1", {}), old: node("n1", { "a.kubernetes.io/b": "c" }) },
      "is not allowed to modify labels: a.kubernetes.io/b",
    ],
    [
      { what: "nodes", object: node("n1"), old: node("n1", {}, { taints: [{ key: "a", effect: "NoSchedule" }] }) },
      'node "n1" is not allowed to modify taints',
    ],
    [{ what: "serviceaccounts/token", object: { spec: { audiences: [] } } }, "node requested token not bound to a pod"],
    [
      { what: "serviceaccounts/token", object: bound({ ...mine, uid: undefined }) },
      "node requested token with a pod binding without a uid",
    ],
    [{ what: "serviceaccounts/token", object: bound({ ...mine, uid: "u" }) }, "does not match the UID in record"],
    [
      { what: "serviceaccounts/token", object: bound({ ...mine, name: "other", uid: "other-uid" }) },
      "node requested token bound to a pod scheduled on a different node",
    ],
    [{ what: "serviceaccounts/token", object: bound(mine, ["bank"]) }, 'audience "bank" not found in pod spec volume'],
    [
      { what: "serviceaccounts/token", object: bound(mine, ["vault", "bank"]) },
      "node may only request 0 or 1 audiences",
    ],
    [
      { what: "leases@coordination.k8s.io", namespace: "kube-node-lease", object: { metadata: { name: "n2" } } },
      "can only access node lease with the same name as the requesting node",
    ],
    [
      { what: "leases@coordination.k8s.io", object: { metadata: { name: "n1" } } },
      'can only access leases in the "kube-node-lease" system namespace',
    ],
    [
      { what: "csinodes@storage.k8s.io", object: { metadata: { name: "n2" } } },
      "can only access CSINode with the same name as the requesting node",
    ],
    [
      { what: "resourceslices@resource.k8s.io", object: { metadata: { name: "s" }, spec: { nodeName: "n2" } } },
      "can only create ResourceSlice with the same NodeName as the requesting node",
    ],
    [{ what: "persistentvolumeclaims", object: {}, old: {} }, "may only update PVC status"],
    [
      {
        what: "persistentvolumeclaims/status",
        object: { status: { phase: "Lost" } },
        old: { status: { phase: "Bound" } },
      },
      "is not allowed to update fields other than status.quantity and status.conditions",
    ],
    [
      {
        what: "certificatesigningrequests@certificates.k8s.io",
        object: { spec: { signerName: "kubernetes.io/kubelet-serving", request: "system:node:n2" } },
      },
      "can only create a node CSR with CN=system:node:n1",
    ],
  ])("a kubelet does not write %j", async (write, message) => {
    await expect(admit(plugin, { ...write, user }, reader)).rejects.toThrow(message);
  });

  test("a kubelet that does not say of which node it is writes nothing", async () => {
    const nameless = { username: "system:node:", groups: ["system:nodes"] };
    await expect(admit(plugin, { what: "pods", object: mirror(), user: nameless }, reader)).rejects.toThrow(
      'could not determine node from user "system:node:"',
    );
  });

  test("others may", async () => {
    await expect(admit(plugin, { what: "nodes", object: node("n2") }, reader)).resolves.toBeDefined();
  });
});
