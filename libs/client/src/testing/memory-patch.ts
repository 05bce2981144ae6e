import jsonPatch from "fast-json-patch";
import { invalid, statusError } from "@flotilla/api/status.js";

/** RFC 7386. Changes and returns `target`. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? target : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

/** RFC 6902. Changes and returns `target`. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw statusError("BadRequest", "a JSON patch is a list of operations");
  try {
    return jsonPatch.applyPatch(target, patch as jsonPatch.Operation[], true, true).newDocument;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw invalid({ group: "", kind: "" }, "", [{ message }]);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
