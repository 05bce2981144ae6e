import type { Adviser } from "../advice.js";
import type { PluginArguments } from "../plugins/arguments.js";
import type { Plugin } from "../plugins/plugin.js";

export interface WeightedPlugin {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** How the pods of one `schedulerName` are judged. */
export interface Profile {
  readonly schedulerName: string;
  /** In the order in which they run; the first refusal of a node counts. */
  readonly filters: readonly Plugin[];
  readonly scorers: readonly WeightedPlugin[];
  readonly args: PluginArguments;
  readonly preempts: boolean;
  /** Asked after the filters, in this order. */
  readonly advisers: readonly Adviser[];
  /** 100 judges every node; 0 is upstream's rule that looks at fewer the more there are. */
  readonly percentageOfNodesToScore: number;
}

/** Below this many nodes all are judged. */
const SAMPLE_MIN = 100;

/** How many nodes that fit are enough. Source: kube-scheduler numFeasibleNodesToFind. */
export function sampleSize(percentage: number, nodeCount: number): number {
  if (nodeCount < SAMPLE_MIN || percentage >= 100) return nodeCount;
  const adaptive = Math.max(5, 50 - Math.trunc(nodeCount / 125));
  return Math.max(SAMPLE_MIN, Math.trunc((nodeCount * (percentage === 0 ? adaptive : percentage)) / 100));
}
