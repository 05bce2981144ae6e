import type { Refusal } from "../plugins/plugin.js";

/** Why no node takes a pod. Holds until the cluster changes. */
export interface Diagnosis {
  readonly nodeCount: number;
  /** Set when the pod was refused before nodes were looked at. */
  readonly preFilter?: Refusal | undefined;
  /** How many nodes were refused for each reason. */
  readonly counts: ReadonlyMap<Refusal, number>;
  /** Why a node was refused; undefined for numbers that no node has. */
  refusalOf(node: number): Refusal | undefined;
}

export const NO_NODES = "no nodes available to schedule pods";

/** The text of the condition and event. Source: kube-scheduler `framework/types.go` FitError. */
export function fitMessage(diagnosis: Pick<Diagnosis, "nodeCount" | "preFilter" | "counts">, afterwards = ""): string {
  const { nodeCount, preFilter, counts } = diagnosis;
  if (nodeCount === 0) return NO_NODES;
  const body = preFilter ? preFilter.reasons.join(", ") : histogram(counts);
  return `0/${nodeCount} nodes are available:${body && ` ${body}.`}${afterwards && ` ${afterwards}`}`;
}

/** "3 Insufficient cpu, 2 Too many pods", sorted as text: a node with two reasons counts for both. */
function histogram(counts: ReadonlyMap<Refusal, number>): string {
  const byReason = new Map<string, number>();
  for (const [{ reasons }, count] of counts) {
    for (const reason of reasons) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  }
  return [...byReason]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort(compareBytes)
    .join(", ");
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The plugins whose refusals may go away, for deciding which events are worth another try. */
export function refusingPlugins({ preFilter, counts }: Diagnosis): ReadonlySet<string> {
  if (preFilter) return new Set([preFilter.plugin]);
  return new Set([...counts.keys()].map(({ plugin }) => plugin));
}

/** Counts refusals. */
export class RefusalCounts {
  readonly counts = new Map<Refusal, number>();

  add(refusal: Refusal | undefined, by = 1): void {
    if (!refusal || by === 0) return;
    const count = (this.counts.get(refusal) ?? 0) + by;
    if (count === 0) this.counts.delete(refusal);
    else this.counts.set(refusal, count);
  }
}
