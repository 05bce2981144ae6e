// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** CustomResourceDefinition belongs to the apiextensions.k8s.io API group. */
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

/** CustomResourceDefinitionSpec belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceDefinitionSpec {
  /** The group of this custom resource definition spec. */
  group: string;
  /** The names of this custom resource definition spec. */
  names: CustomResourceDefinitionNames;
  /**
   * The scope of this custom resource definition spec.
   *
   * One of: Cluster, Namespaced.
   */
  scope: string;
  /** The versions of this custom resource definition spec. */
  versions: CustomResourceDefinitionVersion[];
  /** The conversion of this custom resource definition spec. */
  conversion?: CustomResourceConversion;
  /** The preserve unknown fields of this custom resource definition spec. */
  preserveUnknownFields?: boolean;
}

/** CustomResourceConversion belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceConversion {
  /**
   * The strategy of this custom resource conversion.
   *
   * One of: None, Webhook.
   */
  strategy: string;
  /** The webhook of this custom resource conversion. */
  webhook?: WebhookConversion;
}

/** WebhookConversion belongs to the apiextensions.k8s.io API group. */
export interface WebhookConversion {
  /** The client config of this webhook conversion. */
  clientConfig?: WebhookClientConfig;
  /** The conversion review versions of this webhook conversion. */
  conversionReviewVersions: string[];
}

/** WebhookClientConfig belongs to the apiextensions.k8s.io API group. */
export interface WebhookClientConfig {
  /** The service of this webhook client config. */
  service?: ServiceReference;
  /** The ca bundle of this webhook client config. */
  caBundle?: string;
  /** The url of this webhook client config. */
  url?: string;
}

/** ServiceReference belongs to the apiextensions.k8s.io API group. */
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

/** CustomResourceDefinitionVersion belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceDefinitionVersion {
  /** The name of this custom resource definition version. */
  name: string;
  /** The served of this custom resource definition version. */
  served: boolean;
  /** The storage of this custom resource definition version. */
  storage: boolean;
  /** The schema of this custom resource definition version. */
  schema?: CustomResourceValidation;
  /** The subresources of this custom resource definition version. */
  subresources?: CustomResourceSubresources;
  /** The additional printer columns of this custom resource definition version. */
  additionalPrinterColumns?: CustomResourceColumnDefinition[];
  /** The deprecated of this custom resource definition version. */
  deprecated?: boolean;
  /** The deprecation warning of this custom resource definition version. */
  deprecationWarning?: string;
  /** The selectable fields of this custom resource definition version. */
  selectableFields?: SelectableField[];
}

/** SelectableField belongs to the apiextensions.k8s.io API group. */
export interface SelectableField {
  /** The json path of this selectable field. */
  jsonPath: string;
}

/** CustomResourceColumnDefinition belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceColumnDefinition {
  /** The name of this custom resource column definition. */
  name: string;
  /** The type of this custom resource column definition. */
  type: string;
  /** The format of this custom resource column definition. */
  format?: string;
  /** The description of this custom resource column definition. */
  description?: string;
  /** The priority of this custom resource column definition. */
  priority?: number;
  /** The json path of this custom resource column definition. */
  jsonPath: string;
}

/** CustomResourceDefinitionNames belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceDefinitionNames {
  /** The plural of this custom resource definition names. */
  plural: string;
  /** The singular of this custom resource definition names. */
  singular?: string;
  /** The short names of this custom resource definition names. */
  shortNames?: string[];
  /** The kind of this custom resource definition names. */
  kind: string;
  /** The list kind of this custom resource definition names. */
  listKind?: string;
  /** The categories of this custom resource definition names. */
  categories?: string[];
}

/** CustomResourceDefinitionCondition belongs to the apiextensions.k8s.io API group. */
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

/** CustomResourceDefinitionStatus belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceDefinitionStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: CustomResourceDefinitionCondition[];
  /** The accepted names of this custom resource definition status. */
  acceptedNames?: CustomResourceDefinitionNames;
  /** The stored versions of this custom resource definition status. */
  storedVersions?: string[];
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
}

/** CustomResourceValidation belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceValidation {
  /** The open apiv3 schema of this custom resource validation. */
  openAPIV3Schema?: JSONSchemaProps;
}

/** CustomResourceSubresources belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceSubresources {
  /** What is: written by controllers, read by everybody. */
  status?: CustomResourceSubresourceStatus;
  /** The scale of this custom resource subresources. */
  scale?: CustomResourceSubresourceScale;
}

/** CustomResourceSubresourceScale belongs to the apiextensions.k8s.io API group. */
export interface CustomResourceSubresourceScale {
  /** The spec replicas path of this custom resource subresource scale. */
  specReplicasPath: string;
  /** The status replicas path of this custom resource subresource scale. */
  statusReplicasPath: string;
  /** The label selector path of this custom resource subresource scale. */
  labelSelectorPath?: string;
}

/** ConversionReview belongs to the apiextensions.k8s.io API group. */
export interface ConversionReview {
  apiVersion?: string;
  kind?: string;
  /** The request of this conversion review. */
  request?: ConversionRequest;
  /** The response of this conversion review. */
  response?: ConversionResponse;
}

/** ConversionRequest belongs to the apiextensions.k8s.io API group. */
export interface ConversionRequest {
  /** The UID of the object; tells it from others that had its name before. */
  uid: string;
  /** The desired api version of this conversion request. */
  desiredAPIVersion: string;
  /** an object of any kind. */
  objects: runtimev1.RawExtension[];
}

/** ConversionResponse belongs to the apiextensions.k8s.io API group. */
export interface ConversionResponse {
  /** The UID of the object; tells it from others that had its name before. */
  uid: string;
  /** an object of any kind. */
  convertedObjects: runtimev1.RawExtension[];
  /** the answer of a call that gives no object: an error, or a success without more to tell. */
  result: metav1.Status;
}

/** JSONSchemaProps belongs to the apiextensions.k8s.io API group. */
export interface JSONSchemaProps {
  /** The id of this json schema props. */
  id?: string;
  /** The $schema of this json schema props. */
  "$schema"?: string;
  /** The $ref of this json schema props. */
  "$ref"?: string;
  /** The description of this json schema props. */
  description?: string;
  /** The type of this json schema props. */
  type?: string;
  /** The format of this json schema props. */
  format?: string;
  /** The title of this json schema props. */
  title?: string;
  /** The default of this json schema props. */
  default?: JSON;
  /** The maximum of this json schema props. */
  maximum?: number;
  /** The exclusive maximum of this json schema props. */
  exclusiveMaximum?: boolean;
  /** The minimum of this json schema props. */
  minimum?: number;
  /** The exclusive minimum of this json schema props. */
  exclusiveMinimum?: boolean;
  /** The max length of this json schema props. */
  maxLength?: number;
  /** The min length of this json schema props. */
  minLength?: number;
  /** The pattern of this json schema props. */
  pattern?: string;
  /** The max items of this json schema props. */
  maxItems?: number;
  /** The min items of this json schema props. */
  minItems?: number;
  /** The unique items of this json schema props. */
  uniqueItems?: boolean;
  /** The multiple of of this json schema props. */
  multipleOf?: number;
  /** The enum of this json schema props. */
  enum?: JSON[];
  /** The max properties of this json schema props. */
  maxProperties?: number;
  /** The min properties of this json schema props. */
  minProperties?: number;
  /** The required of this json schema props. */
  required?: string[];
  /** The items of this json schema props. */
  items?: JSONSchemaPropsOrArray;
  /** The all of of this json schema props. */
  allOf?: JSONSchemaProps[];
  /** The one of of this json schema props. */
  oneOf?: JSONSchemaProps[];
  /** The any of of this json schema props. */
  anyOf?: JSONSchemaProps[];
  /** The not of this json schema props. */
  not?: JSONSchemaProps;
  /** The properties of this json schema props. */
  properties?: Record<string, JSONSchemaProps>;
  /** The additional properties of this json schema props. */
  additionalProperties?: JSONSchemaPropsOrBool;
  /** The pattern properties of this json schema props. */
  patternProperties?: Record<string, JSONSchemaProps>;
  /** The dependencies of this json schema props. */
  dependencies?: Record<string, JSONSchemaPropsOrStringArray>;
  /** The additional items of this json schema props. */
  additionalItems?: JSONSchemaPropsOrBool;
  /** The definitions of this json schema props. */
  definitions?: Record<string, JSONSchemaProps>;
  /** The external docs of this json schema props. */
  externalDocs?: ExternalDocumentation;
  /** The example of this json schema props. */
  example?: JSON;
  /** The nullable of this json schema props. */
  nullable?: boolean;
  /** The x-kubernetes-preserve-unknown-fields of this json schema props. */
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  /** The x-kubernetes-embedded-resource of this json schema props. */
  "x-kubernetes-embedded-resource"?: boolean;
  /** The x-kubernetes-int-or-string of this json schema props. */
  "x-kubernetes-int-or-string"?: boolean;
  /** The x-kubernetes-list-map-keys of this json schema props. */
  "x-kubernetes-list-map-keys"?: string[];
  /** The x-kubernetes-list-type of this json schema props. */
  "x-kubernetes-list-type"?: string;
  /** The x-kubernetes-map-type of this json schema props. */
  "x-kubernetes-map-type"?: string;
  /** The x-kubernetes-validations of this json schema props. */
  "x-kubernetes-validations"?: ValidationRule[];
}

/** ValidationRule belongs to the apiextensions.k8s.io API group. */
export interface ValidationRule {
  /** The rule of this validation rule. */
  rule: string;
  /** The message of this validation rule. */
  message?: string;
  /** The message expression of this validation rule. */
  messageExpression?: string;
  /**
   * The reason of this validation rule.
   *
   * One of: FieldValueRequired, FieldValueDuplicate, FieldValueInvalid, FieldValueForbidden.
   */
  reason?: string;
  /** The field path of this validation rule. */
  fieldPath?: string;
  /** The optional old self of this validation rule. */
  optionalOldSelf?: boolean;
}

/** JSON belongs to the apiextensions.k8s.io API group. */
export type JSON = unknown;

/** JSONSchemaPropsOrArray belongs to the apiextensions.k8s.io API group. */
export type JSONSchemaPropsOrArray = JSONSchemaProps | JSONSchemaProps[];

/** JSONSchemaPropsOrBool belongs to the apiextensions.k8s.io API group. */
export type JSONSchemaPropsOrBool = JSONSchemaProps | boolean;

/** JSONSchemaPropsOrStringArray belongs to the apiextensions.k8s.io API group. */
export type JSONSchemaPropsOrStringArray = JSONSchemaProps | string[];

/** ExternalDocumentation belongs to the apiextensions.k8s.io API group. */
export interface ExternalDocumentation {
  /** The description of this external documentation. */
  description?: string;
  /** The url of this external documentation. */
  url?: string;
}

/** CustomResourceSubresourceStatus belongs to the apiextensions.k8s.io API group. */
export type CustomResourceSubresourceStatus = Record<string, never>;
