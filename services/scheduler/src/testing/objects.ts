import type { Node, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";

/** What tests say of a node; the rest is usual. */
export interface NodeSketch {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly allocatable?: Record<string, string>;
  readonly taints?: { key: string; value?: string; effect: string }[];
  readonly unschedulable?: boolean;
  readonly images?: { names: string[]; sizeBytes: number }[];
}

/** Source: scheduler_perf's node-default.yaml. */
const USUAL = { cpu: "4", memory: "32Gi", pods: "110" };

export function node({ name, labels = {}, allocatable = {}, taints, unschedulable, images }: NodeSketch): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      uid: `node-${name}`,
      resourceVersion: "1",
      labels: { "kubernetes.io/hostname": name, ...labels },
    },
    spec: { ...(taints && { taints }), ...(unschedulable && { unschedulable }) },
    status: { allocatable: { ...USUAL, ...allocatable }, ...(images && { images }) },
  };
}

export interface PodSketch {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
  readonly image?: string;
  readonly priority?: number;
  readonly on?: string;
  readonly startTime?: string;
  readonly terminating?: boolean;
  readonly spec?: Partial<PodSpec>;
}

let revision = 1;

export function pod(sketch: PodSketch): Pod {
  const { name, namespace = "default", labels = {}, requests = {}, image = "pause", priority = 0, on, spec } = sketch;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      labels,
      uid: `pod-${namespace}-${name}`,
      resourceVersion: String(++revision),
      ...(sketch.terminating && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
    },
    spec: {
      containers: [{ name: "main", image, resources: { requests } }],
      priority,
      schedulerName: "default-scheduler",
      ...(on !== undefined && { nodeName: on }),
      ...spec,
    },
    status: {
      phase: on === undefined ? "Pending" : "Running",
      ...(sketch.startTime && { startTime: sketch.startTime }),
    },
  };
}
