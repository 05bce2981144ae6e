import type {
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from "@flotilla/api/types/core/v1.js";

/** What of a node selectors look at. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Source: component-helpers `scheduling/corev1/nodeaffinity`. Terms are ORed; an empty term matches nothing. */
export function matchesAnyTerm(node: SelectableNode, terms: readonly NodeSelectorTerm[]): boolean {
  return terms.some((term) => matchesTerm(node, term));
}

export function matchesTerm(
  node: SelectableNode,
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => meets(node.labels[requirement.key], requirement)) &&
    matchFields.every((requirement) => meets(requirement.key === "metadata.name" ? node.name : undefined, requirement))
  );
}

function meets(value: string | undefined, { operator, values = [] }: NodeSelectorRequirement): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt":
      return value !== undefined && isOrdered(operator, value, values[0] ?? "");
    default:
      return false;
  }
}

const INTEGER = /^[+-]?\d+$/;

function isOrdered(operator: "Gt" | "Lt", label: string, bound: string): boolean {
  if (!INTEGER.test(label) || !INTEGER.test(bound)) return false;
  const [left, right] = [BigInt(label.replace("+", "")), BigInt(bound.replace("+", ""))];
  return operator === "Gt" ? left > right : left < right;
}

/** The nodes that a pod asks for, by its nodeSelector and its required node affinity: both must hold. */
export interface NodeSelection {
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly terms: readonly NodeSelectorTerm[] | undefined;
  readonly preferred: readonly PreferredSchedulingTerm[];
}

export function nodeSelectionOf({ spec }: Pod): NodeSelection {
  const affinity = spec?.affinity?.nodeAffinity;
  const selector = spec?.nodeSelector;
  return {
    selector: selector && Object.keys(selector).length > 0 ? selector : undefined,
    terms: affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
    preferred: affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
  };
}

export function isSelected(node: SelectableNode, { selector, terms }: NodeSelection): boolean {
  if (selector && !Object.entries(selector).every(([key, value]) => node.labels[key] === value)) return false;
  return terms === undefined || matchesAnyTerm(node, terms);
}

/**
 * The only nodes that can be selected, where every term names them by a field; undefined where any may be. DaemonSets
 * name their node so: it saves looking at the others.
 */
export function namedNodes({ terms }: NodeSelection): ReadonlySet<string> | undefined {
  if (!terms || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const named = matchFields
      .filter(({ key, operator }) => key === "metadata.name" && operator === "In")
      .map(({ values = [] }) => values);
    if (named.length === 0) return undefined;
    for (const name of named[0]!) if (named.every((values) => values.includes(name))) names.add(name);
  }
  return names;
}
