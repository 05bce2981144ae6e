import type { JsonObject } from "../codec/json-object.js";
import type { ServedVersion } from "../discovery/served-version.js";
import { DocumentSchemas } from "./document-schemas.js";
import { operationsOf, type Content, type Operation, type PathOperations } from "./operations.js";
import { openApiV3Path, type DocumentOptions } from "./v3.js";

const mediaTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
const patchTypes = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
];

/** `GET /openapi/v2`: one document of all versions, for clients that do not read version 3. */
export function openApiV2Document(versions: readonly ServedVersion[], options: DocumentOptions): JsonObject {
  const { serverVersion, docs, customSchemaOf = () => undefined } = options;
  const kinds = versions.flatMap((version) => version.kinds);
  const schemas = new DocumentSchemas("v2", docs, kinds, customSchemaOf);
  const paths = versions.flatMap((version) => {
    const tag = openApiV3Path(version).replace(/^apis?\//, "");
    return version.kinds.flatMap(operationsOf).map((path) => [path.path, pathItem(path, schemas, tag)] as const);
  });
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version: serverVersion },
    paths: Object.fromEntries(paths),
    definitions: schemas.components.all,
    securityDefinitions: { BearerToken: { type: "apiKey", name: "authorization", in: "header" } },
    security: [{ BearerToken: [] }],
  };
}

function pathItem(path: PathOperations, schemas: DocumentSchemas, tag: string): JsonObject {
  const item: JsonObject = {};
  for (const operation of path.operations) item[operation.method] = operationItem(operation, schemas, tag);
  const parameters = path.pathParameters.map((name) => ({
    name,
    in: "path",
    required: true,
    description: name === "namespace" ? "The namespace of the object." : "The name of the object.",
    type: "string",
  }));
  return { ...item, ...(parameters.length > 0 ? { parameters } : {}) };
}

function operationItem(operation: Operation, schemas: DocumentSchemas, tag: string): JsonObject {
  const query = operation.queryParameters.map(({ name, type, description }) => ({
    name,
    in: "query",
    description,
    type,
  }));
  const body = operation.body === undefined ? [] : [bodyParameter(operation.body, schemas)];
  const response = { description: "OK", schema: schemas.reference(operation.answer) ?? {} };
  return {
    tags: [tag],
    description: operation.summary,
    operationId: operation.id,
    consumes: operation.body?.type === "Patch" ? patchTypes : ["*/*"],
    produces: operation.answer.type === "text" ? ["*/*"] : mediaTypes,
    parameters: [...body, ...query],
    responses: { "200": response, "401": { description: "Unauthorized" } },
    "x-kubernetes-action": operation.action,
    "x-kubernetes-group-version-kind": operation.kind,
  };
}

function bodyParameter(body: Content, schemas: DocumentSchemas): JsonObject {
  const isRequired = body.type !== "DeleteOptions";
  return { name: "body", in: "body", ...(isRequired ? { required: true } : {}), schema: schemas.reference(body) ?? {} };
}
