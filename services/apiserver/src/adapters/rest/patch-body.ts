import { jsonTypeName } from "@flotilla/api/decode/decode-error.js";
import { parseJsonPatch } from "@flotilla/api/patch/json.js";
import { isJsonObject, type JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { badRequest, unsupportedMediaType } from "@flotilla/api/status.js";
import type { Patch } from "../../core/verbs/patch.js";
import { optionsInvalid } from "../../core/verbs/options-invalid.js";
import { parseMediaType } from "./media-type.js";
import { isTrue } from "./query.js";
import { parseYamlBody } from "./request-body.js";

const JSON_PATCH = "application/json-patch+json";
const MERGE_PATCH = "application/merge-patch+json";
const STRATEGIC_PATCH = "application/strategic-merge-patch+json";
const APPLY_PATCH = "application/apply-patch+yaml";

const SUPPORTED = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH];

/** Throws BadRequest, Invalid and UnsupportedMediaType. */
export function decodePatch(bytes: Buffer, contentType: string, query: URLSearchParams): Patch {
  const { type } = parseMediaType(contentType);
  const force = query.get("force");
  if (type !== APPLY_PATCH && force !== null && force !== "") {
    const message = "Forbidden: may not be specified for non-apply patch";
    throw optionsInvalid("PatchOptions", [{ reason: "FieldValueForbidden", message, field: "force" }]);
  }
  switch (type) {
    case APPLY_PATCH:
      return { type: "apply", config: parseConfig(bytes), force: isTrue(force) };
    case JSON_PATCH:
      return { type: "json", operations: parseJsonPatch(parse(bytes)) };
    case MERGE_PATCH:
      return { type: "merge", change: parseObject(bytes) };
    case STRATEGIC_PATCH:
      return { type: "strategic", change: parseObject(bytes) };
    default:
      throw unsupportedMediaType(SUPPORTED);
  }
}

function parseConfig(bytes: Buffer): JsonObject {
  const value = parseYamlBody(bytes);
  if (!isJsonObject(value)) throw badRequest("error decoding YAML: the configuration is not an object");
  return value;
}

function parseObject(bytes: Buffer): JsonObject {
  const value = parse(bytes);
  if (!isJsonObject(value))
    throw badRequest(`json: cannot unmarshal ${jsonTypeName(value)} into Go value of type map[string]interface {}`);
  return value;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}
