import type { Rng } from "@flotilla/service";
import type { Cluster } from "../cluster/cluster.js";
import { type Diagnosis, fitMessage } from "../evaluation/fit-error.js";
import { PreparedPod } from "../evaluation/prepared-pod.js";
import type { Profile } from "../evaluation/profile.js";
import type { Refusal } from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import { isRefusal, leastHarm, selectVictims, type Victims } from "./victims.js";

/** What evicting pods could do for a pod that fits nowhere. */
export type PreemptionResult =
  | { readonly helps: true; readonly victims: Victims }
  /** `isFinal` is false when the pod still has a node to hope for. */
  | { readonly helps: false; readonly message: string; readonly isFinal: boolean };

const NOT_HELPFUL: Refusal = {
  plugin: "DefaultPreemption",
  reasons: ["Preemption is not helpful for scheduling"],
  unresolvable: true,
};

interface Remembered {
  readonly generation: number;
  readonly result: Victims | Refusal;
}

/** What is remembered of one class of pods: what preemption would do on each node, while the node is the same. */
interface Memory {
  readonly budgetsVersion: number;
  readonly nodes: Map<number, Remembered>;
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
    const potential = diagnosis.refusals.filter(({ refusal }) => !refusal.unresolvable).map(({ node }) => node);
    const { choices, refusals } = this.#tryNodes(profile, info, potential);
    const victims = leastHarm(choices);
    if (victims) return { helps: true, victims };
    const { nodeCount } = diagnosis;
    return { helps: false, message: fitMessage({ nodeCount, refusals, otherwise: NOT_HELPFUL }), isFinal: true };
  }

  /** Why no pod may be evicted for this one now. */
  #ineligible({ pod, key, priority }: PodInfo, { refusals }: Diagnosis): string | undefined {
    if (pod.spec?.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
    const nominated = this.cluster.nodes.find(this.cluster.nomination(key) ?? "");
    if (nominated === undefined) return undefined;
    if (refusals.some(({ node, refusal }) => node === nominated && refusal.unresolvable)) return undefined;
    for (const other of this.cluster.podsOn(nominated)) {
      if (other.priority < priority && isBeingPreempted(other))
        return "not eligible due to a terminating pod on the nominated node.";
    }
    return undefined;
  }

  /** Tries nodes from a random one on, until there are enough to choose from. */
  #tryNodes(profile: Profile, info: PodInfo, potential: readonly number[]) {
    const prepared = new PreparedPod(profile, this.cluster, info);
    const memory =
      prepared.rules().length === 0 && info.claims.length === 0 ? this.#memoryOf(profile, info) : undefined;
    const wanted = enough(profile, potential.length);
    const start = Math.floor(this.rng.next() * potential.length);
    const choices: Victims[] = [];
    const refusals: { node: number; refusal: Refusal }[] = [];
    let harmless = 0;
    for (let index = 0; index < potential.length && !(harmless > 0 && choices.length >= wanted); index++) {
      const node = potential[(start + index) % potential.length]!;
      const result = this.#tryNode(prepared, node, memory);
      if (isRefusal(result)) {
        refusals.push({ node, refusal: result });
      } else {
        choices.push(result);
        if (result.violations === 0) harmless++;
      }
    }
    return { choices, refusals };
  }

  #tryNode(prepared: PreparedPod, node: number, memory: Memory | undefined): Victims | Refusal {
    const generation = this.cluster.nodes.generation[node]!;
    const known = memory?.nodes.get(node);
    if (known?.generation === generation) return known.result;
    const result = selectVictims(prepared, node);
    memory?.nodes.set(node, { generation, result });
    return result;
  }

  #memoryOf({ schedulerName }: Profile, { classKey }: PodInfo): Memory {
    const key = `${schedulerName}\n${classKey}`;
    const budgetsVersion = this.cluster.others.disruptionBudgets.version;
    let memory = this.#memories.get(key);
    if (memory?.budgetsVersion !== budgetsVersion) memory = { budgetsVersion, nodes: new Map() };
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
