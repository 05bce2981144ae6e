// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** PriorityClass belongs to the scheduling.k8s.io API group. */
export interface PriorityClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The value of this priority class. */
  value: number;
  /** The global default of this priority class. */
  globalDefault?: boolean;
  /** The description of this priority class. */
  description?: string;
  /**
   * The preemption policy of this priority class.
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
