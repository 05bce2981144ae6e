/** Everything of Kubernetes lies below this key. Source: kube-apiserver's `--etcd-prefix`. */
export declare const ROOT = "/registry/";
/** The prefix of a resource's keys, with its slash: "/registry/pods/". */
export declare function resourcePrefix(group: string, resource: string): string;
/** `namespace` is empty for cluster-scoped resources. */
export declare function objectKey(prefix: string, namespace: string, name: string): string;
