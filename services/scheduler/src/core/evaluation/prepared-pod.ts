import type { Cluster } from "../cluster/cluster.js";
import {
  type DomainRule,
  judgeRule,
  type NodeFilter,
  type Plugin,
  type PodContext,
  type Refusal,
} from "../plugins/plugin.js";
import type { PodInfo } from "../pod-info.js";
import type { Profile, WeightedPlugin } from "./profile.js";

/** A pod's filters, made once and asked about any node. Answers are of the live cluster, also within a trial. */
export class PreparedPod {
  readonly context: PodContext;
  /** Scorers that look at all candidates together. */
  readonly candidateScorers: readonly WeightedPlugin[];
  readonly #filters: readonly NodeFilter[];
  readonly #ruleMakers: readonly Plugin[];

  constructor(
    readonly profile: Profile,
    readonly cluster: Cluster,
    readonly info: PodInfo,
    equal?: PreparedPod,
  ) {
    this.context = { info, cluster, args: profile.args };
    this.#filters = equal
      ? equal.#filters
      : profile.filters.flatMap((plugin) => plugin.filterNodes?.(this.context) ?? []);
    this.#ruleMakers = equal ? equal.#ruleMakers : profile.filters.filter(({ filterDomains }) => filterDomains);
    this.candidateScorers = equal?.candidateScorers ?? profile.scorers.filter(({ plugin }) => plugin.scoreCandidates);
  }

  /** For another pod of the same class: what looks at nodes alone says the same. */
  for(info: PodInfo): PreparedPod {
    return new PreparedPod(this.profile, this.cluster, info, this);
  }

  /** Bounds on pods by domain as of now: make them anew after any change. */
  rules(): readonly DomainRule[] {
    const rules: DomainRule[] = [];
    for (const plugin of this.#ruleMakers) rules.push(...plugin.filterDomains!(this.context));
    return rules;
  }

  /** What the node alone says to any pod of the class, also if the pods nominated to it were there. */
  judgeNode(node: number): Refusal | undefined {
    return this.#withRivals(node, () => this.#judgeNodeAsIs(node), "") ?? this.#judgeNodeAsIs(node);
  }

  #judgeNodeAsIs(node: number): Refusal | undefined {
    for (const filter of this.#filters) {
      const refusal = filter(node);
      if (refusal) return refusal;
    }
    return undefined;
  }

  /** All that is to say about a node: the node alone and the domains, with and without pods nominated to it. */
  judge(node: number): Refusal | undefined {
    const judge = (): Refusal | undefined => this.#judgeNodeAsIs(node) ?? judgeRules(this.rules(), node);
    return this.#withRivals(node, judge) ?? judge();
  }

  /** Whether the rules by domain hold also if the pods nominated to the node come to it. */
  judgeRulesWithRivals(node: number): Refusal | undefined {
    return this.#withRivals(node, () => judgeRules(this.rules(), node));
  }

  /** Judges as if the pods nominated to the node that this one may not displace were there; not at all without any. */
  #withRivals(node: number, judge: () => Refusal | undefined, self = this.info.key): Refusal | undefined {
    const nominated = this.cluster.nominatedOn(node);
    if (!nominated) return undefined;
    const { priority } = this.info;
    const rivals = [...nominated.values()].filter((other) => other.key !== self && other.priority >= priority);
    if (rivals.length === 0) return undefined;
    return this.cluster.trial(node, (trial) => {
      for (const rival of rivals) trial.add(rival);
      return judge();
    });
  }
}

/** Refuses every node, for what is wrong with the pod itself. */
export function preFilter(profile: Profile, context: PodContext): Refusal | undefined {
  for (const plugin of profile.filters) {
    const refusal = plugin.preFilter?.(context);
    if (refusal) return refusal;
  }
  return undefined;
}

export function judgeRules(rules: readonly DomainRule[], node: number): Refusal | undefined {
  for (const rule of rules) {
    const refusal = judgeRule(rule, node);
    if (refusal) return refusal;
  }
  return undefined;
}
