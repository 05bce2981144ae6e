// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** APIService says which server answers for a group and version. It is named VERSION.GROUP. */
export interface APIService {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: APIServiceSpec;
  /** What is: written by controllers, read by everybody. */
  status?: APIServiceStatus;
}

/** APIServiceList is a page of APIService objects. */
export interface APIServiceList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: APIService[];
}

/** ServiceReference points to a Service. */
export interface ServiceReference {
  /** Its namespace. */
  namespace?: string;
  /** Its name. */
  name?: string;
  /** The port; 443 if unset. */
  port?: number;
}

/** APIServiceSpec says which server, and which place the group has. */
export interface APIServiceSpec {
  /** The Service of the server; this API server itself if unset. */
  service?: ServiceReference;
  /** The API group. */
  group?: string;
  /** The version. */
  version?: string;
  /** Do not check the server's certificate. */
  insecureSkipTLSVerify?: boolean;
  /** The certificates, as PEM, to check the server's with; the system's if unset. */
  caBundle?: string;
  /** The place of the group among all: higher comes first. */
  groupPriorityMinimum: number;
  /** The place of the version in its group: higher comes first. */
  versionPriority: number;
}

/** APIServiceCondition is one observation about an APIService. */
export interface APIServiceCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Available.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** APIServiceStatus is whether the server can be reached. */
export interface APIServiceStatus {
  /** Available. */
  conditions?: APIServiceCondition[];
}
