import type { PreparedPod } from "../evaluation/prepared-pod.js";
import type { Refusal } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import { byImportance, startedAt } from "./importance.js";
import { splitByBudgets } from "./disruption.js";

/** Pods to evict from a node so that another fits. */
export interface Victims {
  readonly node: number;
  /** The most important first. */
  readonly pods: readonly PodInfo[];
  /** How many of them break a disruption budget. */
  readonly violations: number;
  /** Compared element by element; lower does less harm. */
  readonly rank: readonly number[];
}

const NO_VICTIMS: Refusal = {
  plugin: "DefaultPreemption",
  reasons: ["No preemption victims found for incoming pod"],
  unresolvable: true,
};

/**
 * The fewest, least important pods whose eviction lets the pod fit: all less important ones go, then as many come back
 * as can. Source: kube-scheduler `defaultpreemption` SelectVictimsOnNode.
 */
export function selectVictims(prepared: PreparedPod, node: number): Victims | Refusal {
  const { cluster, info } = prepared;
  const potential = [...cluster.podsOn(node)].filter(({ priority }) => priority < info.priority).sort(byImportance);
  if (potential.length === 0) return NO_VICTIMS;
  return cluster.trial(node, (trial) => {
    for (const pod of potential) trial.remove(pod);
    const refusal = prepared.judge(node);
    if (refusal) return refusal;
    const { violating, others } = splitByBudgets(potential, (namespace) =>
      cluster.others.disruptionBudgets.inNamespace(namespace),
    );
    const isStillFit = (pod: PodInfo): boolean => {
      trial.add(pod);
      if (!prepared.judge(node)) return true;
      trial.remove(pod);
      return false;
    };
    const violated = violating.filter((pod) => !isStillFit(pod));
    const evicted = others.filter((pod) => !isStillFit(pod));
    const pods = [...violated, ...evicted].sort(byImportance);
    return { node, pods, violations: violated.length, rank: rankOf(pods, violated.length) };
  });
}

export function isRefusal(result: Victims | Refusal): result is Refusal {
  return "reasons" in result;
}

/** Added to each priority, so that many victims of low priority weigh more than few. Source: pickOneNodeForPreemption. */
const PRIORITY_OFFSET = 2 ** 31;

/** What makes one choice better than another, the most important criterion first; lower is better. */
function rankOf(pods: readonly PodInfo[], violations: number): readonly number[] {
  const highest = pods[0]?.priority ?? -Infinity;
  const sum = pods.reduce((total, { priority }) => total + priority + PRIORITY_OFFSET, 0);
  const earliest = Math.min(...pods.filter(({ priority }) => priority === highest).map(startedAt));
  return [violations, highest, sum, pods.length, -earliest];
}

/** The choice that does the least harm; of equals the first. */
export function leastHarm(choices: readonly Victims[]): Victims | undefined {
  let best: Victims | undefined;
  for (const choice of choices) if (best === undefined || isLower(choice.rank, best.rank)) best = choice;
  return best;
}

function isLower(a: readonly number[], b: readonly number[]): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return a[index]! < b[index]!;
  return false;
}
