import type { Node, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";

/** One case of scheduler_perf. Source: kubernetes `test/integration/scheduler_perf`. */
export interface SchedulingCase {
  readonly name: string;
  readonly nodes: number;
  /** Pods that are there before the measurement. */
  readonly existing: number;
  readonly measured: number;
  /** Pods per second that upstream's CI asks of kube-scheduler at least; undefined where it asks nothing. */
  readonly threshold?: number;
  /** Pods that never fit and wait meanwhile. */
  readonly hopeless?: number;
  node?(index: number): Partial<Node>;
  existingPod(index: number): PodOf;
  measuredPod(index: number): PodOf;
}

export interface PodOf {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
  readonly spec?: Partial<PodSpec>;
}

const ZONES = 3;
export const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";

/** Source: node-default.yaml: 4 CPUs, 32 GiB, 110 pods. */
export function makeNode(test: SchedulingCase, index: number): Node {
  const name = `node-${index}`;
  const { metadata, spec } = test.node?.(index) ?? {};
  const allocatable = { cpu: "4", memory: "32Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { [HOSTNAME]: name, [ZONE]: `zone-${index % ZONES}`, ...metadata?.labels } },
    spec: { ...spec },
    status: { capacity: allocatable, allocatable, conditions: [{ type: "Ready", status: "True" }] },
  };
}

/** Source: pod-default.yaml: 100m and 500Mi. */
export function makePod(
  kind: string,
  index: number,
  { namespace = "default", labels = {}, requests, spec }: PodOf,
): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `${kind}-${index}`, namespace, labels },
    spec: {
      containers: [
        {
          name: "pause",
          image: "registry.k8s.io/pause:3.10",
          resources: { requests: requests ?? { cpu: "100m", memory: "500Mi" } },
        },
      ],
      // No token, no kubelet: the pods never run.
      automountServiceAccountToken: false,
      ...spec,
    },
  };
}

const plain = (): PodOf => ({});
const selector = (labels: Record<string, string>, topologyKey: string) => ({
  labelSelector: { matchLabels: labels },
  topologyKey,
});

function withAffinity(
  kind: "podAffinity" | "podAntiAffinity",
  labels: Record<string, string>,
  topologyKey: string,
  weight?: number,
): PodOf {
  const term = selector(labels, topologyKey);
  const rules =
    weight === undefined
      ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term }] };
  return { labels, spec: { affinity: { [kind]: rules } } };
}

const antiAffine = (): PodOf => withAffinity("podAntiAffinity", { color: "green" }, HOSTNAME);
const affine = (): PodOf => withAffinity("podAffinity", { color: "blue" }, ZONE);
const preferring = (): PodOf => withAffinity("podAffinity", { color: "red" }, HOSTNAME, 1);
const avoiding = (): PodOf => withAffinity("podAntiAffinity", { color: "yellow" }, HOSTNAME, 1);

function spread(whenUnsatisfiable: string): PodOf {
  const labels = { color: "blue" };
  return {
    labels,
    spec: {
      topologySpreadConstraints: [
        { maxSkew: 5, topologyKey: ZONE, whenUnsatisfiable, labelSelector: { matchLabels: labels } },
      ],
    },
  };
}

function onNode(name: string): PodOf {
  const terms = [{ matchFields: [{ key: "metadata.name", operator: "In", values: [name] }] }];
  return {
    requests: {},
    spec: {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    },
  };
}

function inZones(...zones: string[]): PodOf {
  const terms = [{ matchExpressions: [{ key: ZONE, operator: "In", values: zones }] }];
  return {
    spec: {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    },
  };
}

const oneZone = (): Partial<Node> => ({ metadata: { labels: { [ZONE]: "zone-1" } } });
const mixed = [plain, affine, antiAffine, preferring, avoiding];

export const CASES: readonly SchedulingCase[] = [
  {
    name: "SchedulingBasic",
    nodes: 5000,
    existing: 1000,
    measured: 10_000,
    threshold: 680,
    existingPod: plain,
    measuredPod: plain,
  },
  {
    name: "SchedulingPodAntiAffinity",
    nodes: 5000,
    existing: 1000,
    measured: 2000,
    threshold: 180,
    existingPod: antiAffine,
    measuredPod: antiAffine,
  },
  {
    name: "SchedulingPodAffinity",
    nodes: 5000,
    existing: 5000,
    measured: 5000,
    threshold: 70,
    node: oneZone,
    existingPod: affine,
    measuredPod: affine,
  },
  {
    name: "SchedulingPreferredPodAffinity",
    nodes: 5000,
    existing: 5000,
    measured: 5000,
    threshold: 160,
    existingPod: preferring,
    measuredPod: preferring,
  },
  {
    name: "SchedulingPreferredPodAntiAffinity",
    nodes: 5000,
    existing: 5000,
    measured: 5000,
    threshold: 190,
    existingPod: avoiding,
    measuredPod: avoiding,
  },
  {
    name: "SchedulingNodeAffinity",
    nodes: 5000,
    existing: 5000,
    measured: 10_000,
    threshold: 540,
    existingPod: () => inZones("zone-1", "zone-2"),
    measuredPod: () => inZones("zone-1", "zone-2"),
  },
  {
    name: "TopologySpreading",
    nodes: 5000,
    existing: 5000,
    measured: 5000,
    threshold: 460,
    existingPod: plain,
    measuredPod: () => spread("DoNotSchedule"),
  },
  {
    name: "PreferredTopologySpreading",
    nodes: 5000,
    existing: 5000,
    measured: 5000,
    threshold: 340,
    existingPod: plain,
    measuredPod: () => spread("ScheduleAnyway"),
  },
  {
    name: "MixedSchedulingBasePod",
    nodes: 5000,
    existing: 10_000,
    measured: 5000,
    threshold: 540,
    node: oneZone,
    existingPod: (index) => mixed[index % mixed.length]!(),
    measuredPod: plain,
  },
  {
    name: "SchedulingDaemonset",
    nodes: 15_000,
    existing: 0,
    measured: 30_000,
    threshold: 1100,
    existingPod: plain,
    measuredPod: () => onNode("node-0"),
    node: (index) => (index === 0 ? { status: {} } : {}),
  },
  {
    name: "Unschedulable",
    nodes: 5000,
    existing: 100,
    measured: 10_000,
    threshold: 600,
    hopeless: 10_000,
    existingPod: plain,
    measuredPod: plain,
  },
];

/** 4 pods of 900m on each node, then pods of 3 CPUs and higher priority, each of which evicts some. Source: PreemptionBasic, PreemptionAsync. */
export const PREEMPTION = { name: "Preemption", nodes: 5000, existing: 20_000, measured: 5000, threshold: 570 };
