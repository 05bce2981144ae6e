import { horizontalPodAutoscalers } from "../resources.js";
import { aggregatedDiscovery } from "./aggregated.js";
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from "./legacy.js";
import { builtinVersions, customResourceGroupPriority, type ServedVersion } from "./served-version.js";

const builtin = builtinVersions();
const widgets = (version: string, versionPriority: number): ServedVersion => ({
  group: "example.com",
  version,
  groupPriority: customResourceGroupPriority,
  versionPriority,
  kinds: [
    {
      group: "example.com",
      version,
      resource: "widgets",
      kind: "Widget",
      namespaced: true,
      singular: "widget",
      shortNames: [],
      categories: [],
      verbs: ["get", "list"],
      subresources: [],
      message: "",
    },
  ],
});

test("groups come in the order of kube-apiserver", () => {
  expect(apiGroupList(builtin).groups.map((group) => group.name)).toEqual([
    "apiregistration.k8s.io",
    "apps",
    "events.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "scheduling.k8s.io",
    "coordination.k8s.io",
    "node.k8s.io",
    "discovery.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "resource.k8s.io",
  ]);
});

test("the core group is /api's, with no name, and no other is", () => {
  const { items } = aggregatedDiscovery(builtin, "/api");
  expect(items.map((item) => [item.metadata, item.versions?.map((version) => version.version)])).toEqual([
    [{}, ["v1"]],
  ]);
  expect(apiVersions(builtin, "10.0.0.1:6443")).toMatchObject({ versions: ["v1"] });
});

test("aggregated discovery tells all about a resource", () => {
  const apps = aggregatedDiscovery(builtin, "/apis").items.find((item) => item.metadata?.name === "apps");
  expect(apps?.versions?.[0]?.resources?.find((resource) => resource.resource === "deployments")).toEqual({
    resource: "deployments",
    responseKind: { group: "apps", version: "v1", kind: "Deployment" },
    scope: "Namespaced",
    singularResource: "deployment",
    verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    shortNames: ["deploy"],
    categories: ["all"],
    subresources: [
      {
        subresource: "scale",
        responseKind: { group: "autoscaling", version: "v1", kind: "Scale" },
        verbs: ["get", "patch", "update"],
      },
      {
        subresource: "status",
        responseKind: { group: "apps", version: "v1", kind: "Deployment" },
        verbs: ["get", "patch", "update"],
      },
    ],
  });
});

test("kubectl drain finds the eviction of pods in /api/v1", () => {
  expect(apiResourceList(builtin, "", "v1")?.resources).toContainEqual({
    name: "pods/eviction",
    singularName: "",
    namespaced: true,
    group: "policy",
    version: "v1",
    kind: "Eviction",
    verbs: ["create"],
  });
});

test("autoscaling prefers v2, though v1 is served too", () => {
  expect(apiGroup(builtin, "autoscaling")).toMatchObject({
    preferredVersion: { groupVersion: "autoscaling/v2", version: "v2" },
    versions: [{ version: "v2" }, { version: "v1" }],
  });
  expect(horizontalPodAutoscalers.version).toBe("v2");
});

test("custom resources come last, their versions by priority", () => {
  const versions = [widgets("v1beta1", 1), ...builtin, widgets("v1", 2)];
  const groups = apiGroupList(versions).groups;
  expect(groups.at(-1)).toMatchObject({ name: "example.com", preferredVersion: { version: "v1" } });
});

test("what is not served is not there", () => {
  expect(apiGroup(builtin, "example.com")).toBeUndefined();
  expect(apiResourceList(builtin, "apps", "v2")).toBeUndefined();
  expect(builtin.some((version) => version.group === "meta.k8s.io")).toBe(false);
});
