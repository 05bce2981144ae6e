import { parseJsonPatch } from "@flotilla/api/patch/json.js";
import { isJsonObject, type JsonObject } from "@flotilla/api/patch/merge-schema.js";
import { badRequest, unsupportedMediaType } from "@flotilla/api/status.js";
import type { Patch } from "../../core/verbs/patch.js";
import { parseMediaType } from "./media-type.js";

const JSON_PATCH = "application/json-patch+json";
const MERGE_PATCH = "application/merge-patch+json";
const STRATEGIC_PATCH = "application/strategic-merge-patch+json";
export const APPLY_PATCH = "application/apply-patch+yaml";

const SUPPORTED = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH];

/** Throws BadRequest and UnsupportedMediaType. Applies are read elsewhere. */
export function decodePatch(bytes: Buffer, contentType: string): Patch {
  switch (parseMediaType(contentType).type) {
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

function parseObject(bytes: Buffer): JsonObject {
  const value = parse(bytes);
  if (!isJsonObject(value)) throw badRequest("error decoding patch: json: the patch is not an object");
  return value;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}
