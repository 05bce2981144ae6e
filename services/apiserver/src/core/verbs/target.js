import { statusError, unknownPath } from "@flotilla/api/status.js";
import { subresourceOf } from "../registry/resource.js";
/** Throws NotFound when there is no such resource, or not in that scope. */
export function resolveTarget(registry, wanted) {
    const { group, version, name, subresource } = wanted;
    const resource = registry.get(group, version, wanted.resource);
    const isNamespaceItself = group === "" && wanted.resource === "namespaces";
    const namespace = isNamespaceItself ? "" : wanted.namespace;
    if (namespace !== "" && !resource.namespaced)
        throw unknownPath();
    if (namespace === "" && resource.namespaced && name !== "")
        throw unknownPath();
    if (subresource !== "" && subresourceOf(resource, subresource) === undefined)
        throw unknownPath();
    return { resource, namespace, name, subresource };
}
/** Throws MethodNotAllowed when the resource has no such verb, or not on the collection over all namespaces. */
export function checkServed({ resource, subresource, namespace }, verb) {
    const verbs = subresource === "" ? resource.verbs : (subresourceOf(resource, subresource)?.verbs ?? []);
    const acrossNamespaces = subresource === "" && resource.namespaced && namespace === "";
    const allowed = !acrossNamespaces || verb === "list" || verb === "watch";
    if (verbs.includes(verb) && allowed)
        return;
    throw statusError("MethodNotAllowed", "the server does not allow this method on the requested resource", {});
}
/** The kind of the bodies that are sent there. */
export function kindAt(target) {
    return subresourceOf(target.resource, target.subresource) ?? target.resource;
}
//# sourceMappingURL=target.js.map