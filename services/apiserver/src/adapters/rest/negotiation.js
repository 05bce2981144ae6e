import { notAcceptable } from "@flotilla/api/status.js";
import { JSON_TYPE, parseAccept, PROTOBUF_TYPE, YAML_TYPE } from "./media-type.js";
export const MEDIA_TYPE_OF = { json: JSON_TYPE, yaml: YAML_TYPE, protobuf: PROTOBUF_TYPE };
export const ALL_ENCODINGS = ["json", "yaml", "protobuf"];
/** YAML cannot be framed. */
export const STREAM_ENCODINGS = ["json", "protobuf"];
/** Tools of people who read the bytes as they come. Source: apiserver `negotiation.isPrettyPrint`. */
const HUMAN_AGENTS = /^(curl|Wget|Mozilla\/5\.0)/;
const META_VERSIONS = new Set(["v1", "v1beta1"]);
/** Throws NotAcceptable when nothing fits. */
export function negotiate(request) {
    const clauses = parseAccept(request.accept === "" ? "*/*" : request.accept);
    for (const clause of clauses) {
        const encoding = encodingOf(clause, request.encodings);
        const transform = encoding && transformOf(clause, request.transforms);
        if (encoding !== undefined && transform !== undefined)
            return { encoding, transform, pretty: isPretty(request, clause) };
    }
    throw notAcceptable(request.encodings.map((encoding) => MEDIA_TYPE_OF[encoding]));
}
function encodingOf({ type }, encodings) {
    if (type === "*/*" || type === "application/*")
        return encodings[0];
    return encodings.find((encoding) => MEDIA_TYPE_OF[encoding] === type);
}
function transformOf({ parameters }, transforms) {
    const as = parameters.get("as");
    if (as === undefined)
        return "none";
    const wanted = transforms.find((transform) => transform === as);
    const known = parameters.get("g") === "meta.k8s.io" && META_VERSIONS.has(parameters.get("v") ?? "");
    return known ? wanted : undefined;
}
function isPretty({ pretty, userAgent }, { parameters }) {
    const asked = pretty ?? parameters.get("pretty");
    if (asked !== null && asked !== undefined && asked !== "")
        return asked === "1" || asked === "true";
    return HUMAN_AGENTS.test(userAgent);
}
//# sourceMappingURL=negotiation.js.map