// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** ValidatingAdmissionPolicy is a set of CEL expressions that objects must meet. It acts where a binding says so. */
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

/** ValidatingAdmissionPolicyBinding puts a policy into force, with parameters. */
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

/** ValidatingAdmissionPolicyStatus is what was found when the policy was looked at. */
export interface ValidatingAdmissionPolicyStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** What the type checker says. */
  typeChecking?: TypeChecking;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
}

/** TypeChecking is what the type checker says about a policy. */
export interface TypeChecking {
  /** Warnings, each about one expression. */
  expressionWarnings?: ExpressionWarning[];
}

/** ExpressionWarning is a warning about an expression. */
export interface ExpressionWarning {
  /** The field that holds the expression. */
  fieldRef: string;
  /** The warning. */
  warning: string;
}

/** ValidatingAdmissionPolicySpec says what is checked. */
export interface ValidatingAdmissionPolicySpec {
  /** The kind of object that holds the policy's parameters. */
  paramKind?: ParamKind;
  /** Which requests it is about. */
  matchConstraints?: MatchResources;
  /** What must hold. */
  validations?: Validation[];
  /**
   * What if an expression cannot be evaluated: Fail (if unset) or Ignore.
   *
   * One of: Ignore, Fail.
   */
  failurePolicy?: string;
  /** What to note in the audit log. */
  auditAnnotations?: AuditAnnotation[];
  /** Further conditions on the requests that it is about. */
  matchConditions?: MatchCondition[];
  /** Expressions that others may use by name. */
  variables?: Variable[];
}

/** ParamKind is the kind of object that holds a policy's parameters. */
export interface ParamKind {
  /** Its group and version. */
  apiVersion?: string;
  /** Its kind. */
  kind?: string;
}

/** Validation is one thing that must hold. */
export interface Validation {
  /** A CEL expression that must be true; it sees object, oldObject, request, params and more. */
  expression: string;
  /** What to tell when it is not. */
  message?: string;
  /**
   * The reason of the refusal, such as Forbidden; Invalid if unset.
   *
   * One of: Unauthorized, Forbidden, NotFound, AlreadyExists, Conflict, Gone, Invalid, ServerTimeout, StorageReadError,
   * Timeout, TooManyRequests, BadRequest, MethodNotAllowed, NotAcceptable, RequestEntityTooLarge, UnsupportedMediaType,
   * InternalError, Expired, ServiceUnavailable.
   */
  reason?: string;
  /** A CEL expression that makes the message. */
  messageExpression?: string;
}

/** Variable is an expression with a name. */
export interface Variable {
  /** Others use it as variables.NAME. */
  name: string;
  /** The CEL expression. */
  expression: string;
}

/** AuditAnnotation is a note for the audit log. */
export interface AuditAnnotation {
  /** The end of its key; the policy's name stands before it. */
  key: string;
  /** A CEL expression that makes the note; none if null. */
  valueExpression: string;
}

/** ValidatingAdmissionPolicyBindingSpec says which policy, where, and with what effect. */
export interface ValidatingAdmissionPolicyBindingSpec {
  /** The policy. */
  policyName?: string;
  /** The object that holds the parameters. */
  paramRef?: ParamRef;
  /** Which requests; those of the policy if unset. */
  matchResources?: MatchResources;
  /**
   * What a failed validation does: Deny, Warn, Audit.
   *
   * One of: Deny, Warn, Audit.
   */
  validationActions?: string[];
}

/** ParamRef picks the objects that hold parameters. */
export interface ParamRef {
  /** One object by name; not with selector. */
  name?: string;
  /** Its namespace; that of the request if unset. */
  namespace?: string;
  /** Objects by labels; the policy must hold with each. */
  selector?: metav1.LabelSelector;
  /**
   * What if there is none: Allow or Deny.
   *
   * One of: Allow, Deny.
   */
  parameterNotFoundAction?: string;
}

/** MatchResources picks requests. */
export interface MatchResources {
  /** Only objects in namespaces with matching labels; all if empty. */
  namespaceSelector?: metav1.LabelSelector;
  /** Only objects with matching labels; all if empty. */
  objectSelector?: metav1.LabelSelector;
  /** Requests that match one of these. */
  resourceRules?: NamedRuleWithOperations[];
  /** But not those that match one of these. */
  excludeResourceRules?: NamedRuleWithOperations[];
  /**
   * Whether rules match requests as written (Exact) or also those of other versions of a resource (Equivalent).
   *
   * One of: Exact, Equivalent.
   */
  matchPolicy?: string;
}

/** Rule picks resources. */
export interface Rule {
  /** The API groups; * for all. */
  apiGroups?: string[];
  /** The versions; * for all. */
  apiVersions?: string[];
  /** The resources, such as pods, pods/status or * /scale; * for all without subresources. */
  resources?: string[];
  /**
   * Cluster, Namespaced or * (if unset).
   *
   * One of: Cluster, Namespaced, *.
   */
  scope?: string;
}

/** NamedRuleWithOperations picks requests by operation, resource and name. */
export interface NamedRuleWithOperations extends RuleWithOperations {
  /** Only objects with these names. */
  resourceNames?: string[];
}

/** RuleWithOperations picks requests by operation and resource. */
export interface RuleWithOperations extends Rule {
  /**
   * CREATE, UPDATE, DELETE, CONNECT, or * for all.
   *
   * One of: *, CREATE, UPDATE, DELETE, CONNECT.
   */
  operations?: string[];
}

/** MatchCondition is a condition on requests. */
export interface MatchCondition {
  /** Its name, for logs and errors. */
  name: string;
  /** A CEL expression; false passes the webhook or policy by. */
  expression: string;
}

/** ValidatingWebhookConfiguration lists webhooks that may refuse requests. */
export interface ValidatingWebhookConfiguration {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The webhooks; all are asked, at once. */
  webhooks?: ValidatingWebhook[];
}

/** MutatingWebhookConfiguration lists webhooks that may change objects. */
export interface MutatingWebhookConfiguration {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The webhooks; asked one after another. */
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

/** ValidatingWebhook is a webhook that may refuse requests. */
export interface ValidatingWebhook {
  /** Its name, such as pods.example.com. */
  name: string;
  /** How it is reached. */
  clientConfig: WebhookClientConfig;
  /** The requests that it is asked about. */
  rules?: RuleWithOperations[];
  /**
   * What if it cannot be asked: Fail (if unset) or Ignore.
   *
   * One of: Ignore, Fail.
   */
  failurePolicy?: string;
  /** Only objects in namespaces with matching labels; all if empty. */
  namespaceSelector?: metav1.LabelSelector;
  /**
   * Whether asking changes anything: None or NoneOnDryRun.
   *
   * One of: Unknown, None, Some, NoneOnDryRun.
   */
  sideEffects: string;
  /** How long it may take, from 1 to 30; 10 if unset. */
  timeoutSeconds?: number;
  /** The versions of AdmissionReview that it reads; the first known one is used. */
  admissionReviewVersions: string[];
  /**
   * Whether rules match requests as written (Exact) or also those of other versions of a resource (Equivalent).
   *
   * One of: Exact, Equivalent.
   */
  matchPolicy?: string;
  /** Only objects with matching labels; all if empty. */
  objectSelector?: metav1.LabelSelector;
  /** Further conditions on the requests that it is asked about. */
  matchConditions?: MatchCondition[];
}

/** MutatingWebhook is a webhook that may change objects. */
export interface MutatingWebhook {
  /** Its name, such as pods.example.com. */
  name: string;
  /** How it is reached. */
  clientConfig: WebhookClientConfig;
  /** The requests that it is asked about. */
  rules?: RuleWithOperations[];
  /**
   * What if it cannot be asked: Fail (if unset) or Ignore.
   *
   * One of: Ignore, Fail.
   */
  failurePolicy?: string;
  /** Only objects in namespaces with matching labels; all if empty. */
  namespaceSelector?: metav1.LabelSelector;
  /**
   * Whether asking changes anything: None or NoneOnDryRun.
   *
   * One of: Unknown, None, Some, NoneOnDryRun.
   */
  sideEffects: string;
  /** How long it may take, from 1 to 30; 10 if unset. */
  timeoutSeconds?: number;
  /** The versions of AdmissionReview that it reads; the first known one is used. */
  admissionReviewVersions: string[];
  /**
   * Whether rules match requests as written (Exact) or also those of other versions of a resource (Equivalent).
   *
   * One of: Exact, Equivalent.
   */
  matchPolicy?: string;
  /**
   * Whether it is asked again when later webhooks change the object: Never (if unset) or IfNeeded.
   *
   * One of: Never, IfNeeded.
   */
  reinvocationPolicy?: string;
  /** Only objects with matching labels; all if empty. */
  objectSelector?: metav1.LabelSelector;
  /** Further conditions on the requests that it is asked about. */
  matchConditions?: MatchCondition[];
}

/** WebhookClientConfig says how a webhook is reached, by url or by service. */
export interface WebhookClientConfig {
  /** A Service of the cluster. */
  service?: ServiceReference;
  /** The certificates, as PEM, to check the webhook's with; the system's if unset. */
  caBundle?: string;
  /** An https URL. */
  url?: string;
}

/** ServiceReference points to a Service and a path. */
export interface ServiceReference {
  /** Its namespace. */
  namespace: string;
  /** Its name. */
  name: string;
  /** The path of the request. */
  path?: string;
  /** The port; 443 if unset. */
  port?: number;
}
