import { unknownPath } from "@flotilla/api/status.js";
/** These sub-objects of a namespace are subresources; everything else below it is a resource in it. */
const NAMESPACE_SUBRESOURCES = new Set(["status", "finalize"]);
/** Throws when a path segment is no proper percent-encoding. */
export function parseRequestPath(path) {
    const segments = split(path);
    const root = segments.shift();
    if (root !== "api" && root !== "apis")
        return { kind: "other", path };
    const group = root === "api" ? "" : segments.shift();
    const version = segments.shift();
    if (group === undefined || version === undefined || segments.length === 0)
        return { kind: "other", path };
    const watch = segments[0] === "watch";
    if (watch)
        segments.shift();
    return resourcePath(group, version, watch, segments);
}
function resourcePath(group, version, watch, segments) {
    let namespace = "";
    const isInNamespace = segments[0] === "namespaces" && segments.length > 2 && !(NAMESPACE_SUBRESOURCES.has(segments[2] ?? "") && segments.length === 3);
    if (isInNamespace) {
        namespace = segments[1] ?? "";
        segments.splice(0, 2);
    }
    const [resource = "", name = "", subresource = "", ...rest] = segments;
    if (resource === "")
        throw unknownPath();
    if (segments[0] === "namespaces" && name !== "")
        namespace = name;
    const tail = rest.length === 0 ? "" : `/${rest.join("/")}`;
    return { kind: "resource", group, version, resource, namespace, name, subresource, rest: tail, watch };
}
function split(path) {
    try {
        return path.split("/").filter((segment) => segment !== "").map(decodeURIComponent);
    }
    catch {
        throw unknownPath();
    }
}
//# sourceMappingURL=request-path.js.map