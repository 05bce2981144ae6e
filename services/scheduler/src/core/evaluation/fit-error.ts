import type { Refusal } from "../plugins/plugin.js";

/** Why no node takes a pod. */
export interface Diagnosis {
  readonly nodeCount: number;
  /** Set when the pod was refused before nodes were looked at. */
  readonly preFilter?: Refusal | undefined;
  readonly refusals: readonly { readonly node: number; readonly refusal: Refusal }[];
  /** Holds for all nodes that are not in `refusals`. */
  readonly otherwise?: Refusal | undefined;
}

export const NO_NODES = "no nodes available to schedule pods";

/** The text of the condition and event. Source: kube-scheduler `framework/types.go` FitError. */
export function fitMessage(diagnosis: Diagnosis, afterwards = ""): string {
  const { nodeCount, preFilter } = diagnosis;
  if (nodeCount === 0) return NO_NODES;
  const body = preFilter ? preFilter.reasons.join(", ") : histogram(diagnosis);
  return `0/${nodeCount} nodes are available:${body && ` ${body}.`}${afterwards && ` ${afterwards}`}`;
}

/** "3 Insufficient cpu, 2 Too many pods", sorted as text: a node with two reasons counts for both. */
function histogram({ nodeCount, refusals, otherwise }: Diagnosis): string {
  const byRefusal = new Map<Refusal, number>();
  for (const { refusal } of refusals) byRefusal.set(refusal, (byRefusal.get(refusal) ?? 0) + 1);
  if (otherwise && nodeCount > refusals.length) byRefusal.set(otherwise, nodeCount - refusals.length);
  const counts = new Map<string, number>();
  for (const [{ reasons }, count] of byRefusal) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort(compareBytes)
    .join(", ");
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The plugins whose refusals may go away, for deciding which events are worth another try. */
export function refusingPlugins({ preFilter, refusals, otherwise }: Diagnosis): ReadonlySet<string> {
  if (preFilter) return new Set([preFilter.plugin]);
  const plugins = new Set<string>(otherwise && [otherwise.plugin]);
  for (const { refusal } of refusals) plugins.add(refusal.plugin);
  return plugins;
}
