import type { KubeObject } from "@flotilla/api";
import { MemoryReader } from "../../testing/memory-reader.js";
import { nodeAuthorizer } from "./node-authorizer.js";

const kubelet = { username: "system:node:n1", groups: ["system:nodes"] };

const reader = new MemoryReader()
  .with(
    "pods",
    {
      metadata: { namespace: "x", name: "mine" },
      spec: {
        nodeName: "n1",
        serviceAccountName: "robot",
        imagePullSecrets: [{ name: "pull" }],
        containers: [
          { name: "c", env: [{ name: "E", valueFrom: { secretKeyRef: { name: "env-secret", key: "k" } } }] },
        ],
        volumes: [
          { name: "v", persistentVolumeClaim: { claimName: "claim" } },
          { name: "w", configMap: { name: "config" } },
        ],
      },
    } as KubeObject,
    {
      metadata: { namespace: "x", name: "other" },
      spec: { nodeName: "n2", containers: [], volumes: [{ name: "v", secret: { secretName: "foreign" } }] },
    } as KubeObject,
  )
  .with("persistentvolumeclaims", {
    metadata: { namespace: "x", name: "claim" },
    spec: { volumeName: "volume" },
  } as KubeObject)
  .with(
    "persistentvolumes",
    {
      metadata: { name: "volume" },
      spec: {
        claimRef: { namespace: "x", name: "claim" },
        csi: { driver: "d", volumeHandle: "h", nodeStageSecretRef: { namespace: "storage", name: "stage" } },
      },
    } as KubeObject,
    { metadata: { name: "unclaimed" }, spec: {} } as KubeObject,
  )
  .with(
    "storage.k8s.io/volumeattachments",
    { metadata: { name: "here" }, spec: { nodeName: "n1" } } as KubeObject,
    {
      metadata: { name: "there" },
      spec: { nodeName: "n2" },
    } as KubeObject,
  );

function ask(
  verb: string,
  what: string,
  where = "",
  more: { readonly user?: typeof kubelet; readonly fieldSelector?: string } = {},
) {
  const [path = "", group = ""] = what.split("@");
  const [resource = "", subresource = ""] = path.split("/");
  const [namespace = "", name = ""] = where.includes("/") ? where.split("/") : ["", where];
  return nodeAuthorizer.authorize(
    { user: kubelet, verb, group, version: "v1", resource, subresource, namespace, name, ...more },
    reader,
  );
}

test.each([
  ["get", "secrets", "x/pull"],
  ["watch", "secrets", "x/env-secret"],
  ["list", "configmaps", "x/config"],
  ["get", "secrets", "storage/stage"],
  ["get", "persistentvolumeclaims", "x/claim"],
  ["get", "persistentvolumes", "volume"],
  ["create", "serviceaccounts/token", "x/robot"],
  ["get", "volumeattachments@storage.k8s.io", "here"],
  ["get", "nodes", "n1"],
  ["update", "leases@coordination.k8s.io", "kube-node-lease/n1"],
])("a kubelet may %s %s %s", async (verb, what, where) => {
  await expect(ask(verb, what, where)).resolves.toMatchObject({ verdict: "allow" });
});

test.each([
  ["get", "secrets", "x/foreign", "no relationship found between node 'n1' and this object"],
  ["get", "secrets", "y/pull", "no relationship found between node 'n1' and this object"],
  ["list", "secrets", "x/", "No Object name found"],
  ["delete", "secrets", "x/pull", "can only read resources of this type"],
  ["get", "persistentvolumes", "unclaimed", "no relationship found between node 'n1' and this object"],
  ["list", "persistentvolumes", "", "can only get individual resources of this type"],
  ["create", "serviceaccounts/token", "x/default", "no relationship found between node 'n1' and this object"],
  ["get", "volumeattachments@storage.k8s.io", "there", "no relationship found between node 'n1' and this object"],
  ["get", "nodes", "n2", "node 'n1' cannot read 'n2', only its own Node object"],
  ["list", "nodes", "", "node 'n1' cannot read all nodes, only its own Node object"],
  [
    "update",
    "leases@coordination.k8s.io",
    "kube-node-lease/n2",
    "can only access node lease with the same name as the requesting node",
  ],
  [
    "get",
    "leases@coordination.k8s.io",
    "kube-system/n1",
    'can only access leases in the "kube-node-lease" system namespace',
  ],
])("a kubelet may not %s %s %s", async (verb, what, where, reason) => {
  await expect(ask(verb, what, where)).resolves.toEqual({ verdict: "no-opinion", reason });
});

test("a kubelet lists the pods of its own node", async () => {
  const verdict = async (fieldSelector: string) => (await ask("list", "pods", "", { fieldSelector })).verdict;
  await expect(verdict("spec.nodeName=n1")).resolves.toBe("allow");
  await expect(verdict("metadata.namespace=x,spec.nodeName=n1")).resolves.toBe("allow");
  for (const selector of ["", "spec.nodeName=n2", "spec.nodeName!=n1", "spec.nodeName=n1\\,x", "=\\"]) {
    await expect(verdict(selector)).resolves.toBe("no-opinion");
  }
});

test("others are none of its business", async () => {
  await expect(ask("get", "nodes", "n1", { user: { username: "jane", groups: [] } })).resolves.toEqual({
    verdict: "no-opinion",
  });
  await expect(ask("get", "nodes", "n1", { user: { username: "system:node:n1", groups: [] } })).resolves.toEqual({
    verdict: "no-opinion",
  });
});
