import { parseJsonPatch } from "@flotilla/api/patch/json.js";
import { isJsonObject } from "@flotilla/api/patch/merge-schema.js";
import { badRequest } from "@flotilla/api/status.js";
import { PatchType } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { parse as parseYaml, YAMLParseError } from "yaml";
/** Throws BadRequest. */
export function decodeWirePatch(type, bytes, force) {
    switch (type) {
        case PatchType.PATCH_TYPE_JSON:
            return { type: "json", operations: parseJsonPatch(parse(bytes)) };
        case PatchType.PATCH_TYPE_MERGE:
            return { type: "merge", change: parseObject(bytes) };
        case PatchType.PATCH_TYPE_STRATEGIC:
            return { type: "strategic", change: parseObject(bytes) };
        case PatchType.PATCH_TYPE_APPLY:
            return { type: "apply", config: parseConfig(bytes), force };
        default:
            throw badRequest("type must be one of the patch types");
    }
}
function parseConfig(bytes) {
    try {
        const value = parseYaml(bytes.toString("utf8"));
        if (isJsonObject(value))
            return value;
    }
    catch (error) {
        if (!(error instanceof YAMLParseError))
            throw error;
        throw badRequest(`error converting YAML to JSON: yaml: ${error.message}`);
    }
    throw badRequest("the configuration is not an object");
}
function parseObject(bytes) {
    const value = parse(bytes);
    if (!isJsonObject(value))
        throw badRequest("the patch is not a JSON object");
    return value;
}
function parse(bytes) {
    try {
        return JSON.parse(bytes.toString("utf8"));
    }
    catch (error) {
        throw badRequest(`the patch is not JSON: ${error.message}`);
    }
}
//# sourceMappingURL=wire-patch.js.map