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

/** APIGroupDiscovery tells all about an API group. */
export interface APIGroupDiscovery {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** Its versions, the preferred one first. */
  versions?: APIVersionDiscovery[];
}

/** APIVersionDiscovery tells all about a version of a group. */
export interface APIVersionDiscovery {
  /** The version. */
  version: string;
  /** Its resources. */
  resources?: APIResourceDiscovery[];
  /**
   * Whether this is what its server says now (Current), or said last (Stale).
   *
   * One of: Current, Stale.
   */
  freshness?: string;
}

/** APIResourceDiscovery tells all about a resource. */
export interface APIResourceDiscovery {
  /** The plural, as in URLs. */
  resource: string;
  /** The kind of its objects. */
  responseKind?: metav1.GroupVersionKind;
  /**
   * Cluster or Namespaced.
   *
   * One of: Cluster, Namespaced.
   */
  scope: string;
  /** The singular. */
  singularResource: string;
  /** What can be done with it. */
  verbs: string[];
  /** Abbreviations that users may type. */
  shortNames?: string[];
  /** Groups of resources that users may ask for together, such as all. */
  categories?: string[];
  /** What lies below its objects. */
  subresources?: APISubresourceDiscovery[];
}

/** APISubresourceDiscovery tells about something that lies below objects. */
export interface APISubresourceDiscovery {
  /** Its name, such as status. */
  subresource: string;
  /** The kind that it answers. */
  responseKind?: metav1.GroupVersionKind;
  /** The kinds that it takes besides. */
  acceptedTypes?: metav1.GroupVersionKind[];
  /** What can be done with it. */
  verbs: string[];
}
