import type { KubeObject } from "@flotilla/api";
import { quantityOf, type Quantity } from "@flotilla/api/quantity.js";
import type { ScopedResourceSelectorRequirement } from "@flotilla/api/types/core/v1.js";
import type { AdmissionRequest } from "../plugin.js";
import type { Amounts } from "../pod-resources.js";

/**
 * How objects of one kind use up quotas. Source: k8s.io/apiserver `pkg/quota/v1`, kubernetes `pkg/quota/v1/evaluator`.
 */
export interface Evaluator {
  /** Whether a write can change what is used. */
  handles(request: AdmissionRequest): boolean;
  /** Whether a resource named by a quota is one that this kind uses. */
  uses(resource: string): boolean;
  matchesScope(scope: ScopedResourceSelectorRequirement, object: KubeObject): boolean;
  /** What the object lacks of what a quota makes it name; undefined when nothing. */
  missing(required: readonly string[], object: KubeObject): string | undefined;
  usage(object: KubeObject, nowMs: number): Amounts;
}

export const ONE: Quantity = quantityOf(1);

/** What is counted since the first versions under a plain name. */
const PLAIN_NAMES: readonly string[] = ["configmaps", "resourcequotas", "replicationcontrollers", "secrets"];

export const countName = (group: string, resource: string): string =>
  group === "" ? `count/${resource}` : `count/${resource}.${group}`;

/** A kind of which a quota can only limit the number. */
export function countingEvaluator(group: string, resource: string): Evaluator {
  const names = [countName(group, resource)];
  if (group === "" && PLAIN_NAMES.includes(resource)) names.push(resource);
  return {
    handles: ({ operation, attributes }) => operation === "CREATE" && attributes.subresource === "",
    uses: (name) => names.includes(name),
    matchesScope: () => false,
    missing: () => undefined,
    usage: () => new Map(names.map((name) => [name, ONE])),
  };
}
