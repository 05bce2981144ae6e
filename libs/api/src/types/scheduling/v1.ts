// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** PriorityClass is a name for a priority of pods. */
export interface PriorityClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The priority; higher goes first. User classes are at most 1000000000. */
  value: number;
  /** It is the priority of pods that name none. */
  globalDefault?: boolean;
  /** What it is for. */
  description?: string;
  /**
   * Whether its pods may preempt others: PreemptLowerPriority (if unset) or Never.
   *
   * One of: PreemptLowerPriority, Never.
   */
  preemptionPolicy?: string;
}

/** PriorityClassList is a page of PriorityClass objects. */
export interface PriorityClassList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: PriorityClass[];
}
