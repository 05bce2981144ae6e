import type { JsonObject } from "../codec/json-object.js";
import { WireReader } from "../codec/wire-reader.js";
import { builtinVersions, customResourceGroupPriority, type ServedVersion } from "../discovery/served-version.js";
import { fieldDocs } from "../schema/generated/field-docs.js";
import { encodeOpenApiV2 } from "./v2-protobuf.js";
import { openApiV2Document } from "./v2.js";
import { openApiV3Document, openApiV3Index, openApiV3Path } from "./v3.js";

const versions = builtinVersions();
const options = { serverVersion: "v1.35.0", docs: fieldDocs };
const documents = new Map(versions.map((version) => [openApiV3Path(version), openApiV3Document(version, options)]));
const v2 = openApiV2Document(versions, options);

interface OperationItem {
  "x-kubernetes-action": string;
  "x-kubernetes-group-version-kind": object;
  operationId: string;
  parameters?: { name: string }[];
  requestBody?: { content: object };
}
type PathItem = Partial<Record<"get" | "put" | "post" | "delete" | "patch", OperationItem>>;

const pathsOf = (document: JsonObject | undefined): Record<string, PathItem> =>
  document?.["paths"] as Record<string, PathItem>;
const schemasOf = (document: JsonObject | undefined): Record<string, JsonObject> => {
  const components = document?.["components"] as { schemas: Record<string, JsonObject> } | undefined;
  return components?.schemas ?? {};
};
const operationsOf = (document: JsonObject): OperationItem[] =>
  Object.values(pathsOf(document)).flatMap(({ get, put, post, delete: remove, patch }) =>
    [get, put, post, remove, patch].filter((operation) => operation !== undefined),
  );

describe.each([...documents.keys()])("version 3 of %s", (path) => {
  const document = documents.get(path) as JsonObject;

  test("every reference leads to a schema", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.filter((name) => !(String(name) in schemasOf(document)))).toEqual([]);
    expect(references.length).toBeGreaterThan(0);
  });

  test("every operation says its kind, its action and an id of its own", () => {
    const operations = operationsOf(document);
    for (const operation of operations) {
      expect(operation).toHaveProperty("x-kubernetes-action");
      expect(operation).toHaveProperty("x-kubernetes-group-version-kind.kind");
    }
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
  });

  test("every patch may be validated by the server, and takes every kind of patch", () => {
    for (const { patch } of Object.values(pathsOf(document))) {
      if (patch === undefined || patch["x-kubernetes-action"] === "connect") continue;
      expect(patch.parameters?.map(({ name }) => name)).toContain("fieldValidation");
      expect(Object.keys(patch.requestBody?.content ?? {})).toEqual([
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
      ]);
    }
  });
});

test("a list knows how it is merged and owned, and what its items are", () => {
  const container = schemasOf(documents.get("api/v1"))["io.k8s.api.core.v1.Container"];
  expect(container).toMatchObject({
    required: ["name"],
    properties: {
      ports: {
        type: "array",
        items: { $ref: "#/components/schemas/io.k8s.api.core.v1.ContainerPort" },
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
        "x-kubernetes-patch-merge-key": "containerPort",
        "x-kubernetes-patch-strategy": "merge",
      },
    },
  });
});

test("inlined fields stand among their neighbours", () => {
  const probe = schemasOf(documents.get("api/v1"))["io.k8s.api.core.v1.Probe"];
  expect(Object.keys(probe?.["properties"] as object)).toEqual(expect.arrayContaining(["httpGet", "periodSeconds"]));
});

test("kinds that belong to all groups say so", () => {
  const options = schemasOf(documents.get("apis/apps/v1"))["io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"];
  expect(options?.["x-kubernetes-group-version-kind"]).toEqual([
    { group: "apps", version: "v1", kind: "DeleteOptions" },
  ]);
});

test("what a path is for", () => {
  const paths = pathsOf(documents.get("api/v1"));
  const actions = (path: string): object =>
    Object.fromEntries(
      Object.entries(paths[path] ?? {})
        .filter(([method]) => method !== "parameters")
        .map(([method, operation]) => [method, (operation as OperationItem)["x-kubernetes-action"]]),
    );
  expect(actions("/api/v1/namespaces/{namespace}/pods")).toEqual({
    get: "list",
    post: "post",
    delete: "deletecollection",
  });
  expect(actions("/api/v1/namespaces/{namespace}/pods/{name}")).toEqual({
    get: "get",
    put: "put",
    patch: "patch",
    delete: "delete",
  });
  expect(actions("/api/v1/pods")).toEqual({ get: "list" });
  expect(actions("/api/v1/nodes/{name}/status")).toEqual({ get: "get", patch: "patch", put: "put" });
  expect(actions("/api/v1/namespaces/{namespace}/pods/{name}/exec")).toEqual({ get: "connect", post: "connect" });
  expect(actions("/api/v1/namespaces/{namespace}/pods/{name}/eviction")).toEqual({ post: "post" });
});

test("the index names each document by its content", () => {
  const index = openApiV3Index(versions, (version) => `hash-of-${version.version}`);
  expect(index["paths"]).toMatchObject({
    "api/v1": { serverRelativeURL: "/openapi/v3/api/v1?hash=hash-of-v1" },
    "apis/autoscaling/v2": { serverRelativeURL: "/openapi/v3/apis/autoscaling/v2?hash=hash-of-v2" },
  });
});

test("a custom resource is described by its own schema, without the patches that it does not take", () => {
  const widgets: ServedVersion = {
    group: "example.com",
    version: "v1",
    groupPriority: customResourceGroupPriority,
    versionPriority: 100,
    kinds: [
      {
        group: "example.com",
        version: "v1",
        resource: "widgets",
        kind: "Widget",
        namespaced: true,
        singular: "widget",
        shortNames: [],
        categories: [],
        verbs: ["get", "list", "patch"],
        subresources: [],
        message: "",
      },
    ],
  };
  const schema = { type: "object", properties: { spec: { type: "object" } } };
  const document = openApiV3Document(widgets, { ...options, customSchemaOf: () => schema });
  const gvk = { group: "example.com", version: "v1", kind: "Widget" };
  expect(schemasOf(document)["com.example.v1.Widget"]).toEqual({ ...schema, "x-kubernetes-group-version-kind": [gvk] });
  const { patch } = pathsOf(document)["/apis/example.com/v1/namespaces/{namespace}/widgets/{name}"] ?? {};
  expect(Object.keys(patch?.requestBody?.content ?? {})).not.toContain("application/strategic-merge-patch+json");
});

describe("version 2", () => {
  test("every reference leads to a definition", () => {
    const definitions = v2["definitions"] as object;
    const references = [...JSON.stringify(v2).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map(([, name]) => name);
    expect(references.filter((name) => !(String(name) in definitions))).toEqual([]);
  });

  test("its protobuf form holds as many paths and definitions", () => {
    const counts = { paths: 0, definitions: 0 };
    const document = new WireReader(encodeOpenApiV2(v2));
    while (!document.atEnd) {
      const { number, type } = document.tag();
      if (number === 8) counts.paths = countFields(document.message(), 2);
      else if (number === 9) counts.definitions = countFields(document.message(), 1);
      else document.skip(type);
    }
    expect(counts).toEqual({
      paths: Object.keys(v2["paths"] as object).length,
      definitions: Object.keys(v2["definitions"] as object).length,
    });
  });

  function countFields(reader: WireReader, number: number): number {
    let count = 0;
    while (!reader.atEnd) {
      const tag = reader.tag();
      if (tag.number === number) count++;
      reader.skip(tag.type);
    }
    return count;
  }
});

test("every message and every field is described", () => {
  const undescribed = Object.entries(fieldDocs).filter(([, docs]) => docs.some((doc) => doc === ""));
  // The insides of forms such as Time are not part of any object, and yet they are described.
  expect(undescribed.map(([name]) => name)).toEqual([]);
});
