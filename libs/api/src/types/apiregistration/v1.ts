// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** APIService belongs to the apiregistration.k8s.io API group. */
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

/** ServiceReference belongs to the apiregistration.k8s.io API group. */
export interface ServiceReference {
  /** The namespace of this service reference. */
  namespace?: string;
  /** The name of this service reference. */
  name?: string;
  /** The port of this service reference. */
  port?: number;
}

/** APIServiceSpec belongs to the apiregistration.k8s.io API group. */
export interface APIServiceSpec {
  /** The service of this api service spec. */
  service?: ServiceReference;
  /** The group of this api service spec. */
  group?: string;
  /** The version of this api service spec. */
  version?: string;
  /** The insecure skip tls verify of this api service spec. */
  insecureSkipTLSVerify?: boolean;
  /** The ca bundle of this api service spec. */
  caBundle?: string;
  /** The group priority minimum of this api service spec. */
  groupPriorityMinimum: number;
  /** The version priority of this api service spec. */
  versionPriority: number;
}

/** APIServiceCondition belongs to the apiregistration.k8s.io API group. */
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

/** APIServiceStatus belongs to the apiregistration.k8s.io API group. */
export interface APIServiceStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: APIServiceCondition[];
}
