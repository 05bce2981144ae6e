// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";

/** EndpointSlice lists a part of the addresses behind a Service, at most 1000. */
export interface EndpointSlice {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The addresses. */
  endpoints: Endpoint[];
  /** Their ports. */
  ports?: EndpointPort[];
  /**
   * IPv4, IPv6 or FQDN.
   *
   * One of: IPv4, IPv6, FQDN.
   */
  addressType: string;
}

/** EndpointSliceList is a page of EndpointSlice objects. */
export interface EndpointSliceList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: EndpointSlice[];
}

/** Endpoint is a pod, or something else, behind a Service. */
export interface Endpoint {
  /** Its address; more than one mean the same. */
  addresses: string[];
  /** Whether it takes traffic. */
  conditions?: EndpointConditions;
  /** Its host name. */
  hostname?: string;
  /** The object behind it, usually a pod. */
  targetRef?: corev1.ObjectReference;
  /** Deprecated: labels of its place. */
  deprecatedTopology?: Record<string, string>;
  /** The node that it is on. */
  nodeName?: string;
  /** The zone that it is in. */
  zone?: string;
  /** For whom it is best. */
  hints?: EndpointHints;
}

/** EndpointConditions say whether an endpoint takes traffic; unset counts as true, but for terminating. */
export interface EndpointConditions {
  /** Send it traffic. */
  ready?: boolean;
  /** It could take traffic, even while it is terminating. */
  serving?: boolean;
  /** It is being shut down. */
  terminating?: boolean;
}

/** EndpointHints say for whom an endpoint is best. */
export interface EndpointHints {
  /** For clients in these zones. */
  forZones?: ForZone[];
  /** For clients on these nodes. */
  forNodes?: ForNode[];
}

/** ForZone is a zone. */
export interface ForZone {
  /** Its name. */
  name: string;
}

/** ForNode is a node. */
export interface ForNode {
  /** Its name. */
  name: string;
}

/** EndpointPort is a port of the addresses behind a Service. */
export interface EndpointPort {
  /** The name of the Service's port. */
  name?: string;
  /**
   * TCP (if unset), UDP or SCTP.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol?: string;
  /** Its number; all ports if unset. */
  port?: number;
  /** What is spoken over it. */
  appProtocol?: string;
}
