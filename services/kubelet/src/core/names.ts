/** Labels by which a Kubelet finds its own again after a restart. Source: kubelet `pkg/kubelet/types/labels.go`. */
export const POD_NAME_LABEL = "io.kubernetes.pod.name";
export const POD_NAMESPACE_LABEL = "io.kubernetes.pod.namespace";
export const POD_UID_LABEL = "io.kubernetes.pod.uid";
export const CONTAINER_NAME_LABEL = "io.kubernetes.container.name";
/** Annotations with what a later Kubelet has to know of a container. */
export const CONTAINER_HASH_ANNOTATION = "io.kubernetes.container.hash";
export const TERMINATION_PATH_ANNOTATION = "io.kubernetes.container.terminationMessagePath";
export const TERMINATION_POLICY_ANNOTATION = "io.kubernetes.container.terminationMessagePolicy";

/** Where static pods come from, on the pod. */
export const CONFIG_SOURCE_ANNOTATION = "kubernetes.io/config.source";
export const CONFIG_MIRROR_ANNOTATION = "kubernetes.io/config.mirror";
export const CONFIG_HASH_ANNOTATION = "kubernetes.io/config.hash";

/** On the Node: "host:port" of `flotilla.kubelet.v1`. */
export const KUBELET_ENDPOINT_ANNOTATION = "flotilla.dev/kubelet-endpoint";

/** Folder of a pod's logs, below the log root. Source: CRI, "container log directory". */
export function podLogFolder(namespace: string, name: string, uid: string): string {
  return `${namespace}_${name}_${uid}`;
}

/** File of one run's log, below the pod's log folder. */
export function containerLogPath(container: string, attempt: number): string {
  return `${container}/${attempt}.log`;
}
