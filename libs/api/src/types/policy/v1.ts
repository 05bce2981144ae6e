// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** PodDisruptionBudget belongs to the policy API group. */
export interface PodDisruptionBudget {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this pod disruption budget. */
  spec?: PodDisruptionBudgetSpec;
  /** The status of this pod disruption budget. */
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
  /** The min available of this pod disruption budget spec. */
  minAvailable?: runtimev1.IntOrString;
  /** The selector of this pod disruption budget spec. */
  selector?: metav1.LabelSelector;
  /** The max unavailable of this pod disruption budget spec. */
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
  /** The observed generation of this pod disruption budget status. */
  observedGeneration?: number;
  /** The disrupted pods of this pod disruption budget status. */
  disruptedPods?: Record<string, metav1.Time>;
  /** The disruptions allowed of this pod disruption budget status. */
  disruptionsAllowed: number;
  /** The current healthy of this pod disruption budget status. */
  currentHealthy: number;
  /** The desired healthy of this pod disruption budget status. */
  desiredHealthy: number;
  /** The expected pods of this pod disruption budget status. */
  expectedPods: number;
  /** The conditions of this pod disruption budget status. */
  conditions?: metav1.Condition[];
}

/** Eviction belongs to the policy API group. */
export interface Eviction {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The delete options of this eviction. */
  deleteOptions?: metav1.DeleteOptions;
}
