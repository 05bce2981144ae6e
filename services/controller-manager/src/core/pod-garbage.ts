import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import { isDeleting, isTerminal } from "./pods.js";
import { millisOf } from "./time.js";

const OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
/** A node may be missing for a moment, while it registers anew. */
export const QUARANTINE_MS = 40_000;

export interface PodGarbageView {
  readonly pods: readonly Pod[];
  readonly nodes: ReadonlyMap<string, Node>;
  /** Since when pods name a node that does not exist, by node; milliseconds of any one clock. */
  readonly missingSince: ReadonlyMap<string, number>;
  readonly nowMs: number;
  /** How many ended pods may stay; 0 for all. */
  readonly terminatedMax: number;
}

export interface PodGarbage {
  readonly pod: Pod;
  /** For a person, and in the pod's condition. */
  readonly message: string;
  /** Whether it still has to be marked as failed: it will never report its own end. */
  readonly mark: boolean;
  /** The node has to be missing in a live read, too. */
  readonly confirmNodeIsGone?: string;
}

/** Pods that nobody will ever end: their node is gone or out of service, or they never had one; and too many ended ones. */
export function findPodGarbage(view: PodGarbageView): PodGarbage[] {
  return [...surplusTerminated(view), ...view.pods.flatMap((pod) => garbageOf(pod, view) ?? [])];
}

function garbageOf(pod: Pod, { nodes, missingSince, nowMs }: PodGarbageView): PodGarbage | undefined {
  const nodeName = pod.spec?.nodeName;
  if (!nodeName) {
    return isDeleting(pod) ? { pod, message: "PodGC: unscheduled pod is terminating", mark: false } : undefined;
  }
  const node = nodes.get(nodeName);
  if (!node) {
    const since = missingSince.get(nodeName);
    if (since === undefined || nowMs - since < QUARANTINE_MS) return undefined;
    return { pod, message: "PodGC: node no longer exists", mark: true, confirmNodeIsGone: nodeName };
  }
  const outOfService = node.spec?.taints?.some(({ key }) => key === OUT_OF_SERVICE) && !isNodeReady(node);
  return isDeleting(pod) && outOfService ? { pod, message: "PodGC: node is out of service", mark: true } : undefined;
}

function isNodeReady(node: Node): boolean {
  return node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

function surplusTerminated({ pods, terminatedMax }: PodGarbageView): PodGarbage[] {
  if (terminatedMax <= 0) return [];
  const ended = pods.filter((pod) => isTerminal(pod) && !isDeleting(pod));
  const surplus = ended.length - terminatedMax;
  if (surplus <= 0) return [];
  const age = (pod: Pod): number => millisOf(pod.metadata?.creationTimestamp) ?? 0;
  return [...ended]
    .sort((a, b) => age(a) - age(b))
    .slice(0, surplus)
    .map((pod) => ({ pod, message: "PodGC: too many terminated pods", mark: false }));
}
