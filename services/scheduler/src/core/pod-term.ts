import type { LabelSelector } from "@flotilla/api/selectors/label-selector.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { LabelMatcher, Labels } from "@flotilla/api/selectors/label.js";
import type { PodAffinityTerm } from "@flotilla/api/types/core/v1.js";

/** Labels of a namespace; undefined when there is none. */
export type NamespaceLabels = (namespace: string) => Labels | undefined;

interface SelectionPart {
  readonly namespaces: ReadonlySet<string>;
  /** Also namespaces with such labels. */
  readonly namespaceMatcher: LabelMatcher | undefined;
  readonly matcher: LabelMatcher;
}

/** Which pods a rule is about: those that every part selects. Equal `key`s select the same pods. */
export interface PodSelection {
  readonly key: string;
  readonly parts: readonly SelectionPart[];
}

export function selects(
  { parts }: PodSelection,
  namespace: string,
  labels: Labels | undefined,
  namespaceLabels: NamespaceLabels,
): boolean {
  return parts.every((part) => selectsNamespace(part, namespace, namespaceLabels) && part.matcher.matches(labels));
}

function selectsNamespace(
  { namespaces, namespaceMatcher }: SelectionPart,
  namespace: string,
  namespaceLabels: NamespaceLabels,
): boolean {
  if (namespaces.has(namespace)) return true;
  if (!namespaceMatcher) return false;
  return namespaceMatcher.isEverything || namespaceMatcher.matches(namespaceLabels(namespace));
}

/** The pods that all of the selections select. */
export function allOf(selections: readonly PodSelection[]): PodSelection {
  if (selections.length === 1) return selections[0]!;
  return { key: selections.map(({ key }) => key).join("\n&"), parts: selections.flatMap(({ parts }) => parts) };
}

/** A rule of affinity or anti-affinity: pods that match, in one domain of a topology. */
export interface PodTerm {
  readonly topologyKey: string;
  readonly selection: PodSelection;
  /** Of preferred terms; 0 for required ones. */
  readonly weight: number;
}

/** Source: kube-scheduler `framework/types.go` newAffinityTerm, and KEP-3633 for the label keys. */
export function podTermOf(
  term: PodAffinityTerm,
  weight: number,
  owner: { namespace: string; labels: Labels },
): PodTerm {
  const { labelSelector, namespaces = [], namespaceSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  const own = namespaces.length === 0 && !namespaceSelector;
  const selector = withLabelKeys(labelSelector, matchLabelKeys, mismatchLabelKeys, owner.labels);
  return {
    topologyKey: term.topologyKey,
    selection: podSelection(own ? [owner.namespace] : namespaces, namespaceSelector, selector),
    weight,
  };
}

export function podSelection(
  namespaces: readonly string[],
  namespaceSelector: LabelSelector | undefined,
  selector: LabelSelector | undefined,
): PodSelection {
  const matcher = matcherOf(selector);
  const namespaceMatcher = namespaceSelector && matcherOf(namespaceSelector);
  const key = JSON.stringify([
    namespaces.toSorted(),
    namespaceMatcher?.requirements,
    selector === undefined ? undefined : matcher.requirements,
  ]);
  return { key, parts: [{ namespaces: new Set(namespaces), namespaceMatcher, matcher }] };
}

/** "The same value as mine", written out. The API server may have done so already; twice is the same. */
export function withLabelKeys(
  selector: LabelSelector | undefined,
  same: readonly string[],
  other: readonly string[],
  labels: Labels,
): LabelSelector | undefined {
  if (!selector) return undefined;
  const valued = (keys: readonly string[], operator: string) =>
    keys.filter((key) => labels[key] !== undefined).map((key) => ({ key, operator, values: [labels[key]!] }));
  const expressions = [...valued(same, "In"), ...valued(other, "NotIn")];
  if (expressions.length === 0) return selector;
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...expressions] };
}
