// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** PodDisruptionBudget belongs to the policy API group. */
export interface PodDisruptionBudget {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: PodDisruptionBudgetSpec;
  /** What is: written by controllers, read by everybody. */
  status?: PodDisruptionBudgetStatus;
}

/** PodDisruptionBudgetList is a page of PodDisruptionBudget objects. */
export interface PodDisruptionBudgetList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: PodDisruptionBudget[];
}

/** PodDisruptionBudgetSpec belongs to the policy API group. */
export interface PodDisruptionBudgetSpec {
  /** a number, or a text such as a port's name or a percentage. */
  minAvailable?: runtimev1.IntOrString;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
  /** a number, or a text such as a port's name or a percentage. */
  maxUnavailable?: runtimev1.IntOrString;
  /**
   * The unhealthy pod eviction policy of this pod disruption budget spec.
   *
   * One of: IfHealthyBudget, AlwaysAllow.
   */
  unhealthyPodEvictionPolicy?: string;
}

/** PodDisruptionBudgetStatus belongs to the policy API group. */
export interface PodDisruptionBudgetStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** a moment, to the second. */
  disruptedPods?: Record<string, metav1.Time>;
  /** The disruptions allowed of this pod disruption budget status. */
  disruptionsAllowed: number;
  /** The current healthy of this pod disruption budget status. */
  currentHealthy: number;
  /** The desired healthy of this pod disruption budget status. */
  desiredHealthy: number;
  /** The expected pods of this pod disruption budget status. */
  expectedPods: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
}

/** Eviction belongs to the policy API group. */
export interface Eviction {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** DeleteOptions say how something is deleted. */
  deleteOptions?: metav1.DeleteOptions;
}
