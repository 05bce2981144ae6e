// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** SubjectAccessReview belongs to the authorization.k8s.io API group. */
export interface SubjectAccessReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: SubjectAccessReviewSpec;
  /** What is: written by controllers, read by everybody. */
  status?: SubjectAccessReviewStatus;
}

/** SelfSubjectAccessReview belongs to the authorization.k8s.io API group. */
export interface SelfSubjectAccessReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: SelfSubjectAccessReviewSpec;
  /** What is: written by controllers, read by everybody. */
  status?: SubjectAccessReviewStatus;
}

/** LocalSubjectAccessReview belongs to the authorization.k8s.io API group. */
export interface LocalSubjectAccessReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: SubjectAccessReviewSpec;
  /** What is: written by controllers, read by everybody. */
  status?: SubjectAccessReviewStatus;
}

/** SelfSubjectRulesReview belongs to the authorization.k8s.io API group. */
export interface SelfSubjectRulesReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: SelfSubjectRulesReviewSpec;
  /** What is: written by controllers, read by everybody. */
  status?: SubjectRulesReviewStatus;
}

/** ResourceAttributes belongs to the authorization.k8s.io API group. */
export interface ResourceAttributes {
  /** The namespace of this resource attributes. */
  namespace?: string;
  /** The verb of this resource attributes. */
  verb?: string;
  /** The group of this resource attributes. */
  group?: string;
  /** The version of this resource attributes. */
  version?: string;
  /** The resource of this resource attributes. */
  resource?: string;
  /** The subresource of this resource attributes. */
  subresource?: string;
  /** The name of this resource attributes. */
  name?: string;
  /** The field selector of this resource attributes. */
  fieldSelector?: FieldSelectorAttributes;
  /** The label selector of this resource attributes. */
  labelSelector?: LabelSelectorAttributes;
}

/** LabelSelectorAttributes belongs to the authorization.k8s.io API group. */
export interface LabelSelectorAttributes {
  /** The raw selector of this label selector attributes. */
  rawSelector?: string;
  /** one thing that must hold of a label. */
  requirements?: metav1.LabelSelectorRequirement[];
}

/** FieldSelectorAttributes belongs to the authorization.k8s.io API group. */
export interface FieldSelectorAttributes {
  /** The raw selector of this field selector attributes. */
  rawSelector?: string;
  /** one thing that must hold of a field. */
  requirements?: metav1.FieldSelectorRequirement[];
}

/** NonResourceAttributes belongs to the authorization.k8s.io API group. */
export interface NonResourceAttributes {
  /** The path of this non resource attributes. */
  path?: string;
  /** The verb of this non resource attributes. */
  verb?: string;
}

/** SubjectAccessReviewSpec belongs to the authorization.k8s.io API group. */
export interface SubjectAccessReviewSpec {
  /** The resource attributes of this subject access review spec. */
  resourceAttributes?: ResourceAttributes;
  /** The non resource attributes of this subject access review spec. */
  nonResourceAttributes?: NonResourceAttributes;
  /** The user of this subject access review spec. */
  user?: string;
  /** The groups of this subject access review spec. */
  groups?: string[];
  /** The extra of this subject access review spec. */
  extra?: Record<string, ExtraValue>;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
}

/** SelfSubjectAccessReviewSpec belongs to the authorization.k8s.io API group. */
export interface SelfSubjectAccessReviewSpec {
  /** The resource attributes of this self subject access review spec. */
  resourceAttributes?: ResourceAttributes;
  /** The non resource attributes of this self subject access review spec. */
  nonResourceAttributes?: NonResourceAttributes;
}

/** SubjectAccessReviewStatus belongs to the authorization.k8s.io API group. */
export interface SubjectAccessReviewStatus {
  /** The allowed of this subject access review status. */
  allowed: boolean;
  /** The reason of this subject access review status. */
  reason?: string;
  /** The evaluation error of this subject access review status. */
  evaluationError?: string;
  /** The denied of this subject access review status. */
  denied?: boolean;
}

/** SelfSubjectRulesReviewSpec belongs to the authorization.k8s.io API group. */
export interface SelfSubjectRulesReviewSpec {
  /** The namespace of this self subject rules review spec. */
  namespace?: string;
}

/** SubjectRulesReviewStatus belongs to the authorization.k8s.io API group. */
export interface SubjectRulesReviewStatus {
  /** The resource rules of this subject rules review status. */
  resourceRules: ResourceRule[];
  /** The non resource rules of this subject rules review status. */
  nonResourceRules: NonResourceRule[];
  /** The incomplete of this subject rules review status. */
  incomplete: boolean;
  /** The evaluation error of this subject rules review status. */
  evaluationError?: string;
}

/** ResourceRule belongs to the authorization.k8s.io API group. */
export interface ResourceRule {
  /** The verbs of this resource rule. */
  verbs: string[];
  /** The api groups of this resource rule. */
  apiGroups?: string[];
  /** The resources of this resource rule. */
  resources?: string[];
  /** The resource names of this resource rule. */
  resourceNames?: string[];
}

/** NonResourceRule belongs to the authorization.k8s.io API group. */
export interface NonResourceRule {
  /** The verbs of this non resource rule. */
  verbs: string[];
  /** The non resource ur ls of this non resource rule. */
  nonResourceURLs?: string[];
}

/** ExtraValue belongs to the authorization.k8s.io API group. */
export type ExtraValue = string[];
