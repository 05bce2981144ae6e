// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** ValidatingAdmissionPolicy belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingAdmissionPolicy {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ValidatingAdmissionPolicySpec;
  /** What is: written by controllers, read by everybody. */
  status?: ValidatingAdmissionPolicyStatus;
}

/** ValidatingAdmissionPolicyBinding belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingAdmissionPolicyBinding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ValidatingAdmissionPolicyBindingSpec;
}

/** ValidatingAdmissionPolicyList is a page of ValidatingAdmissionPolicy objects. */
export interface ValidatingAdmissionPolicyList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ValidatingAdmissionPolicy[];
}

/** ValidatingAdmissionPolicyBindingList is a page of ValidatingAdmissionPolicyBinding objects. */
export interface ValidatingAdmissionPolicyBindingList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ValidatingAdmissionPolicyBinding[];
}

/** ValidatingAdmissionPolicyStatus belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingAdmissionPolicyStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** The type checking of this validating admission policy status. */
  typeChecking?: TypeChecking;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
}

/** TypeChecking belongs to the admissionregistration.k8s.io API group. */
export interface TypeChecking {
  /** The expression warnings of this type checking. */
  expressionWarnings?: ExpressionWarning[];
}

/** ExpressionWarning belongs to the admissionregistration.k8s.io API group. */
export interface ExpressionWarning {
  /** The field ref of this expression warning. */
  fieldRef: string;
  /** The warning of this expression warning. */
  warning: string;
}

/** ValidatingAdmissionPolicySpec belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingAdmissionPolicySpec {
  /** The param kind of this validating admission policy spec. */
  paramKind?: ParamKind;
  /** The match constraints of this validating admission policy spec. */
  matchConstraints?: MatchResources;
  /** The validations of this validating admission policy spec. */
  validations?: Validation[];
  /**
   * The failure policy of this validating admission policy spec.
   *
   * One of: Ignore, Fail.
   */
  failurePolicy?: string;
  /** The audit annotations of this validating admission policy spec. */
  auditAnnotations?: AuditAnnotation[];
  /** The match conditions of this validating admission policy spec. */
  matchConditions?: MatchCondition[];
  /** The variables of this validating admission policy spec. */
  variables?: Variable[];
}

/** ParamKind belongs to the admissionregistration.k8s.io API group. */
export interface ParamKind {
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
  /** The kind of this param kind. */
  kind?: string;
}

/** Validation belongs to the admissionregistration.k8s.io API group. */
export interface Validation {
  /** The expression of this validation. */
  expression: string;
  /** The message of this validation. */
  message?: string;
  /**
   * The reason of this validation.
   *
   * One of: Unauthorized, Forbidden, NotFound, AlreadyExists, Conflict, Gone, Invalid, ServerTimeout, StorageReadError,
   * Timeout, TooManyRequests, BadRequest, MethodNotAllowed, NotAcceptable, RequestEntityTooLarge, UnsupportedMediaType,
   * InternalError, Expired, ServiceUnavailable.
   */
  reason?: string;
  /** The message expression of this validation. */
  messageExpression?: string;
}

/** Variable belongs to the admissionregistration.k8s.io API group. */
export interface Variable {
  /** The name of this variable. */
  name: string;
  /** The expression of this variable. */
  expression: string;
}

/** AuditAnnotation belongs to the admissionregistration.k8s.io API group. */
export interface AuditAnnotation {
  /** The key of this audit annotation. */
  key: string;
  /** The value expression of this audit annotation. */
  valueExpression: string;
}

/** ValidatingAdmissionPolicyBindingSpec belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingAdmissionPolicyBindingSpec {
  /** The policy name of this validating admission policy binding spec. */
  policyName?: string;
  /** The param ref of this validating admission policy binding spec. */
  paramRef?: ParamRef;
  /** The match resources of this validating admission policy binding spec. */
  matchResources?: MatchResources;
  /**
   * The validation actions of this validating admission policy binding spec.
   *
   * One of: Deny, Warn, Audit.
   */
  validationActions?: string[];
}

/** ParamRef belongs to the admissionregistration.k8s.io API group. */
export interface ParamRef {
  /** The name of this param ref. */
  name?: string;
  /** The namespace of this param ref. */
  namespace?: string;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
  /**
   * The parameter not found action of this param ref.
   *
   * One of: Allow, Deny.
   */
  parameterNotFoundAction?: string;
}

/** MatchResources belongs to the admissionregistration.k8s.io API group. */
export interface MatchResources {
  /** Only objects in namespaces with matching labels; all if empty. */
  namespaceSelector?: metav1.LabelSelector;
  /** Only objects with matching labels; all if empty. */
  objectSelector?: metav1.LabelSelector;
  /** The resource rules of this match resources. */
  resourceRules?: NamedRuleWithOperations[];
  /** The exclude resource rules of this match resources. */
  excludeResourceRules?: NamedRuleWithOperations[];
  /**
   * Whether rules match requests as written (Exact) or also those of other versions of a resource (Equivalent).
   *
   * One of: Exact, Equivalent.
   */
  matchPolicy?: string;
}

/** Rule belongs to the admissionregistration.k8s.io API group. */
export interface Rule {
  /** The api groups of this rule. */
  apiGroups?: string[];
  /** The api versions of this rule. */
  apiVersions?: string[];
  /** The resources of this rule. */
  resources?: string[];
  /**
   * The scope of this rule.
   *
   * One of: Cluster, Namespaced, *.
   */
  scope?: string;
}

/** NamedRuleWithOperations belongs to the admissionregistration.k8s.io API group. */
export interface NamedRuleWithOperations extends RuleWithOperations {
  /** The resource names of this named rule with operations. */
  resourceNames?: string[];
}

/** RuleWithOperations belongs to the admissionregistration.k8s.io API group. */
export interface RuleWithOperations extends Rule {
  /**
   * The operations of this rule with operations.
   *
   * One of: *, CREATE, UPDATE, DELETE, CONNECT.
   */
  operations?: string[];
}

/** MatchCondition belongs to the admissionregistration.k8s.io API group. */
export interface MatchCondition {
  /** The name of this match condition. */
  name: string;
  /** The expression of this match condition. */
  expression: string;
}

/** ValidatingWebhookConfiguration belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingWebhookConfiguration {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The webhooks of this validating webhook configuration. */
  webhooks?: ValidatingWebhook[];
}

/** MutatingWebhookConfiguration belongs to the admissionregistration.k8s.io API group. */
export interface MutatingWebhookConfiguration {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The webhooks of this mutating webhook configuration. */
  webhooks?: MutatingWebhook[];
}

/** ValidatingWebhookConfigurationList is a page of ValidatingWebhookConfiguration objects. */
export interface ValidatingWebhookConfigurationList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ValidatingWebhookConfiguration[];
}

/** MutatingWebhookConfigurationList is a page of MutatingWebhookConfiguration objects. */
export interface MutatingWebhookConfigurationList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: MutatingWebhookConfiguration[];
}

/** ValidatingWebhook belongs to the admissionregistration.k8s.io API group. */
export interface ValidatingWebhook {
  /** The name of this validating webhook. */
  name: string;
  /** The client config of this validating webhook. */
  clientConfig: WebhookClientConfig;
  /** The rules of this validating webhook. */
  rules?: RuleWithOperations[];
  /**
   * The failure policy of this validating webhook.
   *
   * One of: Ignore, Fail.
   */
  failurePolicy?: string;
  /** Only objects in namespaces with matching labels; all if empty. */
  namespaceSelector?: metav1.LabelSelector;
  /**
   * The side effects of this validating webhook.
   *
   * One of: Unknown, None, Some, NoneOnDryRun.
   */
  sideEffects: string;
  /** The timeout seconds of this validating webhook. */
  timeoutSeconds?: number;
  /** The admission review versions of this validating webhook. */
  admissionReviewVersions: string[];
  /**
   * Whether rules match requests as written (Exact) or also those of other versions of a resource (Equivalent).
   *
   * One of: Exact, Equivalent.
   */
  matchPolicy?: string;
  /** Only objects with matching labels; all if empty. */
  objectSelector?: metav1.LabelSelector;
  /** The match conditions of this validating webhook. */
  matchConditions?: MatchCondition[];
}

/** MutatingWebhook belongs to the admissionregistration.k8s.io API group. */
export interface MutatingWebhook {
  /** The name of this mutating webhook. */
  name: string;
  /** The client config of this mutating webhook. */
  clientConfig: WebhookClientConfig;
  /** The rules of this mutating webhook. */
  rules?: RuleWithOperations[];
  /**
   * The failure policy of this mutating webhook.
   *
   * One of: Ignore, Fail.
   */
  failurePolicy?: string;
  /** Only objects in namespaces with matching labels; all if empty. */
  namespaceSelector?: metav1.LabelSelector;
  /**
   * The side effects of this mutating webhook.
   *
   * One of: Unknown, None, Some, NoneOnDryRun.
   */
  sideEffects: string;
  /** The timeout seconds of this mutating webhook. */
  timeoutSeconds?: number;
  /** The admission review versions of this mutating webhook. */
  admissionReviewVersions: string[];
  /**
   * Whether rules match requests as written (Exact) or also those of other versions of a resource (Equivalent).
   *
   * One of: Exact, Equivalent.
   */
  matchPolicy?: string;
  /**
   * The reinvocation policy of this mutating webhook.
   *
   * One of: Never, IfNeeded.
   */
  reinvocationPolicy?: string;
  /** Only objects with matching labels; all if empty. */
  objectSelector?: metav1.LabelSelector;
  /** The match conditions of this mutating webhook. */
  matchConditions?: MatchCondition[];
}

/** WebhookClientConfig belongs to the admissionregistration.k8s.io API group. */
export interface WebhookClientConfig {
  /** The service of this webhook client config. */
  service?: ServiceReference;
  /** The ca bundle of this webhook client config. */
  caBundle?: string;
  /** The url of this webhook client config. */
  url?: string;
}

/** ServiceReference belongs to the admissionregistration.k8s.io API group. */
export interface ServiceReference {
  /** The namespace of this service reference. */
  namespace: string;
  /** The name of this service reference. */
  name: string;
  /** The path of this service reference. */
  path?: string;
  /** The port of this service reference. */
  port?: number;
}
