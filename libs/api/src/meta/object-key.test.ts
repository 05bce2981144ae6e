import * as keys from "./object-key.js";

test.each([
  ["default/web", { namespace: "default", name: "web" }],
  ["node-1", { namespace: "", name: "node-1" }],
])("key %s", (key, name) => {
  expect(keys.parseObjectKey(key)).toEqual(name);
  expect(keys.formatObjectKey(name)).toBe(key);
  expect(keys.objectKey({ metadata: name })).toBe(key);
});

test.each([
  ["apps/v1", { group: "apps", version: "v1" }],
  ["v1", { group: "", version: "v1" }],
])("apiVersion %s", (apiVersion, groupVersion) => {
  expect(keys.parseApiVersion(apiVersion)).toEqual(groupVersion);
  expect(keys.formatApiVersion(groupVersion)).toBe(apiVersion);
});
