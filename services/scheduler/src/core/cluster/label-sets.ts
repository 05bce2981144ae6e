import type { Labels } from "@flotilla/api/selectors/label.js";
import { type NamespaceLabels, selects } from "../pod-term.js";
import type { PodInfo } from "../pod-info.js";
import { CarriedTerm, type NodeMask, PodCounter } from "./pod-counter.js";
import type { PodSelection, PodTerm } from "../pod-term.js";
import type { Topology } from "./topology.js";

/** Counters that nobody asked for lately go when there are more than this. */
const COUNTERS_MAX = 2_000;
/** Label sets of which no pod is placed are dropped when there are more than this. */
const IDLE_LABEL_SETS_MAX = 10_000;

/** What the placed pods carry of a kind of rule. */
export type CarriedKind = "antiRequired" | "required" | "preferred";
const CARRIED_KINDS: readonly CarriedKind[] = ["antiRequired", "required", "preferred"];

/** Pods of one namespace with equal labels: whatever selects by labels selects all or none of them. */
interface LabelSet {
  readonly namespace: string;
  readonly labels: Labels;
  placed: number;
  /** What counts these pods. */
  readonly counters: Set<PodCounter>;
  /** Rules of other pods that are about these. */
  readonly about: Readonly<Record<CarriedKind, Set<CarriedTerm>>>;
}

/**
 * How many pods each selection has in each domain, and which rules the pods there carry. Both directions are kept by
 * sets of equal labels, so placing a pod costs what it touches, not what there is.
 */
export class PodIndex {
  readonly #sets = new Map<string, LabelSet>();
  readonly #counters = new Map<string, PodCounter>();
  readonly #carried: Readonly<Record<CarriedKind, Map<string, CarriedTerm>>> = {
    antiRequired: new Map(),
    required: new Map(),
    preferred: new Map(),
  };
  #idle = 0;
  #uses = 0;

  constructor(
    private readonly topology: (key: string) => Topology,
    private readonly namespaceLabels: NamespaceLabels,
    private readonly placedPods: () => Iterable<readonly [PodInfo, number]>,
  ) {}

  /** `sign` is 1 for a pod that comes to the node, -1 for one that leaves. */
  place(info: PodInfo, node: number, sign: 1 | -1): void {
    const set = this.#setOf(info);
    if (set.placed === 0 && sign > 0) this.#idle--;
    set.placed += sign;
    for (const counter of set.counters) counter.add(node, info.terminating, sign);
    const { antiRequired, required, preferred, antiPreferred } = info.affinity;
    for (const term of antiRequired) this.#carry("antiRequired", term, node, sign, 1);
    for (const term of required) this.#carry("required", term, node, sign, 1);
    for (const term of preferred) this.#carry("preferred", term, node, sign, term.weight);
    for (const term of antiPreferred) this.#carry("preferred", term, node, sign, -term.weight);
    if (set.placed === 0) this.#becameIdle();
  }

  /** The rules of a kind that placed pods carry and that are about this pod. */
  about(info: PodInfo, kind: CarriedKind): ReadonlySet<CarriedTerm> {
    return this.#setOf(info).about[kind];
  }

  counter(
    selection: PodSelection,
    topologyKey: string,
    options: { skipsTerminating: boolean; mask?: NodeMask | undefined },
  ): PodCounter {
    const key = `${topologyKey}\n${selection.key}\n${options.skipsTerminating ? "live" : ""}\n${options.mask?.key ?? ""}`;
    let counter = this.#counters.get(key);
    if (!counter) {
      this.#makeRoom();
      counter = this.#count(
        new PodCounter(key, selection, this.topology(topologyKey), {
          skipsTerminating: options.skipsTerminating,
          mask: options.mask,
        }),
      );
    }
    counter.usedAt = ++this.#uses;
    return counter;
  }

  /** A namespace's labels changed: selections by them hold no more. The caller has taken all placed pods out. */
  reset(): void {
    this.#sets.clear();
    this.#counters.clear();
    for (const kind of CARRIED_KINDS) this.#carried[kind].clear();
    this.#idle = 0;
  }

  #count(counter: PodCounter): PodCounter {
    this.#counters.set(counter.key, counter);
    for (const set of this.#sets.values()) if (this.#selects(counter.selection, set)) set.counters.add(counter);
    for (const [info, node] of this.placedPods())
      if (this.#setOf(info).counters.has(counter)) counter.add(node, info.terminating, 1);
    return counter;
  }

  #makeRoom(): void {
    if (this.#counters.size < COUNTERS_MAX) return;
    const oldest = [...this.#counters.values()].sort((a, b) => a.usedAt - b.usedAt).slice(0, COUNTERS_MAX / 2);
    for (const counter of oldest) {
      this.#counters.delete(counter.key);
      for (const set of this.#sets.values()) set.counters.delete(counter);
    }
  }

  #carry(kind: CarriedKind, term: PodTerm, node: number, sign: 1 | -1, weight: number): void {
    const carried = this.#carriedTerm(kind, term);
    carried.sum.add(node, sign * weight);
    carried.carriers += sign;
    if (carried.carriers > 0) return;
    this.#carried[kind].delete(carried.key);
    for (const set of this.#sets.values()) set.about[kind].delete(carried);
  }

  #carriedTerm(kind: CarriedKind, { topologyKey, selection }: PodTerm): CarriedTerm {
    const key = `${topologyKey}\n${selection.key}`;
    let carried = this.#carried[kind].get(key);
    if (!carried) {
      carried = new CarriedTerm(key, selection, this.topology(topologyKey));
      this.#carried[kind].set(key, carried);
      for (const set of this.#sets.values()) if (this.#selects(selection, set)) set.about[kind].add(carried);
    }
    return carried;
  }

  #setOf(info: PodInfo): LabelSet {
    let set = this.#sets.get(info.labelKey);
    if (!set) {
      set = {
        namespace: info.namespace,
        labels: info.labels,
        placed: 0,
        counters: new Set(),
        about: { antiRequired: new Set(), required: new Set(), preferred: new Set() },
      };
      for (const counter of this.#counters.values())
        if (this.#selects(counter.selection, set)) set.counters.add(counter);
      for (const kind of CARRIED_KINDS) {
        for (const carried of this.#carried[kind].values())
          if (this.#selects(carried.selection, set)) set.about[kind].add(carried);
      }
      this.#becameIdle();
      this.#sets.set(info.labelKey, set);
    }
    return set;
  }

  #becameIdle(): void {
    if (++this.#idle <= IDLE_LABEL_SETS_MAX) return;
    for (const [key, set] of this.#sets) if (set.placed === 0) this.#sets.delete(key);
    this.#idle = 0;
  }

  #selects(selection: PodSelection, { namespace, labels }: LabelSet): boolean {
    return selects(selection, namespace, labels, this.namespaceLabels);
  }
}
