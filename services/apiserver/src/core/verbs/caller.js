export function attributesOf(target, verb, user) {
    const { group, version, resource } = target.resource;
    return { user, verb, group, version, resource, subresource: target.subresource, namespace: target.namespace, name: target.name };
}
export function reportWarnings(warnings, caller) {
    for (const warning of warnings)
        caller.warn(warning);
}
//# sourceMappingURL=caller.js.map