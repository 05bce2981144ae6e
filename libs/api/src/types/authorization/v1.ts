// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** SubjectAccessReview asks whether somebody may do something. */
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

/** SelfSubjectAccessReview asks whether the asker may do something. */
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

/** LocalSubjectAccessReview asks whether somebody may do something in one namespace. */
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

/** SelfSubjectRulesReview asks for all that the asker may do in a namespace. */
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

/** ResourceAttributes say what somebody wants to do with a resource. */
export interface ResourceAttributes {
  /** The namespace; empty for the cluster, or for all namespaces. */
  namespace?: string;
  /** The verb, such as get; * for all. */
  verb?: string;
  /** The API group; * for all. */
  group?: string;
  /** The version; * for all. */
  version?: string;
  /** The resource; * for all. */
  resource?: string;
  /** The subresource; empty for none. */
  subresource?: string;
  /** The object; empty for all. */
  name?: string;
  /** The field selector of the request. */
  fieldSelector?: FieldSelectorAttributes;
  /** The label selector of the request. */
  labelSelector?: LabelSelectorAttributes;
}

/** LabelSelectorAttributes are the label selector of a request. */
export interface LabelSelectorAttributes {
  /** As text, as in the query. */
  rawSelector?: string;
  /** Parsed. */
  requirements?: metav1.LabelSelectorRequirement[];
}

/** FieldSelectorAttributes are the field selector of a request. */
export interface FieldSelectorAttributes {
  /** As text, as in the query. */
  rawSelector?: string;
  /** Parsed. */
  requirements?: metav1.FieldSelectorRequirement[];
}

/** NonResourceAttributes say what somebody wants to do with a path. */
export interface NonResourceAttributes {
  /** The path. */
  path?: string;
  /** The verb, such as get. */
  verb?: string;
}

/** SubjectAccessReviewSpec is the question; exactly one of the attributes is given. */
export interface SubjectAccessReviewSpec {
  /** What, for resources. */
  resourceAttributes?: ResourceAttributes;
  /** What, for other paths. */
  nonResourceAttributes?: NonResourceAttributes;
  /** Who. */
  user?: string;
  /** The groups of who. */
  groups?: string[];
  /** What else is known about the user, by key. */
  extra?: Record<string, ExtraValue>;
  /** The UID of who. */
  uid?: string;
}

/** SelfSubjectAccessReviewSpec is the question; exactly one of the attributes is given. */
export interface SelfSubjectAccessReviewSpec {
  /** What, for resources. */
  resourceAttributes?: ResourceAttributes;
  /** What, for other paths. */
  nonResourceAttributes?: NonResourceAttributes;
}

/** SubjectAccessReviewStatus is the answer. */
export interface SubjectAccessReviewStatus {
  /** Whether it is allowed. */
  allowed: boolean;
  /** Why. */
  reason?: string;
  /** What went wrong while finding out. */
  evaluationError?: string;
  /** Whether it is refused, and not only not allowed; then nobody else is asked. */
  denied?: boolean;
}

/** SelfSubjectRulesReviewSpec is the question. */
export interface SelfSubjectRulesReviewSpec {
  /** The namespace. */
  namespace?: string;
}

/** SubjectRulesReviewStatus is the answer. */
export interface SubjectRulesReviewStatus {
  /** What may be done with resources. */
  resourceRules: ResourceRule[];
  /** What may be done with other paths. */
  nonResourceRules: NonResourceRule[];
  /** Whether there may be more. */
  incomplete: boolean;
  /** What went wrong while finding out. */
  evaluationError?: string;
}

/** ResourceRule is something that may be done with resources. */
export interface ResourceRule {
  /** The verbs; * for all. */
  verbs: string[];
  /** The API groups; * for all. */
  apiGroups?: string[];
  /** The resources; * for all. */
  resources?: string[];
  /** The objects; all if empty. */
  resourceNames?: string[];
}

/** NonResourceRule is something that may be done with paths. */
export interface NonResourceRule {
  /** The verbs; * for all. */
  verbs: string[];
  /** The paths; a * at the end stands for any rest. */
  nonResourceURLs?: string[];
}

/** ExtraValue is a list of texts about a user. */
export type ExtraValue = string[];
