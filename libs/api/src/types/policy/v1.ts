// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** PodDisruptionBudget bounds how many pods of a set may be evicted at a time. */
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

/** PodDisruptionBudgetSpec says which pods, and how many must stay; one of the bounds is given. */
export interface PodDisruptionBudgetSpec {
  /** How many must stay available, as a number or a percentage. */
  minAvailable?: runtimev1.IntOrString;
  /** The pods; all of the namespace if empty. */
  selector?: metav1.LabelSelector;
  /** How many may be missing, as a number or a percentage. */
  maxUnavailable?: runtimev1.IntOrString;
  /**
   * Whether pods that are not ready may always be evicted: AlwaysAllow or IfHealthyBudget.
   *
   * One of: IfHealthyBudget, AlwaysAllow.
   */
  unhealthyPodEvictionPolicy?: string;
}

/** PodDisruptionBudgetStatus is how many evictions are possible. */
export interface PodDisruptionBudgetStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** Pods whose eviction was allowed and that are not gone yet, and when it was. */
  disruptedPods?: Record<string, metav1.Time>;
  /** How many may be evicted now. */
  disruptionsAllowed: number;
  /** How many are healthy. */
  currentHealthy: number;
  /** How many must be. */
  desiredHealthy: number;
  /** How many there are to count. */
  expectedPods: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
}

/** Eviction asks for a pod to be deleted, if its disruption budget allows. Posted to the pod's eviction subresource. */
export interface Eviction {
  apiVersion?: string;
  kind?: string;
  /** The name and namespace of the pod. */
  metadata?: metav1.ObjectMeta;
  /** How to delete it. */
  deleteOptions?: metav1.DeleteOptions;
}
