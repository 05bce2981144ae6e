import type { JsonObject } from "../codec/json-object.js";
import type { ServedVersion } from "../discovery/served-version.js";
import type { FieldDocs } from "../schema/generated/field-docs.js";
import { DocumentSchemas, type CustomSchemaOf } from "./document-schemas.js";
import { operationsOf, type Content, type Operation, type PathOperations } from "./operations.js";

/** What patches may be; source: the API's conventions. Custom resources know no strategic merge. */
const patchTypes = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
];
const strategicPatch = "application/strategic-merge-patch+json";
const bodyTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

export interface DocumentOptions {
  /** The version that the document says the server has, such as "v1.35.0". */
  readonly serverVersion: string;
  readonly docs: FieldDocs;
  readonly customSchemaOf?: CustomSchemaOf;
}

/** The path of a group and version below /openapi/v3 and in the URLs of the API: "api/v1", "apis/apps/v1". */
export function openApiV3Path({ group, version }: Pick<ServedVersion, "group" | "version">): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

/**
 * `GET /openapi/v3`: which documents there are.
 * @param hashOf names the content of a document; the client may keep it as long as the name stays
 */
export function openApiV3Index(
  versions: readonly ServedVersion[],
  hashOf: (version: ServedVersion) => string,
): JsonObject {
  const entries = versions.map((version) => {
    const path = openApiV3Path(version);
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(version)}` }] as const;
  });
  return { paths: Object.fromEntries(entries) };
}

/** The document of one group and version. */
export function openApiV3Document(version: ServedVersion, options: DocumentOptions): JsonObject {
  const { serverVersion, docs, customSchemaOf = () => undefined } = options;
  const schemas = new DocumentSchemas("v3", docs, version.kinds, customSchemaOf);
  const isCustom = version.kinds.some((kind) => customSchemaOf(kind) !== undefined);
  const tag = openApiV3Path(version).replace(/^apis?\//, "");
  const paths = version.kinds
    .flatMap(operationsOf)
    .map((path) => [path.path, pathItem(path, schemas, isCustom, tag)] as const);
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: serverVersion },
    paths: Object.fromEntries(paths),
    components: {
      schemas: schemas.components.all,
      securitySchemes: { BearerToken: { type: "apiKey", name: "authorization", in: "header" } },
    },
  };
}

function pathItem(path: PathOperations, schemas: DocumentSchemas, isCustom: boolean, tag: string): JsonObject {
  const item: JsonObject = {};
  for (const operation of path.operations) item[operation.method] = operationItem(operation, schemas, isCustom, tag);
  const parameters = path.pathParameters.map((name) => ({
    name,
    in: "path",
    required: true,
    description: name === "namespace" ? "The namespace of the object." : "The name of the object.",
    schema: { type: "string", uniqueItems: true },
  }));
  return { ...item, ...(parameters.length > 0 ? { parameters } : {}) };
}

function operationItem(operation: Operation, schemas: DocumentSchemas, isCustom: boolean, tag: string): JsonObject {
  const parameters = operation.queryParameters.map(({ name, type, description }) => ({
    name,
    in: "query",
    description,
    schema: { type, uniqueItems: true },
  }));
  const body = operation.body && content(operation.body, schemas, isCustom);
  return {
    tags: [tag],
    description: operation.summary,
    operationId: operation.id,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? { requestBody: { content: body, ...(operation.body?.type === "DeleteOptions" ? {} : { required: true }) } }
      : {}),
    responses: responses(operation, schemas, isCustom),
    "x-kubernetes-action": operation.action,
    "x-kubernetes-group-version-kind": operation.kind,
  };
}

function responses(operation: Operation, schemas: DocumentSchemas, isCustom: boolean): JsonObject {
  const ok = { description: "OK", content: content(operation.answer, schemas, isCustom) };
  const codes: JsonObject = { "200": ok };
  if (operation.method === "post" || operation.method === "put" || operation.method === "patch") {
    codes["201"] = { ...ok, description: "Created" };
  }
  if (operation.method === "post" || operation.method === "delete") codes["202"] = { ...ok, description: "Accepted" };
  codes["401"] = { description: "Unauthorized" };
  return codes;
}

function content(body: Content, schemas: DocumentSchemas, isCustom: boolean): JsonObject {
  const schema = schemas.reference(body) ?? {};
  const isUsable = (type: string): boolean => !isCustom || (type !== strategicPatch && !type.includes("protobuf"));
  const types = body.type === "Patch" ? patchTypes : body.type === "text" ? ["*/*"] : bodyTypes;
  return Object.fromEntries(types.filter(isUsable).map((type) => [type, { schema }]));
}
