import type { PodSelection } from "../pod-term.js";
import { grownTo, NO_DOMAIN, type Topology } from "./topology.js";

/** Sums over pods by topology domain, kept in step as pods come and go. */
export class DomainSum {
  sums: Int32Array = new Int32Array(16);
  total = 0;
  /** Domains whose sum is not 0: a sum of nothing need not be looked at. */
  occupied = 0;

  constructor(readonly topology: Topology) {}

  add(node: number, amount: number): void {
    const domain = this.topology.domainOf[node]!;
    if (domain === NO_DOMAIN) return;
    if (domain >= this.sums.length) this.sums = grownTo(this.sums, Math.max(2 * this.sums.length, domain + 1));
    const old = this.sums[domain]!;
    const sum = old + amount;
    this.sums[domain] = sum;
    if (old === 0 && sum !== 0) this.occupied++;
    else if (old !== 0 && sum === 0) this.occupied--;
    this.total += amount;
  }

  /** Sums of all domains that the topology has. */
  byDomain(): Int32Array {
    if (this.topology.size > this.sums.length) this.sums = grownTo(this.sums, 2 * this.topology.size);
    return this.sums;
  }

  at(domain: number): number {
    return domain < this.sums.length ? this.sums[domain]! : 0;
  }
}

/** Nodes that a rule is about, kept in step with their labels and taints. */
export interface NodeMask {
  readonly key: string;
  /** 1 for nodes that count. */
  bits: Uint8Array;
}

/** How many placed pods of a selection there are in each domain. */
export class PodCounter {
  readonly counts: DomainSum;
  usedAt = 0;

  constructor(
    readonly key: string,
    readonly selection: PodSelection,
    topology: Topology,
    readonly options: { readonly skipsTerminating: boolean; readonly mask: NodeMask | undefined },
  ) {
    this.counts = new DomainSum(topology);
  }

  add(node: number, terminating: boolean, amount: number): void {
    const { skipsTerminating, mask } = this.options;
    if (terminating && skipsTerminating) return;
    if (mask && mask.bits[node] === 0) return;
    this.counts.add(node, amount);
  }
}

/** A rule that placed pods carry, with how many (or how much weight) of them there is in each domain. */
export class CarriedTerm {
  readonly sum: DomainSum;
  /** Rules of this kind on placed pods. */
  carriers = 0;

  constructor(
    readonly key: string,
    readonly selection: PodSelection,
    topology: Topology,
  ) {
    this.sum = new DomainSum(topology);
  }
}
