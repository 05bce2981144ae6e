// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** APIGroupDiscoveryList is a page of APIGroupDiscovery objects. */
export interface APIGroupDiscoveryList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: APIGroupDiscovery[];
}

/** APIGroupDiscovery belongs to the apidiscovery.k8s.io API group. */
export interface APIGroupDiscovery {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The versions of this api group discovery. */
  versions?: APIVersionDiscovery[];
}

/** APIVersionDiscovery belongs to the apidiscovery.k8s.io API group. */
export interface APIVersionDiscovery {
  /** The version of this api version discovery. */
  version: string;
  /** The resources of this api version discovery. */
  resources?: APIResourceDiscovery[];
  /**
   * The freshness of this api version discovery.
   *
   * One of: Current, Stale.
   */
  freshness?: string;
}

/** APIResourceDiscovery belongs to the apidiscovery.k8s.io API group. */
export interface APIResourceDiscovery {
  /** The resource of this api resource discovery. */
  resource: string;
  /** GroupVersionKind names a kind exactly. */
  responseKind?: metav1.GroupVersionKind;
  /**
   * The scope of this api resource discovery.
   *
   * One of: Cluster, Namespaced.
   */
  scope: string;
  /** The singular resource of this api resource discovery. */
  singularResource: string;
  /** The verbs of this api resource discovery. */
  verbs: string[];
  /** The short names of this api resource discovery. */
  shortNames?: string[];
  /** The categories of this api resource discovery. */
  categories?: string[];
  /** The subresources of this api resource discovery. */
  subresources?: APISubresourceDiscovery[];
}

/** APISubresourceDiscovery belongs to the apidiscovery.k8s.io API group. */
export interface APISubresourceDiscovery {
  /** The subresource of this api subresource discovery. */
  subresource: string;
  /** GroupVersionKind names a kind exactly. */
  responseKind?: metav1.GroupVersionKind;
  /** GroupVersionKind names a kind exactly. */
  acceptedTypes?: metav1.GroupVersionKind[];
  /** The verbs of this api subresource discovery. */
  verbs: string[];
}
