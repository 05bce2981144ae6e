// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** FlowSchema sorts requests into flows, and gives them a priority level. */
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

/** FlowSchemaSpec says which requests, and to which level. */
export interface FlowSchemaSpec {
  /** The level. */
  priorityLevelConfiguration: PriorityLevelConfigurationReference;
  /** Which schema is asked first: lower numbers; from 1 to 10000, 1000 if unset. */
  matchingPrecedence?: number;
  /** What sets flows apart; all is one flow if unset. */
  distinguisherMethod?: FlowDistinguisherMethod;
  /** The requests; one rule that matches is enough. */
  rules?: PolicyRulesWithSubjects[];
}

/** FlowDistinguisherMethod says what sets flows apart. */
export interface FlowDistinguisherMethod {
  /**
   * ByUser or ByNamespace.
   *
   * One of: ByUser, ByNamespace.
   */
  type: string;
}

/** PriorityLevelConfigurationReference names a priority level. */
export interface PriorityLevelConfigurationReference {
  /** Its name. */
  name: string;
}

/** PolicyRulesWithSubjects picks requests by who asks and what for. */
export interface PolicyRulesWithSubjects {
  /** Who asks. */
  subjects: Subject[];
  /** For which resources. */
  resourceRules?: ResourcePolicyRule[];
  /** For which other paths. */
  nonResourceRules?: NonResourcePolicyRule[];
}

/** Subject is who asks; one is given, as kind says. */
export interface Subject {
  /**
   * User, Group or ServiceAccount.
   *
   * One of: User, Group, ServiceAccount.
   */
  kind: string;
  /** A user. */
  user?: UserSubject;
  /** A group. */
  group?: GroupSubject;
  /** A service account. */
  serviceAccount?: ServiceAccountSubject;
}

/** UserSubject is a user. */
export interface UserSubject {
  /** The name; * for all. */
  name: string;
}

/** GroupSubject is a group of users. */
export interface GroupSubject {
  /** The name; * for all. */
  name: string;
}

/** ServiceAccountSubject is a service account. */
export interface ServiceAccountSubject {
  /** Its namespace. */
  namespace: string;
  /** Its name; * for all of the namespace. */
  name: string;
}

/** ResourcePolicyRule picks requests for resources. */
export interface ResourcePolicyRule {
  /** The verbs; * for all. */
  verbs: string[];
  /** The API groups; * for all. */
  apiGroups: string[];
  /** The resources; * for all. */
  resources: string[];
  /** Whether it is about requests without namespace. */
  clusterScope?: boolean;
  /** The namespaces; * for all. */
  namespaces?: string[];
}

/** NonResourcePolicyRule picks requests for other paths. */
export interface NonResourcePolicyRule {
  /** The verbs; * for all. */
  verbs: string[];
  /** The paths; a * at the end stands for any rest. */
  nonResourceURLs: string[];
}

/** FlowSchemaStatus is what is known about a FlowSchema. */
export interface FlowSchemaStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: FlowSchemaCondition[];
}

/** FlowSchemaCondition is one observation about a FlowSchema, such as Dangling: its level is missing. */
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

/** PriorityLevelConfiguration is a share of the server's attention, with queues of its own. */
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

/** PriorityLevelConfigurationSpec says how a level is handled. */
export interface PriorityLevelConfigurationSpec {
  /**
   * Limited, or Exempt: never made to wait.
   *
   * One of: Exempt, Limited.
   */
  type: string;
  /** Settings of Limited. */
  limited?: LimitedPriorityLevelConfiguration;
  /** Settings of Exempt. */
  exempt?: ExemptPriorityLevelConfiguration;
}

/** LimitedPriorityLevelConfiguration says how many requests run at a time, and what becomes of the rest. */
export interface LimitedPriorityLevelConfiguration {
  /** Its share of all, against those of the other levels; 30 if unset. */
  nominalConcurrencyShares?: number;
  /** What becomes of requests beyond the limit. */
  limitResponse?: LimitResponse;
  /** How much of its share others may borrow. */
  lendablePercent?: number;
  /** How much it may borrow, in percent of its share; without bound if unset. */
  borrowingLimitPercent?: number;
}

/**
 * ExemptPriorityLevelConfiguration says how much of the server's attention is kept for a level that is never made to
 * wait.
 */
export interface ExemptPriorityLevelConfiguration {
  /** Its share of all, against those of the other levels; 0 if unset. */
  nominalConcurrencyShares?: number;
  /** How much of its share others may borrow. */
  lendablePercent?: number;
}

/** LimitResponse is what becomes of requests beyond the limit. */
export interface LimitResponse {
  /**
   * Queue or Reject.
   *
   * One of: Queue, Reject.
   */
  type: string;
  /** Settings of Queue. */
  queuing?: QueuingConfiguration;
}

/** QueuingConfiguration says how requests wait. */
export interface QueuingConfiguration {
  /** How many queues there are; 64 if unset. */
  queues?: number;
  /** How many of them a flow is dealt, of which it uses the shortest; 8 if unset. */
  handSize?: number;
  /** How many may wait in one; 50 if unset. */
  queueLengthLimit?: number;
}

/** PriorityLevelConfigurationStatus is what is known about a level. */
export interface PriorityLevelConfigurationStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: PriorityLevelConfigurationCondition[];
}

/** PriorityLevelConfigurationCondition is one observation about a level. */
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
