import type {
  NodeSelectorTerm,
  PreferredSchedulingTerm,
  TopologySpreadConstraint,
} from "@flotilla/api/types/core/v1.js";

export interface WeightedResource {
  readonly name: string;
  readonly weight: number;
}

/** A point of a piecewise linear function from utilisation (percent) to score (0 to 10). */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

/** The arguments of all plugins in a profile. Names and defaults are of `kubescheduler.config.k8s.io/v1`. */
export interface PluginArguments {
  readonly fit: {
    readonly strategy: "LeastAllocated" | "MostAllocated" | "RequestedToCapacityRatio";
    readonly resources: readonly WeightedResource[];
    readonly shape: readonly ShapePoint[];
    readonly ignoredResources: readonly string[];
    readonly ignoredResourceGroups: readonly string[];
  };
  readonly balanced: { readonly resources: readonly WeightedResource[] };
  readonly interPodAffinity: {
    readonly hardPodAffinityWeight: number;
    readonly ignorePreferredTermsOfExistingPods: boolean;
  };
  readonly nodeAffinity: {
    readonly addedRequired: readonly NodeSelectorTerm[] | undefined;
    readonly addedPreferred: readonly PreferredSchedulingTerm[];
  };
  readonly podTopologySpread: {
    readonly defaultingType: "System" | "List";
    readonly defaultConstraints: readonly TopologySpreadConstraint[];
  };
  readonly preemption: { readonly minCandidateNodesPercentage: number; readonly minCandidateNodesAbsolute: number };
  readonly volumeBinding: { readonly bindTimeoutSeconds: number };
}

const CPU_AND_MEMORY: readonly WeightedResource[] = [
  { name: "cpu", weight: 1 },
  { name: "memory", weight: 1 },
];

export const DEFAULT_ARGUMENTS: PluginArguments = {
  fit: {
    strategy: "LeastAllocated",
    resources: CPU_AND_MEMORY,
    shape: [],
    ignoredResources: [],
    ignoredResourceGroups: [],
  },
  balanced: { resources: CPU_AND_MEMORY },
  interPodAffinity: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false },
  nodeAffinity: { addedRequired: undefined, addedPreferred: [] },
  podTopologySpread: { defaultingType: "System", defaultConstraints: [] },
  preemption: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 },
  volumeBinding: { bindTimeoutSeconds: 600 },
};
