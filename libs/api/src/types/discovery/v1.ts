// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";

/** EndpointSlice belongs to the discovery.k8s.io API group. */
export interface EndpointSlice {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The Endpoints that lists the storage servers. */
  endpoints: Endpoint[];
  /** The ports of this endpoint slice. */
  ports?: EndpointPort[];
  /**
   * The address type of this endpoint slice.
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

/** Endpoint belongs to the discovery.k8s.io API group. */
export interface Endpoint {
  /** The addresses of this endpoint. */
  addresses: string[];
  /** What has been observed, one entry for each type of condition. */
  conditions?: EndpointConditions;
  /** The hostname of this endpoint. */
  hostname?: string;
  /** ObjectReference points to an object, or to a part of it. */
  targetRef?: corev1.ObjectReference;
  /** The deprecated topology of this endpoint. */
  deprecatedTopology?: Record<string, string>;
  /** The node name of this endpoint. */
  nodeName?: string;
  /** The zone of this endpoint. */
  zone?: string;
  /** The hints of this endpoint. */
  hints?: EndpointHints;
}

/** EndpointConditions belongs to the discovery.k8s.io API group. */
export interface EndpointConditions {
  /** The ready of this endpoint conditions. */
  ready?: boolean;
  /** The serving of this endpoint conditions. */
  serving?: boolean;
  /** The terminating of this endpoint conditions. */
  terminating?: boolean;
}

/** EndpointHints belongs to the discovery.k8s.io API group. */
export interface EndpointHints {
  /** The for zones of this endpoint hints. */
  forZones?: ForZone[];
  /** The for nodes of this endpoint hints. */
  forNodes?: ForNode[];
}

/** ForZone belongs to the discovery.k8s.io API group. */
export interface ForZone {
  /** The name of this for zone. */
  name: string;
}

/** ForNode belongs to the discovery.k8s.io API group. */
export interface ForNode {
  /** The name of this for node. */
  name: string;
}

/** EndpointPort belongs to the discovery.k8s.io API group. */
export interface EndpointPort {
  /** The name of this endpoint port. */
  name?: string;
  /**
   * The protocol of this endpoint port.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol?: string;
  /** The port of this endpoint port. */
  port?: number;
  /** The app protocol of this endpoint port. */
  appProtocol?: string;
}
