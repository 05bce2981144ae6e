import { CPU, MEMORY } from "../resources.js";
import type { PluginArguments, ShapePoint } from "./arguments.js";
import { type Plugin, type PodContext, SCORE_MAX } from "./plugin.js";
import { refusalMemo } from "./refusal-memo.js";

const NAME = "NodeResourcesFit";
/** Scores of a shape are 0 to 10. */
const SHAPE_SCORE_MAX = 10;
const UTILIZATION_MAX = 100;

/**
 * A pod fits where what is requested already, with its own requests, is not more than the node has. Source:
 * kube-scheduler `noderesources/fit.go`: all reasons are named; a pod larger than the empty node is unresolvable.
 */
export const nodeResourcesFit: Plugin = {
  name: NAME,
  filterNodes: (context) => {
    const { nodes } = context.cluster;
    const wanted = wantedResources(context);
    const refusal = refusalMemo(NAME);
    return (node) => {
      const full = nodes.podCount[node]! + 1 > nodes.podsAllowed[node]!;
      let fits = !full;
      for (const { resource, amount } of wanted) {
        if (amount > valueAt(nodes.allocatable, resource, node) - valueAt(nodes.requested, resource, node))
          fits = false;
      }
      if (fits) return undefined;
      const { reasons, unresolvable } = describe(context, wanted, node, full);
      return refusal(reasons, unresolvable);
    };
  },
  scoreNodes: (context) => {
    const { fit } = context.args;
    const score = strategies[fit.strategy](fit);
    const resources = scoredResources(context, fit.resources);
    const isRatio = fit.strategy === "RequestedToCapacityRatio";
    return (node) => {
      let [sum, weights] = [0, 0];
      for (const { allocatable, requested, weight } of resources) {
        const capacity = allocatable(node);
        const part = capacity === 0 ? 0 : score(requested(node), capacity);
        // The ratio leaves out resources that score nothing; the others leave out those that the node lacks.
        if (isRatio ? part === 0 : capacity === 0) continue;
        sum += part * weight;
        weights += weight;
      }
      if (weights === 0) return 0;
      return isRatio ? Math.round(sum / weights) : Math.trunc(sum / weights);
    };
  },
};

interface WantedResource {
  readonly resource: number;
  readonly amount: number;
}

function wantedResources({ info, cluster, args }: PodContext): WantedResource[] {
  const { ignoredResources, ignoredResourceGroups } = args.fit;
  const wanted = info.requests.resources.map((resource, index) => ({
    resource,
    amount: info.requests.amounts[index]!,
  }));
  return wanted.filter(({ resource }) => {
    const name = cluster.resources.name(resource);
    const slash = name.indexOf("/");
    return slash < 0 || !(ignoredResources.includes(name) || ignoredResourceGroups.includes(name.slice(0, slash)));
  });
}

function describe(
  { cluster }: PodContext,
  wanted: readonly WantedResource[],
  node: number,
  full: boolean,
): { reasons: string[]; unresolvable: boolean } {
  const { nodes } = cluster;
  const reasons = full ? ["Too many pods"] : [];
  let unresolvable = false;
  for (const { resource, amount } of wanted) {
    const capacity = valueAt(nodes.allocatable, resource, node);
    if (amount <= capacity - valueAt(nodes.requested, resource, node)) continue;
    reasons.push(`Insufficient ${cluster.resources.name(resource)}`);
    if (amount > capacity) unresolvable = true;
  }
  return { reasons, unresolvable };
}

function valueAt(columns: readonly Float64Array[], resource: number, node: number): number {
  return columns[resource]?.[node] ?? 0;
}

export interface ScoredResource {
  readonly weight: number;
  readonly allocatable: (node: number) => number;
  /** With the pod that is being placed. */
  readonly requested: (node: number) => number;
}

/** Of CPU and memory, containers that request nothing count for a little. */
function scoredResources(
  { info, cluster }: PodContext,
  weighted: PluginArguments["fit"]["resources"],
): ScoredResource[] {
  const { nodes, resources } = cluster;
  return weighted.flatMap(({ name, weight }) => {
    const id = resources.find(name);
    if (id === undefined) return [];
    const allocatable = (node: number): number => valueAt(nodes.allocatable, id, node);
    if (id === CPU)
      return [{ weight, allocatable, requested: (node) => nodes.scoredMilliCpu[node]! + info.requests.scoredMilliCpu }];
    if (id === MEMORY)
      return [{ weight, allocatable, requested: (node) => nodes.scoredMemory[node]! + info.requests.scoredMemory }];
    const own = requestOf(info.requests, id);
    // A resource that the pod does not want says nothing about where it should go.
    if (own === 0) return [];
    return [{ weight, allocatable, requested: (node) => valueAt(nodes.requested, id, node) + own }];
  });
}

export function requestOf(
  { resources, amounts }: { readonly resources: readonly number[]; readonly amounts: readonly number[] },
  id: number,
): number {
  const index = resources.indexOf(id);
  return index < 0 ? 0 : amounts[index]!;
}

type ScoreOf = (requested: number, capacity: number) => number;

const strategies: Readonly<Record<PluginArguments["fit"]["strategy"], (args: PluginArguments["fit"]) => ScoreOf>> = {
  LeastAllocated: () => (requested, capacity) =>
    requested > capacity ? 0 : Math.trunc(((capacity - requested) * SCORE_MAX) / capacity),
  MostAllocated: () => (requested, capacity) => Math.trunc((Math.min(requested, capacity) * SCORE_MAX) / capacity),
  RequestedToCapacityRatio: ({ shape }) => {
    const at = piecewiseLinear(
      shape.map(({ utilization, score }) => ({ utilization, score: score * (SCORE_MAX / SHAPE_SCORE_MAX) })),
    );
    return (requested, capacity) =>
      at(requested > capacity ? UTILIZATION_MAX : Math.trunc((requested * UTILIZATION_MAX) / capacity));
  },
};

/** Integer arithmetic throughout, as upstream's `helper.BuildBrokenLinearFunction`. */
export function piecewiseLinear(shape: readonly ShapePoint[]): (utilization: number) => number {
  return (utilization) => {
    for (const [index, point] of shape.entries()) {
      if (utilization > point.utilization) continue;
      const previous = shape[index - 1];
      if (!previous) return point.score;
      const rise = (point.score - previous.score) * (utilization - previous.utilization);
      return previous.score + Math.trunc(rise / (point.utilization - previous.utilization));
    }
    return shape.at(-1)?.score ?? 0;
  };
}
