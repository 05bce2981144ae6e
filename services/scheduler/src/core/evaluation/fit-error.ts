import type { Refusal } from "../plugins/plugin.js";

/** Why no node takes a pod. */
export interface Diagnosis {
  readonly nodeCount: number;
  /** Set when the pod was refused before nodes were looked at. */
  readonly preFilter?: Refusal | undefined;
  /** How many nodes were refused for each refusal. */
  readonly refusals: ReadonlyMap<Refusal, number>;
}

export const NO_NODES = "no nodes available to schedule pods";

/** The text of the condition and event. Source: kube-scheduler `framework/types.go` FitError. */
export function fitMessage({ nodeCount, preFilter, refusals }: Diagnosis, afterwards = ""): string {
  if (nodeCount === 0) return NO_NODES;
  const head = `0/${nodeCount} nodes are available:`;
  const body = preFilter ? preFilter.reasons.join(", ") : histogram(refusals);
  return `${head}${body && ` ${body}.`}${afterwards && ` ${afterwards}`}`;
}

/** "3 Insufficient cpu, 2 Too many pods", sorted as text: a node with two reasons counts for both. */
export function histogram(refusals: ReadonlyMap<Refusal, number>): string {
  const counts = new Map<string, number>();
  for (const [{ reasons }, count] of refusals)
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort(compareBytes)
    .join(", ");
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The plugins whose refusals may go away, for deciding which events are worth another try. */
export function refusingPlugins({ preFilter, refusals }: Diagnosis): ReadonlySet<string> {
  if (preFilter) return new Set([preFilter.plugin]);
  return new Set([...refusals.keys()].map(({ plugin }) => plugin));
}
