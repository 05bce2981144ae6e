import { formatTime, withCondition } from "@flotilla/api";
import type { Namespace, NamespaceCondition } from "@flotilla/api/types/core/v1.js";

export const NAMESPACE_FINALIZER = "kubernetes";

/** What is left of one resource in a namespace. */
export interface Remainder {
  /** "pods" or "deployments.apps". */
  readonly resource: string;
  readonly count: number;
  /** How many objects each finalizer holds. */
  readonly finalizers: ReadonlyMap<string, number>;
  /** Seconds until the last of them may be gone; undefined when nobody knows. */
  readonly graceSeconds?: number | undefined;
}

/** What one round of emptying a namespace came to. */
export interface Emptying {
  readonly remaining: readonly Remainder[];
  /** Resources that could not be deleted, and why. */
  readonly failures: readonly { readonly resource: string; readonly message: string }[];
  /** Why not all resources could be found out. */
  readonly discoveryFailure?: string | undefined;
}

/** Looked at again after at least so long when pods end gracefully... */
const POLL_MIN_MS = 1000;
/** ...and at most so long, since finalizers may be faster than anybody said. */
const POLL_MAX_MS = 30_000;

export function isEmptied({ remaining, failures, discoveryFailure }: Emptying): boolean {
  return remaining.length === 0 && failures.length === 0 && discoveryFailure === undefined;
}

/** When to look again: half of the longest grace period, as long as anything remains. */
export function nextLookMs({ remaining }: Emptying): number {
  const graceSeconds = Math.max(0, ...remaining.map((one) => one.graceSeconds ?? 0));
  return Math.min(POLL_MAX_MS, Math.max(POLL_MIN_MS, graceSeconds * 500));
}

/** Tells a person why a namespace is still there. Types, reasons and texts are upstream's. */
export function namespaceConditions(namespace: Namespace, emptying: Emptying, now: number): NamespaceCondition[] {
  const conditions: NamespaceCondition[] = [
    discovery(emptying),
    {
      type: "NamespaceDeletionGroupVersionParsingFailure",
      status: "False",
      reason: "ParsedGroupVersions",
      message: "All legacy kube types successfully parsed",
    },
    content(emptying),
    remainingContent(emptying),
    remainingFinalizers(emptying),
  ];
  return conditions.reduce(
    (all, condition) => withCondition(all, condition, formatTime(now)),
    namespace.status?.conditions ?? [],
  );
}

function discovery({ discoveryFailure }: Emptying): NamespaceCondition {
  const type = "NamespaceDeletionDiscoveryFailure";
  if (discoveryFailure === undefined)
    return { type, status: "False", reason: "ResourcesDiscovered", message: "All resources successfully discovered" };
  return { type, status: "True", reason: "DiscoveryFailed", message: discoveryFailure };
}

function content({ failures }: Emptying): NamespaceCondition {
  const type = "NamespaceDeletionContentFailure";
  if (failures.length === 0)
    return {
      type,
      status: "False",
      reason: "ContentDeleted",
      message: "All content successfully deleted, may be waiting on finalization",
    };
  const problems = failures.map(({ resource, message }) => `${resource}: ${message}`);
  return {
    type,
    status: "True",
    reason: "ContentDeletionFailed",
    message: `Failed to delete all resource types, ${failures.length} remaining: ${problems.join(", ")}`,
  };
}

function remainingContent({ remaining }: Emptying): NamespaceCondition {
  const type = "NamespaceContentRemaining";
  if (remaining.length === 0)
    return { type, status: "False", reason: "ContentRemoved", message: "All content successfully removed" };
  // Upstream writes the group behind the dot even when it is the nameless one.
  const counts = remaining.map(
    ({ resource, count }) => `${resource.includes(".") ? resource : `${resource}.`} has ${count} resource instances`,
  );
  return {
    type,
    status: "True",
    reason: "SomeResourcesRemain",
    message: `Some resources are remaining: ${counts.join(", ")}`,
  };
}

function remainingFinalizers({ remaining }: Emptying): NamespaceCondition {
  const type = "NamespaceFinalizersRemaining";
  const totals = new Map<string, number>();
  for (const { finalizers } of remaining)
    for (const [finalizer, count] of finalizers) totals.set(finalizer, (totals.get(finalizer) ?? 0) + count);
  if (totals.size === 0)
    return {
      type,
      status: "False",
      reason: "ContentHasNoFinalizers",
      message: "All content-preserving finalizers finished",
    };
  const counts = [...totals].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  return {
    type,
    status: "True",
    reason: "SomeFinalizersRemain",
    message: `Some content in the namespace has finalizers remaining: ${counts.join(", ")}`,
  };
}
