// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** RuntimeClass is a way to run containers, such as in virtual machines. */
export interface RuntimeClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The name by which nodes' runtimes know it; it cannot change. */
  handler: string;
  /** What it costs to run a pod this way. */
  overhead?: Overhead;
  /** The nodes that can. */
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

/** Overhead is what it costs to run a pod. */
export interface Overhead {
  /** Resources for each pod. */
  podFixed?: Record<string, runtimev1.Quantity>;
}

/** Scheduling picks the nodes that can run a class. */
export interface Scheduling {
  /** Labels of the nodes, added to each pod's. */
  nodeSelector?: Record<string, string>;
  /** Tolerations that each pod gets. */
  tolerations?: corev1.Toleration[];
}
