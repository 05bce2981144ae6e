import type { Rng } from "@flotilla/service";
import type { Cluster } from "../cluster/cluster.js";
import { type Diagnosis, fitMessage, RefusalCounts } from "../evaluation/fit-error.js";
import { PreparedPod } from "../evaluation/prepared-pod.js";
import type { Profile } from "../evaluation/profile.js";
import type { Refusal } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import { isRefusal, leastHarm, selectVictims, type Victims } from "./victims.js";

/** What evicting pods could do for a pod that fits nowhere. */
export type PreemptionResult =
  | { readonly helps: true; readonly victims: Victims; readonly tried: number }
  /** `isFinal` is false when the pod still has a node to hope for. */
  | { readonly helps: false; readonly message: string; readonly isFinal: boolean };

const NOT_HELPFUL: Refusal = {
  plugin: "DefaultPreemption",
  reasons: ["Preemption is not helpful for scheduling"],
  unresolvable: true,
};

/** What is remembered of one class of pods: what preemption would do on each node, while the node is the same. */
interface Memory {
  readonly budgetsVersion: number;
  /** By node: the generation that the result is of. */
  readonly generations: number[];
  readonly results: (Victims | Refusal)[];
}

/** Memories kept at once. */
const MEMORIES_MAX = 16;

/** Source: kube-scheduler plugin DefaultPreemption. */
export class Preemptor {
  readonly #memories = new Map<string, Memory>();

  constructor(
    private readonly cluster: Cluster,
    private readonly rng: Pick<Rng, "next">,
  ) {}

  preempt(profile: Profile, info: PodInfo, diagnosis: Diagnosis): PreemptionResult {
    const ineligible = this.#ineligible(info, diagnosis);
    if (ineligible) return { helps: false, message: ineligible, isFinal: false };
    const { choices, refusals, unhelpful } = this.#tryNodes(profile, info, diagnosis);
    const victims = leastHarm(choices);
    if (victims) return { helps: true, victims, tried: choices.length };
    const refused = new RefusalCounts();
    for (const refusal of refusals) refused.add(refusal);
    refused.add(NOT_HELPFUL, unhelpful);
    const { nodeCount } = diagnosis;
    return { helps: false, message: fitMessage({ nodeCount, counts: refused.counts }), isFinal: true };
  }

  /** Why no pod may be evicted for this one now. */
  #ineligible({ pod, key, priority }: PodInfo, diagnosis: Diagnosis): string | undefined {
    if (pod.spec?.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
    const nominated = this.cluster.nodes.find(this.cluster.nomination(key) ?? "");
    if (nominated === undefined) return undefined;
    if (diagnosis.refusalOf(nominated)?.unresolvable) return undefined;
    for (const other of this.cluster.podsOn(nominated)) {
      if (other.priority < priority && isBeingPreempted(other))
        return "not eligible due to a terminating pod on the nominated node.";
    }
    return undefined;
  }

  /** Tries nodes from a random one on, until there are enough to choose from. */
  #tryNodes(profile: Profile, info: PodInfo, { nodeCount, counts, refusalOf }: Diagnosis) {
    const prepared = new PreparedPod(profile, this.cluster, info);
    const isAlone = prepared.rules().length === 0 && info.claims.length === 0;
    const memory = isAlone ? this.#memoryOf(profile, info) : undefined;
    const potential = [...counts].reduce((sum, [{ unresolvable }, count]) => sum + (unresolvable ? 0 : count), 0);
    const wanted = enough(profile, potential);
    const { size } = this.cluster.nodes;
    const start = Math.floor(this.rng.next() * size);
    const choices: Victims[] = [];
    const refusals: Refusal[] = [];
    let tried = 0;
    let harmless = 0;
    for (let index = 0; tried < potential && index < size && !(harmless > 0 && choices.length >= wanted); index++) {
      const node = (start + index) % size;
      if (refusalOf(node)?.unresolvable ?? true) continue;
      tried++;
      const result = this.#tryNode(prepared, node, memory);
      if (isRefusal(result)) {
        refusals.push(result);
      } else {
        choices.push(result);
        if (result.violations === 0) harmless++;
      }
    }
    return { choices, refusals, unhelpful: nodeCount - potential };
  }

  #tryNode(prepared: PreparedPod, node: number, memory: Memory | undefined): Victims | Refusal {
    const generation = this.cluster.nodes.generation[node]!;
    if (memory?.generations[node] === generation) return memory.results[node]!;
    const result = selectVictims(prepared, node);
    if (memory) {
      memory.generations[node] = generation;
      memory.results[node] = result;
    }
    return result;
  }

  #memoryOf({ schedulerName }: Profile, { classKey }: PodInfo): Memory {
    const key = `${schedulerName}\n${classKey}`;
    const budgetsVersion = this.cluster.others.disruptionBudgets.version;
    let memory = this.#memories.get(key);
    if (memory?.budgetsVersion !== budgetsVersion) memory = { budgetsVersion, generations: [], results: [] };
    this.#memories.delete(key);
    this.#memories.set(key, memory);
    if (this.#memories.size > MEMORIES_MAX) this.#memories.delete(this.#memories.keys().next().value!);
    return memory;
  }
}

function enough({ args }: Profile, potential: number): number {
  const { minCandidateNodesPercentage, minCandidateNodesAbsolute } = args.preemption;
  const share = Math.trunc((potential * minCandidateNodesPercentage) / 100);
  return Math.min(potential, Math.max(share, minCandidateNodesAbsolute));
}

function isBeingPreempted({ pod, terminating }: PodInfo): boolean {
  const condition = pod.status?.conditions?.find(({ type }) => type === "DisruptionTarget");
  return terminating && condition?.status === "True" && condition.reason === PREEMPTED_REASON;
}

/** Reason of the condition DisruptionTarget on victims. */
export const PREEMPTED_REASON = "PreemptionByScheduler";
