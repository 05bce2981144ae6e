import type { KubeObject } from "@flotilla/api";
import { Agent, request } from "node:https";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";

// Identity, rights and admission of the whole service, on a real etcd, as kubectl and bare HTTP see them.

let server: TestApiServer;

beforeAll(async () => {
  server = await startTestApiServer();
  await server.ready();
  await apply(
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "default" } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "robot", namespace: "default" } },
  );
}, 60_000);

afterAll(() => server.stop());

async function kubectl(...args: string[]): Promise<string> {
  const { stdout, stderr } = await server.kubectl(args);
  return (stdout + stderr).trim();
}

async function apply(...items: readonly object[]): Promise<void> {
  const { code, stderr } = await server.kubectl(
    ["create", "-f", "-"],
    JSON.stringify({ apiVersion: "v1", kind: "List", items }),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

/** Without a client certificate. */
function bare(
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly message: string }> {
  const [host, port] = server.server.restAddress.split(":");
  const agent = new Agent({ ca: server.pki.ca.certificate });
  return new Promise((resolve, reject) => {
    request({ agent, host, port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        agent.destroy();
        const { message = "" } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { message?: string };
        resolve({ code: response.statusCode ?? 0, message });
      });
    })
      .on("error", reject)
      .end();
  });
}

test("who shows nothing is anonymous, who shows a bad token is refused", async () => {
  await expect(bare("/api/v1/nodes")).resolves.toEqual({
    code: 403,
    message:
      'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
  });
  await expect(bare("/api/v1/nodes", { authorization: "Bearer nonsense" })).resolves.toEqual({
    code: 401,
    message: "Unauthorized",
  });
  await expect(
    bare("/api/v1/nodes", { "impersonate-user": "admin", "impersonate-group": "system:masters" }),
  ).resolves.toMatchObject({ code: 403 });
  await expect(
    bare("/api/v1/nodes", { "x-remote-user": "admin", "x-remote-group": "system:masters" }),
  ).resolves.toMatchObject({ code: 403 });
});

test("rights come with a binding and go with it", async () => {
  const refused =
    'Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"';
  await expect(kubectl("get", "pods", "--as=jane")).resolves.toBe(refused);
  await kubectl("create", "rolebinding", "jane", "--clusterrole=view", "--user=jane");
  await expect(kubectl("get", "pods", "--as=jane")).resolves.toBe("No resources found in default namespace.");
  await expect(kubectl("auth", "can-i", "delete", "pods", "--as=jane")).resolves.toBe("no");
  await expect(kubectl("auth", "can-i", "--list", "--as=jane")).resolves.toMatch(
    /configmaps\s+\[\]\s+\[\]\s+\[get list watch\]/,
  );
  await kubectl("delete", "rolebinding", "jane");
  await expect(kubectl("get", "pods", "--as=jane")).resolves.toBe(refused);
});

test("nobody gives away what they do not have", async () => {
  await kubectl("create", "rolebinding", "boss", "--clusterrole=admin", "--user=boss");
  await expect(kubectl("create", "role", "own", "--verb=get", "--resource=pods", "--as=boss")).resolves.toBe(
    "role.rbac.authorization.k8s.io/own created",
  );
  const refused = await kubectl("create", "role", "more", "--verb=get", "--resource=nodes", "--as=boss");
  expect(refused).toContain(
    'user "boss" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:',
  );
  await expect(
    kubectl("create", "rolebinding", "top", "--clusterrole=cluster-admin", "--user=boss", "--as=boss"),
  ).resolves.toContain("not currently held");
});

test("the token of an account ends with the account", async () => {
  const token = await kubectl("create", "token", "robot");
  const authorization = `Bearer ${token}`;
  await expect(bare("/api/v1/namespaces/default/pods", { authorization })).resolves.toEqual({
    code: 403,
    message:
      'pods is forbidden: User "system:serviceaccount:default:robot" cannot list resource "pods" in API group "" in the namespace "default"',
  });
  await kubectl("delete", "serviceaccount", "robot");
  await expect(bare("/api/v1/namespaces/default/pods", { authorization })).resolves.toEqual({
    code: 401,
    message: "Unauthorized",
  });
});

test("a kubelet sees what its own pods need", async () => {
  const secret = (name: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "default" } });
  const pod = (name: string, nodeName: string, secretName: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { nodeName, containers: [{ name: "c", image: "i:1" }], volumes: [{ name: "v", secret: { secretName } }] },
  });
  await apply(secret("of-a"), secret("of-b"), pod("on-a", "node-a", "of-a"), pod("on-b", "node-b", "of-b"));
  const asNode = (...args: string[]) => kubectl(...args, "--as=system:node:node-a", "--as-group=system:nodes");
  await expect(asNode("get", "secret", "of-a", "-o", "name")).resolves.toBe("secret/of-a");
  await expect(asNode("get", "secret", "of-b")).resolves.toBe(
    'Error from server (Forbidden): secrets "of-b" is forbidden: User "system:node:node-a" cannot get resource "secrets" in API group "" in the namespace "default": no relationship found between node \'node-a\' and this object',
  );
  await expect(asNode("get", "secrets")).resolves.toContain("No Object name found");
  await expect(asNode("get", "pods", "--field-selector=spec.nodeName=node-a", "-o", "name")).resolves.toBe("pod/on-a");
  await expect(asNode("get", "pods")).resolves.toContain("can only list/watch pods with spec.nodeName field selector");
  await expect(asNode("delete", "pod", "on-b")).resolves.toContain(
    'node "node-a" can only delete pods with spec.nodeName set to itself',
  );
});

test("a namespace is held to its level, and its pods have accounts", async () => {
  await kubectl("create", "namespace", "strict");
  await apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "strict" } });
  await kubectl("label", "namespace", "strict", "pod-security.kubernetes.io/enforce=restricted");
  await expect(kubectl("run", "p", "--image=i:1", "-n", "strict")).resolves.toBe(
    'Error from server (Forbidden): pods "p" is forbidden: violates PodSecurity "restricted:latest": ' +
      'allowPrivilegeEscalation != false (container "p" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "p" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "p" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "p" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
  const warned = await kubectl("create", "deployment", "d", "--image=i:1", "-n", "strict");
  expect(warned).toContain('Warning: would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false');
  expect(warned).toContain("deployment.apps/d created");
  await expect(kubectl("run", "q", "--image=i:1", `--overrides={"spec":{"serviceAccountName":"none"}}`)).resolves.toBe(
    'Error from server (Forbidden): pods "q" is forbidden: error looking up service account default/none: serviceaccount "none" not found',
  );
  await expect(kubectl("delete", "namespace", "kube-system")).resolves.toBe(
    'Error from server (Forbidden): namespaces "kube-system" is forbidden: this namespace may not be deleted',
  );
});

test("64 writers at the same time do not exceed a quota", async () => {
  await kubectl("create", "namespace", "small");
  const path = "/api/v1/namespaces/small/resourcequotas";
  const hard = { "count/configmaps": "10" };
  const quota = (await server.request("POST", path, { metadata: { name: "q" }, spec: { hard } })).json<KubeObject>();
  await server.request("PUT", `${path}/q/status`, { ...quota, status: { hard, used: { "count/configmaps": "0" } } });
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      server.request("POST", "/api/v1/namespaces/small/configmaps", { metadata: { name: `c${i}` } }),
    ),
  );
  const codes = answers.map(({ code }) => code);
  expect(codes.filter((code) => code === 201)).toHaveLength(10);
  expect(codes.filter((code) => code === 403)).toHaveLength(54);
  expect(answers.find(({ code }) => code === 403)?.json<{ message: string }>().message).toMatch(
    /^configmaps "c\d+" is forbidden: exceeded quota: q, requested: count\/configmaps=1, used: count\/configmaps=10, limited: count\/configmaps=10$/,
  );
});
