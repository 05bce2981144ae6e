/** Everything of Kubernetes lies below this key. Source: kube-apiserver's `--etcd-prefix`. */
export const ROOT = "/registry/";
/** Resources that upstream stores under another name, for historical reasons. Source: kube-apiserver's storage factory. */
const SPECIAL_PATHS = {
    nodes: "minions",
    services: "services/specs",
    endpoints: "services/endpoints",
    replicationcontrollers: "controllers",
    "ingresses.networking.k8s.io": "ingress",
    "customresourcedefinitions.apiextensions.k8s.io": "apiextensions.k8s.io/customresourcedefinitions",
    "apiservices.apiregistration.k8s.io": "apiregistration.k8s.io/apiservices",
    "events.events.k8s.io": "events",
};
/** The prefix of a resource's keys, with its slash: "/registry/pods/". */
export function resourcePrefix(group, resource) {
    const qualified = group === "" ? resource : `${resource}.${group}`;
    return `${ROOT}${SPECIAL_PATHS[qualified] ?? resource}/`;
}
/** `namespace` is empty for cluster-scoped resources. */
export function objectKey(prefix, namespace, name) {
    return namespace === "" ? prefix + name : `${prefix}${namespace}/${name}`;
}
//# sourceMappingURL=keys.js.map