import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from "@flotilla/api/types/core/v1.js";
import { milliValue } from "./amounts.js";

/** Why the node does not take a pod, in upstream's words. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * The node's own check of a pod that was bound to it: the scheduler may have been wrong, or passed over. `others` are
 * the pods that the node has taken and that have not ended. Source: kubelet `lifecycle/predicate.go`.
 */
export function rejection(pod: Pod, others: readonly Pod[], node: Node): Rejection | undefined {
  if (!matchesNode(pod, node))
    return {
      reason: "NodeAffinity",
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    };
  const allocatable = node.status?.allocatable ?? {};
  const wanted: Readonly<Record<string, number>> = { ...podRequests(pod), pods: 1000 };
  for (const [resource, amount] of Object.entries(wanted)) {
    // A resource that the node does not know of, such as a plugin's, is the scheduler's business.
    const capacity = allocatable[resource];
    if (amount === 0 || capacity === undefined) continue;
    const used = others.reduce(
      (sum, other) => sum + (resource === "pods" ? 1000 : (podRequests(other)[resource] ?? 0)),
      0,
    );
    if (used + amount <= milliValue(capacity)) continue;
    return {
      reason: `OutOf${resource}`,
      message: `Pod was rejected: Node didn't have enough resource: ${resource}, requested: ${shown(resource, amount)}, used: ${shown(resource, used)}, capacity: ${shown(resource, milliValue(capacity))}`,
    };
  }
  return undefined;
}

/** CPU in thousandths, everything else whole: as upstream prints it. */
function shown(resource: string, milli: number): number {
  return resource === "cpu" ? milli : Math.ceil(milli / 1000);
}

/** What a pod asks for, in thousandths: the sum of its containers, or more when an init container needs more. */
export function podRequests(pod: Pod): Record<string, number> {
  const total: Record<string, number> = {};
  const add = (requests: Readonly<Record<string, string>> | undefined): void => {
    for (const [name, amount] of Object.entries(requests ?? {})) total[name] = (total[name] ?? 0) + milliValue(amount);
  };
  for (const container of pod.spec?.containers ?? []) add(container.resources?.requests);
  const init = pod.spec?.initContainers ?? [];
  for (const container of init) if (container.restartPolicy === "Always") add(container.resources?.requests);
  for (const container of init) {
    if (container.restartPolicy === "Always") continue;
    for (const [name, amount] of Object.entries(container.resources?.requests ?? {}))
      total[name] = Math.max(total[name] ?? 0, milliValue(amount));
  }
  add(pod.spec?.overhead);
  return total;
}

function matchesNode(pod: Pod, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  if (Object.entries(pod.spec?.nodeSelector ?? {}).some(([key, value]) => labels[key] !== value)) return false;
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

/** A term without any requirement matches nothing. */
function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length + matchFields.length === 0) return false;
  const fields = { "metadata.name": node.metadata?.name ?? "" };
  return (
    matchExpressions.every((requirement) => matches(requirement, node.metadata?.labels ?? {})) &&
    matchFields.every((requirement) => matches(requirement, fields))
  );
}

function matches(
  { key, operator, values = [] }: NodeSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const found = labels[key];
  switch (operator) {
    case "In":
      return found !== undefined && values.includes(found);
    case "NotIn":
      return found === undefined || !values.includes(found);
    case "Exists":
      return found !== undefined;
    case "DoesNotExist":
      return found === undefined;
    case "Gt":
      return found !== undefined && Number(found) > Number(values[0]);
    case "Lt":
      return found !== undefined && Number(found) < Number(values[0]);
    default:
      return false;
  }
}
