/**
 * A Namespace is kept by `spec.finalizers` besides those of its metadata: it goes when its content is gone.
 * Source: kubernetes `registry/core/namespace/storage`.
 */
export function isHeld(resource, object) {
    if ((object.metadata?.finalizers?.length ?? 0) > 0)
        return true;
    return isNamespace(resource) && (object.spec?.finalizers?.length ?? 0) > 0;
}
/** Shows people and controllers that a Namespace is on its way out. Changes `object`. */
export function markTerminating(resource, object) {
    if (isNamespace(resource))
        object.status = { ...object.status, phase: "Terminating" };
}
export function isNamespace({ group, resource }) {
    return group === "" && resource === "namespaces";
}
//# sourceMappingURL=namespace-lifetime.js.map