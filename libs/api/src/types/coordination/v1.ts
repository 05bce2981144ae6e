// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** Lease belongs to the coordination.k8s.io API group. */
export interface Lease {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: LeaseSpec;
}

/** LeaseList is a page of Lease objects. */
export interface LeaseList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Lease[];
}

/** LeaseSpec belongs to the coordination.k8s.io API group. */
export interface LeaseSpec {
  /** The holder identity of this lease spec. */
  holderIdentity?: string;
  /** The lease duration seconds of this lease spec. */
  leaseDurationSeconds?: number;
  /** a moment, to the microsecond. */
  acquireTime?: metav1.MicroTime;
  /** a moment, to the microsecond. */
  renewTime?: metav1.MicroTime;
  /** The lease transitions of this lease spec. */
  leaseTransitions?: number;
  /**
   * The strategy of this lease spec.
   *
   * One of: OldestEmulationVersion.
   */
  strategy?: string;
  /** The preferred holder of this lease spec. */
  preferredHolder?: string;
}
