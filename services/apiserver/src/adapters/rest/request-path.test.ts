import { parseRequestPath } from "./request-path.js";

const resource = {
  kind: "resource",
  group: "",
  version: "v1",
  resource: "",
  namespace: "",
  name: "",
  subresource: "",
  rest: "",
  watch: false,
};

test.each([
  ["/api/v1/pods", { resource: "pods" }],
  ["/api/v1/nodes/n1", { resource: "nodes", name: "n1" }],
  ["/api/v1/nodes/n1/status", { resource: "nodes", name: "n1", subresource: "status" }],
  ["/api/v1/namespaces", { resource: "namespaces" }],
  ["/api/v1/namespaces/a", { resource: "namespaces", namespace: "a", name: "a" }],
  ["/api/v1/namespaces/a/status", { resource: "namespaces", namespace: "a", name: "a", subresource: "status" }],
  ["/api/v1/namespaces/a/finalize", { resource: "namespaces", namespace: "a", name: "a", subresource: "finalize" }],
  ["/api/v1/namespaces/a/pods", { resource: "pods", namespace: "a" }],
  ["/api/v1/namespaces/a/pods/p/log", { resource: "pods", namespace: "a", name: "p", subresource: "log" }],
  [
    "/api/v1/namespaces/a/pods/p/proxy/x/y",
    { resource: "pods", namespace: "a", name: "p", subresource: "proxy", rest: "/x/y" },
  ],
  [
    "/api/v1/namespaces/a/pods/p/proxy/x/",
    { resource: "pods", namespace: "a", name: "p", subresource: "proxy", rest: "/x/" },
  ],
  ["/api/v1/watch/pods", { resource: "pods", watch: true }],
  [
    "/apis/apps/v1/namespaces/a/deployments/d/scale",
    { group: "apps", resource: "deployments", namespace: "a", name: "d", subresource: "scale" },
  ],
  [
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode",
    { group: "rbac.authorization.k8s.io", resource: "clusterroles", name: "system:node" },
  ],
])("%s names a resource", (path, expected) => {
  expect(parseRequestPath(path)).toEqual({ ...resource, ...expected });
});

test.each(["/", "/healthz", "/api", "/api/v1", "/apis", "/apis/apps", "/apis/apps/v1", "/openapi/v3/api/v1"])(
  "%s names no resource",
  (path) => {
    expect(parseRequestPath(path)).toEqual({ kind: "other", path });
  },
);

test("a broken percent-encoding is an unknown path", () => {
  expect(() => parseRequestPath("/api/v1/nodes/%zz")).toThrow("the server could not find the requested resource");
});
