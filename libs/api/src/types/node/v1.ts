// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** RuntimeClass belongs to the node.k8s.io API group. */
export interface RuntimeClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The handler of this runtime class. */
  handler: string;
  /** The overhead of this runtime class. */
  overhead?: Overhead;
  /** The scheduling of this runtime class. */
  scheduling?: Scheduling;
}

/** RuntimeClassList is a page of RuntimeClass objects. */
export interface RuntimeClassList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: RuntimeClass[];
}

/** Overhead belongs to the node.k8s.io API group. */
export interface Overhead {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  podFixed?: Record<string, runtimev1.Quantity>;
}

/** Scheduling belongs to the node.k8s.io API group. */
export interface Scheduling {
  /** The node selector of this scheduling. */
  nodeSelector?: Record<string, string>;
  /** Toleration lets a pod bear the taints that it matches. */
  tolerations?: corev1.Toleration[];
}
