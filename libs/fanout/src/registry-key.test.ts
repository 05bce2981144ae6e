import { resourceOfKey } from "./registry-key.js";

test.each([
  ["/registry/pods/default/web-1", { group: "", resource: "pods" }],
  ["/registry/minions/node-1", { group: "", resource: "nodes" }],
  ["/registry/services/specs/default/web", { group: "", resource: "services" }],
  ["/registry/services/endpoints/default/web", { group: "", resource: "endpoints" }],
  ["/registry/controllers/default/web", { group: "", resource: "replicationcontrollers" }],
  ["/registry/deployments/default/web", { group: "apps", resource: "deployments" }],
  ["/registry/ingress/default/web", { group: "networking.k8s.io", resource: "ingresses" }],
  ["/registry/leases/kube-node-lease/node-1", { group: "coordination.k8s.io", resource: "leases" }],
  ["/registry/events/default/web.1", { group: "", resource: "events" }],
  ["/registry/example.com/widgets/default/one", { group: "example.com", resource: "widgets" }],
  [
    "/registry/apiregistration.k8s.io/apiservices/v1.apps",
    { group: "apiregistration.k8s.io", resource: "apiservices" },
  ],
])("%s belongs to %j", (key, resource) => expect(resourceOfKey(key)).toEqual(resource));

test.each(["/registry/ranges/serviceips", "/registry/health", "/other/pods/default/web", "/registry/pods", ""])(
  "%s belongs to no resource",
  (key) => expect(resourceOfKey(key)).toBeUndefined(),
);
