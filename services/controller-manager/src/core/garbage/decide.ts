import type { OwnerReference } from "@flotilla/api";
import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER, waitsForDependents, type GraphNode } from "./owner-graph.js";

/** What a live read said about an owner. `unknowable`: its kind is not served, or it cannot own across this scope. */
export type OwnerState = "present" | "absent" | "waiting" | "unknowable";

export interface GarbageView {
  /** As just read from the server. */
  readonly live: GraphNode;
  readonly dependents: readonly GraphNode[];
  readonly ownerState: (owner: OwnerReference) => OwnerState;
}

export type GarbageDecision =
  | { readonly do: "keep" }
  /** Its dependents are gone: it may go, too. */
  | { readonly do: "drop-finalizer"; readonly finalizer: string }
  /** Its dependents have to go first. */
  | { readonly do: "check-dependents"; readonly uids: readonly string[] }
  /** Other owners hold it; these do not any more. */
  | { readonly do: "drop-owners"; readonly uids: readonly string[] }
  /** Part of a cycle that would wait for itself: stop blocking, then delete. */
  | { readonly do: "unblock-and-delete" }
  | { readonly do: "delete"; readonly propagationPolicy: "Background" | "Foreground" | "Orphan" };

/** Decides what becomes of an object that may be garbage. */
export function decideGarbage({ live, dependents, ownerState }: GarbageView): GarbageDecision {
  if (waitsForDependents(live)) return decideWaiting(live, dependents);
  if (live.deleting || live.owners.length === 0) return { do: "keep" };
  const states = live.owners.map((owner) => ({ owner, state: ownerState(owner) }));
  const inState = (state: OwnerState): string[] =>
    states.filter((one) => one.state === state).map(({ owner }) => owner.uid);
  const [gone, waiting] = [inState("absent"), inState("waiting")];
  if (states.length > gone.length + waiting.length) {
    const holds = inState("present").length > 0;
    // What cannot be known holds, too, but is no reason to change anything.
    return holds && gone.length + waiting.length > 0
      ? { do: "drop-owners", uids: [...gone, ...waiting] }
      : { do: "keep" };
  }
  if (waiting.length > 0 && dependents.length > 0) {
    const inCycle = dependents.some(waitsForDependents);
    return inCycle ? { do: "unblock-and-delete" } : { do: "delete", propagationPolicy: "Foreground" };
  }
  return { do: "delete", propagationPolicy: policyOf(live) };
}

function decideWaiting(live: GraphNode, dependents: readonly GraphNode[]): GarbageDecision {
  const blocking = dependents.filter(({ owners }) =>
    owners.some((owner) => owner.uid === live.uid && owner.blockOwnerDeletion),
  );
  if (blocking.length === 0) return { do: "drop-finalizer", finalizer: FOREGROUND_FINALIZER };
  return {
    do: "check-dependents",
    uids: blocking.filter((dependent) => !waitsForDependents(dependent)).map(({ uid }) => uid),
  };
}

/** A finalizer that is there already says how its dependents want to be treated. */
function policyOf({ finalizers }: GraphNode): "Background" | "Foreground" | "Orphan" {
  if (finalizers.includes(ORPHAN_FINALIZER)) return "Orphan";
  return finalizers.includes(FOREGROUND_FINALIZER) ? "Foreground" : "Background";
}
