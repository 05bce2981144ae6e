// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** CustomResourceDefinition adds a kind to the API. It is named PLURAL.GROUP. */
export interface CustomResourceDefinition {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: CustomResourceDefinitionSpec;
  /** What is: written by controllers, read by everybody. */
  status?: CustomResourceDefinitionStatus;
}

/** CustomResourceDefinitionList is a page of CustomResourceDefinition objects. */
export interface CustomResourceDefinitionList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CustomResourceDefinition[];
}

/** CustomResourceDefinitionSpec says what the kind is called and looks like. */
export interface CustomResourceDefinitionSpec {
  /** Its API group. */
  group: string;
  /** What it is called. */
  names: CustomResourceDefinitionNames;
  /**
   * Cluster or Namespaced.
   *
   * One of: Cluster, Namespaced.
   */
  scope: string;
  /** Its versions. */
  versions: CustomResourceDefinitionVersion[];
  /** How objects are turned from one version into another. */
  conversion?: CustomResourceConversion;
  /** Deprecated: keep fields that the schema does not know. Must be false. */
  preserveUnknownFields?: boolean;
}

/** CustomResourceConversion says how objects are turned from one version into another. */
export interface CustomResourceConversion {
  /**
   * None (only apiVersion changes) or Webhook.
   *
   * One of: None, Webhook.
   */
  strategy: string;
  /** The webhook to ask. */
  webhook?: WebhookConversion;
}

/** WebhookConversion is a webhook that turns objects from one version into another. */
export interface WebhookConversion {
  /** How it is reached. */
  clientConfig?: WebhookClientConfig;
  /** The versions of ConversionReview that it reads; the first known one is used. */
  conversionReviewVersions: string[];
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

/** CustomResourceDefinitionVersion is one version of a kind. */
export interface CustomResourceDefinitionVersion {
  /** Its name, such as v1. */
  name: string;
  /** Whether clients can use it. */
  served: boolean;
  /** Whether objects are stored in it; exactly one is. */
  storage: boolean;
  /** What objects look like. */
  schema?: CustomResourceValidation;
  /** What lies below objects. */
  subresources?: CustomResourceSubresources;
  /** What kubectl get shows; the age if unset. */
  additionalPrinterColumns?: CustomResourceColumnDefinition[];
  /** Warn those who use it. */
  deprecated?: boolean;
  /** The warning. */
  deprecationWarning?: string;
  /** Fields that field selectors may name. */
  selectableFields?: SelectableField[];
}

/** SelectableField is a field that field selectors may name. */
export interface SelectableField {
  /** Where it is, such as .spec.color. */
  jsonPath: string;
}

/** CustomResourceColumnDefinition is a column that kubectl get shows. */
export interface CustomResourceColumnDefinition {
  /** Its heading. */
  name: string;
  /** integer, number, string, boolean or date. */
  type: string;
  /** What the type leaves open, such as int32. */
  format?: string;
  /** What it shows. */
  description?: string;
  /** 0 is always shown, higher ones only with -o wide. */
  priority?: number;
  /** Where its value is, such as .spec.color. */
  jsonPath: string;
}

/** CustomResourceDefinitionNames is what a kind is called. */
export interface CustomResourceDefinitionNames {
  /** The plural, lower case, as in URLs. */
  plural: string;
  /** The singular, lower case; the kind's if unset. */
  singular?: string;
  /** Abbreviations that users may type. */
  shortNames?: string[];
  /** The kind, in CamelCase. */
  kind: string;
  /** The kind of lists; KIND with List behind it if unset. */
  listKind?: string;
  /** Groups of resources that users may ask for together, such as all. */
  categories?: string[];
}

/** CustomResourceDefinitionCondition is one observation about a definition. */
export interface CustomResourceDefinitionCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Established, NamesAccepted, NonStructuralSchema, Terminating, KubernetesAPIApprovalPolicyConformant.
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
  /** The metadata.generation of the object that the condition was set upon. */
  observedGeneration?: number;
}

/** CustomResourceDefinitionStatus is whether a kind is served. */
export interface CustomResourceDefinitionStatus {
  /** Established, NamesAccepted and others. */
  conditions?: CustomResourceDefinitionCondition[];
  /** The names under which it is served. */
  acceptedNames?: CustomResourceDefinitionNames;
  /** Versions in which objects may still be stored. */
  storedVersions?: string[];
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
}

/** CustomResourceValidation says what objects look like. */
export interface CustomResourceValidation {
  /** The schema. It must be structural: every field has its type. */
  openAPIV3Schema?: JSONSchemaProps;
}

/** CustomResourceSubresources says what lies below objects. */
export interface CustomResourceSubresources {
  /** A status of its own, written apart from the rest. */
  status?: CustomResourceSubresourceStatus;
  /** A scale, for autoscalers and kubectl scale. */
  scale?: CustomResourceSubresourceScale;
}

/** CustomResourceSubresourceScale says where an object's scale is. */
export interface CustomResourceSubresourceScale {
  /** Where the wanted number is, such as .spec.replicas. */
  specReplicasPath: string;
  /** Where the present number is, such as .status.replicas. */
  statusReplicasPath: string;
  /** Where the selector of the pods is, as text. */
  labelSelectorPath?: string;
}

/** ConversionReview asks a webhook to turn objects into another version, and carries its answer. */
export interface ConversionReview {
  apiVersion?: string;
  kind?: string;
  /** The question. */
  request?: ConversionRequest;
  /** The answer. */
  response?: ConversionResponse;
}

/** ConversionRequest is what is to be turned, and into what. */
export interface ConversionRequest {
  /** Identifies this question; the answer repeats it. */
  uid: string;
  /** The group and version to turn into. */
  desiredAPIVersion: string;
  /** The objects. */
  objects: runtimev1.RawExtension[];
}

/** ConversionResponse is a webhook's answer. */
export interface ConversionResponse {
  /** That of the question. */
  uid: string;
  /** The objects, in the order of the question. */
  convertedObjects: runtimev1.RawExtension[];
  /** Whether it worked. */
  result: metav1.Status;
}

/** JSONSchemaProps is a JSON schema, in the dialect of OpenAPI 3.0. */
export interface JSONSchemaProps {
  /** An identifier; not used. */
  id?: string;
  /** The dialect; not used. */
  "$schema"?: string;
  /** A reference; not allowed in custom resources. */
  "$ref"?: string;
  /** What the value is for. */
  description?: string;
  /** object, array, string, integer, number or boolean. */
  type?: string;
  /** What the type leaves open, such as date-time or int32. */
  format?: string;
  /** A heading. */
  title?: string;
  /** The value that is filled in where there is none. */
  default?: JSON;
  /** The largest number. */
  maximum?: number;
  /** The number must be smaller than maximum. */
  exclusiveMaximum?: boolean;
  /** The smallest number. */
  minimum?: number;
  /** The number must be larger than minimum. */
  exclusiveMinimum?: boolean;
  /** The most characters. */
  maxLength?: number;
  /** The fewest characters. */
  minLength?: number;
  /** A regular expression that the text must match. */
  pattern?: string;
  /** The most items. */
  maxItems?: number;
  /** The fewest items. */
  minItems?: number;
  /** No item may be there twice; not allowed in custom resources. */
  uniqueItems?: boolean;
  /** The number must be a multiple of it. */
  multipleOf?: number;
  /** The values that are allowed. */
  enum?: JSON[];
  /** The most properties. */
  maxProperties?: number;
  /** The fewest properties. */
  minProperties?: number;
  /** Properties that must be there. */
  required?: string[];
  /** What items look like. */
  items?: JSONSchemaPropsOrArray;
  /** All of these must hold. */
  allOf?: JSONSchemaProps[];
  /** Exactly one of these must hold. */
  oneOf?: JSONSchemaProps[];
  /** At least one of these must hold. */
  anyOf?: JSONSchemaProps[];
  /** This must not hold. */
  not?: JSONSchemaProps;
  /** What properties look like, by name. */
  properties?: Record<string, JSONSchemaProps>;
  /** What other properties look like, or whether there may be any. */
  additionalProperties?: JSONSchemaPropsOrBool;
  /** What properties look like whose names match; not allowed in custom resources. */
  patternProperties?: Record<string, JSONSchemaProps>;
  /** What else must be there when a property is; not allowed in custom resources. */
  dependencies?: Record<string, JSONSchemaPropsOrStringArray>;
  /** What further items look like; not allowed in custom resources. */
  additionalItems?: JSONSchemaPropsOrBool;
  /** Named schemas; not allowed in custom resources. */
  definitions?: Record<string, JSONSchemaProps>;
  /** Where there is more to read. */
  externalDocs?: ExternalDocumentation;
  /** A value as an example. */
  example?: JSON;
  /** The value may be null. */
  nullable?: boolean;
  /** Keep fields that the schema does not know. */
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  /** The value is a whole object, with apiVersion, kind and metadata. */
  "x-kubernetes-embedded-resource"?: boolean;
  /** The value is a number or a text. */
  "x-kubernetes-int-or-string"?: boolean;
  /** The fields that together tell the items of a map list apart. */
  "x-kubernetes-list-map-keys"?: string[];
  /** How the list is merged and owned: atomic (if unset), set or map. */
  "x-kubernetes-list-type"?: string;
  /** How the object is merged and owned: granular (if unset) or atomic. */
  "x-kubernetes-map-type"?: string;
  /** CEL expressions that must hold. */
  "x-kubernetes-validations"?: ValidationRule[];
}

/** ValidationRule is a CEL expression that must hold. */
export interface ValidationRule {
  /** The expression; it sees self, and oldSelf when something is changed. */
  rule: string;
  /** What to tell when it does not hold. */
  message?: string;
  /** A CEL expression that makes the message. */
  messageExpression?: string;
  /**
   * The reason of the refusal; FieldValueInvalid if unset.
   *
   * One of: FieldValueRequired, FieldValueDuplicate, FieldValueInvalid, FieldValueForbidden.
   */
  reason?: string;
  /** The field to blame, such as .spec.color. */
  fieldPath?: string;
  /** Evaluate also when there is no old value; oldSelf is then optional. */
  optionalOldSelf?: boolean;
}

/** JSON is any JSON value. */
export type JSON = unknown;

/** JSONSchemaPropsOrArray is a schema, or a list of schemas. */
export type JSONSchemaPropsOrArray = JSONSchemaProps | JSONSchemaProps[];

/** JSONSchemaPropsOrBool is a schema, or a boolean. */
export type JSONSchemaPropsOrBool = JSONSchemaProps | boolean;

/** JSONSchemaPropsOrStringArray is a schema, or a list of names. */
export type JSONSchemaPropsOrStringArray = JSONSchemaProps | string[];

/** ExternalDocumentation is where there is more to read. */
export interface ExternalDocumentation {
  /** What is there. */
  description?: string;
  /** Where. */
  url?: string;
}

/** CustomResourceSubresourceStatus gives objects a status of its own. It has no settings. */
export type CustomResourceSubresourceStatus = Record<string, never>;
