import type { Node } from "@flotilla/api/types/core/v1.js";
import type { PodInfo } from "../pod-info.js";

/** Kinds of objects besides pods and nodes whose changes may help a pod. */
export type OtherResource =
  | "namespaces"
  | "services"
  | "persistentvolumes"
  | "persistentvolumeclaims"
  | "storageclasses"
  | "csinodes"
  | "csidrivers"
  | "csistoragecapacities"
  | "volumeattachments"
  | "poddisruptionbudgets";

/** Something happened that may make a waiting pod schedulable. */
export type ClusterEvent =
  | { readonly kind: "node-added"; readonly node: Node }
  | { readonly kind: "node-updated"; readonly old: Node; readonly node: Node }
  /** A pod came to a node. */
  | { readonly kind: "pod-placed"; readonly info: PodInfo; readonly nodeName: string }
  /** A placed pod changed; fewer requests, other labels, or its deletion has begun. */
  | { readonly kind: "placed-pod-updated"; readonly old: PodInfo; readonly info: PodInfo }
  /** A pod left its node, or was not bound after all. */
  | { readonly kind: "pod-gone"; readonly info: PodInfo; readonly nodeName: string }
  | { readonly kind: "other"; readonly resource: OtherResource };
