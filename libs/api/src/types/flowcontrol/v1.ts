// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** FlowSchema belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface FlowSchema {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: FlowSchemaSpec;
  /** What is: written by controllers, read by everybody. */
  status?: FlowSchemaStatus;
}

/** FlowSchemaList is a page of FlowSchema objects. */
export interface FlowSchemaList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: FlowSchema[];
}

/** FlowSchemaSpec belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface FlowSchemaSpec {
  /** The priority level configuration of this flow schema spec. */
  priorityLevelConfiguration: PriorityLevelConfigurationReference;
  /** The matching precedence of this flow schema spec. */
  matchingPrecedence?: number;
  /** The distinguisher method of this flow schema spec. */
  distinguisherMethod?: FlowDistinguisherMethod;
  /** The rules of this flow schema spec. */
  rules?: PolicyRulesWithSubjects[];
}

/** FlowDistinguisherMethod belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface FlowDistinguisherMethod {
  /**
   * The type of this flow distinguisher method.
   *
   * One of: ByUser, ByNamespace.
   */
  type: string;
}

/** PriorityLevelConfigurationReference belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface PriorityLevelConfigurationReference {
  /** The name of this priority level configuration reference. */
  name: string;
}

/** PolicyRulesWithSubjects belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface PolicyRulesWithSubjects {
  /** The subjects of this policy rules with subjects. */
  subjects: Subject[];
  /** The resource rules of this policy rules with subjects. */
  resourceRules?: ResourcePolicyRule[];
  /** The non resource rules of this policy rules with subjects. */
  nonResourceRules?: NonResourcePolicyRule[];
}

/** Subject belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface Subject {
  /**
   * The kind of this subject.
   *
   * One of: User, Group, ServiceAccount.
   */
  kind: string;
  /** The user of this subject. */
  user?: UserSubject;
  /** The group of this subject. */
  group?: GroupSubject;
  /** The service account of this subject. */
  serviceAccount?: ServiceAccountSubject;
}

/** UserSubject belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface UserSubject {
  /** The name of this user subject. */
  name: string;
}

/** GroupSubject belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface GroupSubject {
  /** The name of this group subject. */
  name: string;
}

/** ServiceAccountSubject belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface ServiceAccountSubject {
  /** The namespace of this service account subject. */
  namespace: string;
  /** The name of this service account subject. */
  name: string;
}

/** ResourcePolicyRule belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface ResourcePolicyRule {
  /** The verbs of this resource policy rule. */
  verbs: string[];
  /** The api groups of this resource policy rule. */
  apiGroups: string[];
  /** The resources of this resource policy rule. */
  resources: string[];
  /** The cluster scope of this resource policy rule. */
  clusterScope?: boolean;
  /** The namespaces of this resource policy rule. */
  namespaces?: string[];
}

/** NonResourcePolicyRule belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface NonResourcePolicyRule {
  /** The verbs of this non resource policy rule. */
  verbs: string[];
  /** The non resource ur ls of this non resource policy rule. */
  nonResourceURLs: string[];
}

/** FlowSchemaStatus belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface FlowSchemaStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: FlowSchemaCondition[];
}

/** FlowSchemaCondition belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface FlowSchemaCondition {
  /** What the condition is about, such as Ready, in CamelCase. */
  type?: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status?: string;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** PriorityLevelConfiguration belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface PriorityLevelConfiguration {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: PriorityLevelConfigurationSpec;
  /** What is: written by controllers, read by everybody. */
  status?: PriorityLevelConfigurationStatus;
}

/** PriorityLevelConfigurationList is a page of PriorityLevelConfiguration objects. */
export interface PriorityLevelConfigurationList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: PriorityLevelConfiguration[];
}

/** PriorityLevelConfigurationSpec belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface PriorityLevelConfigurationSpec {
  /**
   * The type of this priority level configuration spec.
   *
   * One of: Exempt, Limited.
   */
  type: string;
  /** The limited of this priority level configuration spec. */
  limited?: LimitedPriorityLevelConfiguration;
  /** The exempt of this priority level configuration spec. */
  exempt?: ExemptPriorityLevelConfiguration;
}

/** LimitedPriorityLevelConfiguration belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface LimitedPriorityLevelConfiguration {
  /** The nominal concurrency shares of this limited priority level configuration. */
  nominalConcurrencyShares?: number;
  /** The limit response of this limited priority level configuration. */
  limitResponse?: LimitResponse;
  /** The lendable percent of this limited priority level configuration. */
  lendablePercent?: number;
  /** The borrowing limit percent of this limited priority level configuration. */
  borrowingLimitPercent?: number;
}

/** ExemptPriorityLevelConfiguration belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface ExemptPriorityLevelConfiguration {
  /** The nominal concurrency shares of this exempt priority level configuration. */
  nominalConcurrencyShares?: number;
  /** The lendable percent of this exempt priority level configuration. */
  lendablePercent?: number;
}

/** LimitResponse belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface LimitResponse {
  /**
   * The type of this limit response.
   *
   * One of: Queue, Reject.
   */
  type: string;
  /** The queuing of this limit response. */
  queuing?: QueuingConfiguration;
}

/** QueuingConfiguration belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface QueuingConfiguration {
  /** The queues of this queuing configuration. */
  queues?: number;
  /** The hand size of this queuing configuration. */
  handSize?: number;
  /** The queue length limit of this queuing configuration. */
  queueLengthLimit?: number;
}

/** PriorityLevelConfigurationStatus belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface PriorityLevelConfigurationStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: PriorityLevelConfigurationCondition[];
}

/** PriorityLevelConfigurationCondition belongs to the flowcontrol.apiserver.k8s.io API group. */
export interface PriorityLevelConfigurationCondition {
  /** What the condition is about, such as Ready, in CamelCase. */
  type?: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status?: string;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}
