import type { DaemonSet } from "@flotilla/api/types/apps/v1.js";
import type { Node, Pod, PodSpec, Toleration } from "@flotilla/api/types/core/v1.js";
import { allowsNode } from "../node/node-affinity.js";
import { tolerates } from "../node/pod-eviction.js";
import { REVISION_HASH } from "../revisions.js";

/** Daemons stay where other pods leave. Source: Kubernetes, "DaemonSet", taints and tolerations. */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" },
];
/** Who uses the host's network needs no pod network. */
const HOST_NETWORK_TOLERATION: Toleration = {
  key: "node.kubernetes.io/network-unavailable",
  operator: "Exists",
  effect: "NoSchedule",
};

export interface Placement {
  /** A pod is to be made there. */
  readonly runs: boolean;
  /** A pod that is there may stay. */
  readonly stays: boolean;
}

export function placementOn(set: DaemonSet, node: Node): Placement {
  const spec = set.spec?.template.spec;
  if (spec?.nodeName && spec.nodeName !== node.metadata?.name) return { runs: false, stays: false };
  if (!allowsNode({ ...(spec && { spec }) }, node)) return { runs: false, stays: false };
  const tolerations = daemonTolerations(spec);
  const untolerated = (node.spec?.taints ?? []).filter(
    (taint) => !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
  const evicts = untolerated.some(({ effect }) => effect === "NoExecute");
  return { runs: !untolerated.some(({ effect }) => effect !== "PreferNoSchedule"), stays: !evicts };
}

/** The set's pod for one node: its affinity names the node, and the scheduler binds it. */
export function podForNode(set: DaemonSet, nodeName: string, hash: string): Pod {
  const { template } = set.spec!;
  const onlyThere = {
    nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [nodeName] }] }],
  };
  const { affinity } = template.spec ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: set.metadata?.namespace ?? "",
      generateName: `${set.metadata?.name}-`,
      labels: { ...template.metadata?.labels, [REVISION_HASH]: hash },
      ...(template.metadata?.annotations && { annotations: { ...template.metadata.annotations } }),
      ...(template.metadata?.finalizers && { finalizers: [...template.metadata.finalizers] }),
    },
    spec: {
      ...template.spec!,
      affinity: {
        ...affinity,
        nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: onlyThere },
      },
      tolerations: daemonTolerations(template.spec),
    },
  };
}

/** The node that a pod is on or is meant for; undefined for a pod of somebody else's making. */
export function nodeOf(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap(
    ({ matchFields = [] }) => matchFields.find(({ key }) => key === "metadata.name")?.values ?? [],
  )[0];
}

function daemonTolerations(spec: PodSpec | undefined): Toleration[] {
  return [...(spec?.tolerations ?? []), ...DAEMON_TOLERATIONS, ...(spec?.hostNetwork ? [HOST_NETWORK_TOLERATION] : [])];
}
