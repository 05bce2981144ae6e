// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** Lease says who holds something, and until when: the leader of a component, the heartbeat of a node. */
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

/** LeaseSpec is who holds it. */
export interface LeaseSpec {
  /** Who holds it. */
  holderIdentity?: string;
  /** After how many seconds without renewal others may take it. */
  leaseDurationSeconds?: number;
  /** Since when it is held. */
  acquireTime?: metav1.MicroTime;
  /** When it was last renewed. */
  renewTime?: metav1.MicroTime;
  /** How often it has changed hands. */
  leaseTransitions?: number;
  /**
   * How the holder is picked, when that is coordinated.
   *
   * One of: OldestEmulationVersion.
   */
  strategy?: string;
  /** Who should hold it instead. */
  preferredHolder?: string;
}
