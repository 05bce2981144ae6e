import type { KubeObject } from "@flotilla/api";
import type { KindInfo } from "@flotilla/api/kind-info.js";
import { configMaps, deployments, endpointSlices, networkPolicies, nodes } from "@flotilla/api/resources.js";
import { emptyObject, toNormalForm } from "./normal-form.js";
import type { Resource } from "./resource.js";

const resourceOf = (kind: KindInfo): Resource => ({ ...kind, prefix: "/", strategy: {} });

test.each([
  ["a ConfigMap has none", configMaps, {}],
  ["a Deployment has its structs", deployments, { spec: { template: { spec: {} }, strategy: {} }, status: {} }],
  ["a NetworkPolicy selects", networkPolicies, { spec: { podSelector: {} } }],
])("zeros that Go writes out: %s", (_, kind, fields) => {
  expect(emptyObject(resourceOf(kind))).toMatchObject({ kind: kind.kind, ...fields });
});

test("scalars without omitempty are written within structs that are", () => {
  expect(emptyObject(resourceOf(nodes))).toMatchObject({
    status: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: { machineID: "", architecture: "" } },
  });
});

test("items of lists are filled, and what is there stays", () => {
  const slice = {
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.0.0.1"] }, { addresses: [], conditions: { ready: true } }],
  } as KubeObject;
  toNormalForm(resourceOf(endpointSlices), slice);
  expect(slice).toMatchObject({
    endpoints: [{ addresses: ["10.0.0.1"], conditions: {} }, { conditions: { ready: true } }],
  });
});
