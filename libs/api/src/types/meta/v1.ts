// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as runtimev1 from "../runtime/v1.js";

/** APIVersions belongs to the meta.k8s.io API group. */
export interface APIVersions {
  apiVersion?: string;
  kind?: string;
  /** The versions of this api versions. */
  versions: string[];
  /** The server address by client cid rs of this api versions. */
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[];
}

/** APIGroupList is a page of APIGroup objects. */
export interface APIGroupList {
  apiVersion?: string;
  kind?: string;
  /** The groups of this api group list. */
  groups: APIGroup[];
}

/** APIGroup belongs to the meta.k8s.io API group. */
export interface APIGroup {
  apiVersion?: string;
  kind?: string;
  /** The name of this api group. */
  name: string;
  /** The versions of this api group. */
  versions: GroupVersionForDiscovery[];
  /** The preferred version of this api group. */
  preferredVersion?: GroupVersionForDiscovery;
  /** The server address by client cid rs of this api group. */
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[];
}

/** ServerAddressByClientCIDR belongs to the meta.k8s.io API group. */
export interface ServerAddressByClientCIDR {
  /** The client cidr of this server address by client cidr. */
  clientCIDR: string;
  /** The server address of this server address by client cidr. */
  serverAddress: string;
}

/** GroupVersionForDiscovery belongs to the meta.k8s.io API group. */
export interface GroupVersionForDiscovery {
  /** The group version of this group version for discovery. */
  groupVersion: string;
  /** The version of this group version for discovery. */
  version: string;
}

/** APIResource belongs to the meta.k8s.io API group. */
export interface APIResource {
  /** The name of this api resource. */
  name: string;
  /** The namespaced of this api resource. */
  namespaced: boolean;
  /** The kind of this api resource. */
  kind: string;
  /** The verbs of this api resource. */
  verbs: Verbs;
  /** The short names of this api resource. */
  shortNames?: string[];
  /** The singular name of this api resource. */
  singularName: string;
  /** The categories of this api resource. */
  categories?: string[];
  /** The group of this api resource. */
  group?: string;
  /** The version of this api resource. */
  version?: string;
  /** The storage version hash of this api resource. */
  storageVersionHash?: string;
}

/** APIResourceList is a page of APIResource objects. */
export interface APIResourceList {
  apiVersion?: string;
  kind?: string;
  /** The group version of this api resource list. */
  groupVersion: string;
  /** The resources of this api resource list. */
  resources: APIResource[];
}

/** Verbs belongs to the meta.k8s.io API group. */
export type Verbs = string[];

/** TypeMeta belongs to the meta.k8s.io API group. */
export interface TypeMeta {
  /** The kind of this type meta. */
  kind?: string;
  /** The api version of this type meta. */
  apiVersion?: string;
}

/** ListMeta belongs to the meta.k8s.io API group. */
export interface ListMeta {
  /** The self link of this list meta. */
  selfLink?: string;
  /** The resource version of this list meta. */
  resourceVersion?: string;
  /** The continue of this list meta. */
  continue?: string;
  /** The remaining item count of this list meta. */
  remainingItemCount?: number;
}

/** ObjectMeta belongs to the meta.k8s.io API group. */
export interface ObjectMeta {
  /** The name of this object meta. */
  name?: string;
  /** The generate name of this object meta. */
  generateName?: string;
  /** The namespace of this object meta. */
  namespace?: string;
  /** The self link of this object meta. */
  selfLink?: string;
  /** The uid of this object meta. */
  uid?: string;
  /** The resource version of this object meta. */
  resourceVersion?: string;
  /** The generation of this object meta. */
  generation?: number;
  /** The creation timestamp of this object meta. */
  creationTimestamp?: Time;
  /** The deletion timestamp of this object meta. */
  deletionTimestamp?: Time;
  /** The deletion grace period seconds of this object meta. */
  deletionGracePeriodSeconds?: number;
  /** The labels of this object meta. */
  labels?: Record<string, string>;
  /** The annotations of this object meta. */
  annotations?: Record<string, string>;
  /** The owner references of this object meta. */
  ownerReferences?: OwnerReference[];
  /** The finalizers of this object meta. */
  finalizers?: string[];
  /** The managed fields of this object meta. */
  managedFields?: ManagedFieldsEntry[];
}

/** OwnerReference belongs to the meta.k8s.io API group. */
export interface OwnerReference {
  /** The kind of this owner reference. */
  kind: string;
  /** The name of this owner reference. */
  name: string;
  /** The uid of this owner reference. */
  uid: string;
  /** The api version of this owner reference. */
  apiVersion: string;
  /** The controller of this owner reference. */
  controller?: boolean;
  /** The block owner deletion of this owner reference. */
  blockOwnerDeletion?: boolean;
}

/** List belongs to the meta.k8s.io API group. */
export interface List {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The objects of this page. */
  items: runtimev1.RawExtension[];
}

/** ManagedFieldsEntry belongs to the meta.k8s.io API group. */
export interface ManagedFieldsEntry {
  /** The manager of this managed fields entry. */
  manager?: string;
  /**
   * The operation of this managed fields entry.
   *
   * One of: Apply, Update.
   */
  operation?: string;
  /** The api version of this managed fields entry. */
  apiVersion?: string;
  /** The time of this managed fields entry. */
  time?: Time;
  /** The fields type of this managed fields entry. */
  fieldsType?: string;
  /** The fields v1 of this managed fields entry. */
  fieldsV1?: FieldsV1;
  /** The subresource of this managed fields entry. */
  subresource?: string;
}

/** FieldsV1 belongs to the meta.k8s.io API group. */
export type FieldsV1 = Record<string, unknown>;

/** PartialObjectMetadata belongs to the meta.k8s.io API group. */
export interface PartialObjectMetadata {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: ObjectMeta;
}

/** PartialObjectMetadataList is a page of PartialObjectMetadata objects. */
export interface PartialObjectMetadataList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The objects of this page. */
  items: PartialObjectMetadata[];
}

/** Condition belongs to the meta.k8s.io API group. */
export interface Condition {
  /** The type of this condition. */
  type: string;
  /**
   * The status of this condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The observed generation of this condition. */
  observedGeneration?: number;
  /** The last transition time of this condition. */
  lastTransitionTime: Time;
  /** The reason of this condition. */
  reason: string;
  /** The message of this condition. */
  message: string;
}

/** Time belongs to the meta.k8s.io API group. */
export type Time = string;

/** MicroTime belongs to the meta.k8s.io API group. */
export type MicroTime = string;

/** Duration belongs to the meta.k8s.io API group. */
export type Duration = string;

/** GroupVersionKind belongs to the meta.k8s.io API group. */
export interface GroupVersionKind {
  /** The group of this group version kind. */
  group: string;
  /** The version of this group version kind. */
  version: string;
  /** The kind of this group version kind. */
  kind: string;
}

/** GroupVersionResource belongs to the meta.k8s.io API group. */
export interface GroupVersionResource {
  /** The group of this group version resource. */
  group: string;
  /** The version of this group version resource. */
  version: string;
  /** The resource of this group version resource. */
  resource: string;
}

/** ListOptions belongs to the meta.k8s.io API group. */
export interface ListOptions {
  apiVersion?: string;
  kind?: string;
  /** The label selector of this list options. */
  labelSelector?: string;
  /** The field selector of this list options. */
  fieldSelector?: string;
  /** The watch of this list options. */
  watch?: boolean;
  /** The resource version of this list options. */
  resourceVersion?: string;
  /** The timeout seconds of this list options. */
  timeoutSeconds?: number;
  /** The limit of this list options. */
  limit?: number;
  /** The continue of this list options. */
  continue?: string;
  /** The allow watch bookmarks of this list options. */
  allowWatchBookmarks?: boolean;
  /**
   * The resource version match of this list options.
   *
   * One of: NotOlderThan, Exact.
   */
  resourceVersionMatch?: string;
  /** The send initial events of this list options. */
  sendInitialEvents?: boolean;
}

/** GetOptions belongs to the meta.k8s.io API group. */
export interface GetOptions {
  apiVersion?: string;
  kind?: string;
  /** The resource version of this get options. */
  resourceVersion?: string;
}

/** DeleteOptions belongs to the meta.k8s.io API group. */
export interface DeleteOptions {
  apiVersion?: string;
  kind?: string;
  /** The grace period seconds of this delete options. */
  gracePeriodSeconds?: number;
  /** The preconditions of this delete options. */
  preconditions?: Preconditions;
  /** The orphan dependents of this delete options. */
  orphanDependents?: boolean;
  /**
   * The propagation policy of this delete options.
   *
   * One of: Orphan, Background, Foreground.
   */
  propagationPolicy?: string;
  /** The dry run of this delete options. */
  dryRun?: string[];
  /** The ignore store read error with cluster breaking potential of this delete options. */
  ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
}

/** CreateOptions belongs to the meta.k8s.io API group. */
export interface CreateOptions {
  apiVersion?: string;
  kind?: string;
  /** The dry run of this create options. */
  dryRun?: string[];
  /** The field manager of this create options. */
  fieldManager?: string;
  /** The field validation of this create options. */
  fieldValidation?: string;
}

/** PatchOptions belongs to the meta.k8s.io API group. */
export interface PatchOptions {
  apiVersion?: string;
  kind?: string;
  /** The dry run of this patch options. */
  dryRun?: string[];
  /** The force of this patch options. */
  force?: boolean;
  /** The field manager of this patch options. */
  fieldManager?: string;
  /** The field validation of this patch options. */
  fieldValidation?: string;
}

/** ApplyOptions belongs to the meta.k8s.io API group. */
export interface ApplyOptions {
  apiVersion?: string;
  kind?: string;
  /** The dry run of this apply options. */
  dryRun?: string[];
  /** The force of this apply options. */
  force: boolean;
  /** The field manager of this apply options. */
  fieldManager: string;
}

/** UpdateOptions belongs to the meta.k8s.io API group. */
export interface UpdateOptions {
  apiVersion?: string;
  kind?: string;
  /** The dry run of this update options. */
  dryRun?: string[];
  /** The field manager of this update options. */
  fieldManager?: string;
  /** The field validation of this update options. */
  fieldValidation?: string;
}

/** Preconditions belongs to the meta.k8s.io API group. */
export interface Preconditions {
  /** The uid of this preconditions. */
  uid?: string;
  /** The resource version of this preconditions. */
  resourceVersion?: string;
}

/** Patch belongs to the meta.k8s.io API group. */
export type Patch = unknown;

/** LabelSelector belongs to the meta.k8s.io API group. */
export interface LabelSelector {
  /** The match labels of this label selector. */
  matchLabels?: Record<string, string>;
  /** The match expressions of this label selector. */
  matchExpressions?: LabelSelectorRequirement[];
}

/** LabelSelectorRequirement belongs to the meta.k8s.io API group. */
export interface LabelSelectorRequirement {
  /** The key of this label selector requirement. */
  key: string;
  /**
   * The operator of this label selector requirement.
   *
   * One of: In, NotIn, Exists, DoesNotExist.
   */
  operator: string;
  /** The values of this label selector requirement. */
  values?: string[];
}

/** FieldSelectorRequirement belongs to the meta.k8s.io API group. */
export interface FieldSelectorRequirement {
  /** The key of this field selector requirement. */
  key: string;
  /**
   * The operator of this field selector requirement.
   *
   * One of: In, NotIn, Exists, DoesNotExist.
   */
  operator: string;
  /** The values of this field selector requirement. */
  values?: string[];
}

/** Status belongs to the meta.k8s.io API group. */
export interface Status {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The status of this status. */
  status?: string;
  /** The message of this status. */
  message?: string;
  /**
   * The reason of this status.
   *
   * One of: Unauthorized, Forbidden, NotFound, AlreadyExists, Conflict, Gone, Invalid, ServerTimeout, StorageReadError,
   * Timeout, TooManyRequests, BadRequest, MethodNotAllowed, NotAcceptable, RequestEntityTooLarge, UnsupportedMediaType,
   * InternalError, Expired, ServiceUnavailable.
   */
  reason?: string;
  /** The details of this status. */
  details?: StatusDetails;
  /** The code of this status. */
  code?: number;
}

/** StatusDetails belongs to the meta.k8s.io API group. */
export interface StatusDetails {
  /** The name of this status details. */
  name?: string;
  /** The group of this status details. */
  group?: string;
  /** The kind of this status details. */
  kind?: string;
  /** The causes of this status details. */
  causes?: StatusCause[];
  /** The retry after seconds of this status details. */
  retryAfterSeconds?: number;
  /** The uid of this status details. */
  uid?: string;
}

/** StatusCause belongs to the meta.k8s.io API group. */
export interface StatusCause {
  /**
   * The reason of this status cause.
   *
   * One of: FieldValueNotFound, FieldValueRequired, FieldValueDuplicate, FieldValueInvalid, FieldValueNotSupported,
   * FieldValueForbidden, FieldValueTooLong, FieldValueTooMany, InternalError, FieldValueTypeInvalid,
   * UnexpectedServerResponse, FieldManagerConflict, ResourceVersionTooLarge.
   */
  reason?: string;
  /** The message of this status cause. */
  message?: string;
  /** The field of this status cause. */
  field?: string;
}

/** Table belongs to the meta.k8s.io API group. */
export interface Table {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The column definitions of this table. */
  columnDefinitions: TableColumnDefinition[];
  /** The rows of this table. */
  rows: TableRow[];
}

/** TableColumnDefinition belongs to the meta.k8s.io API group. */
export interface TableColumnDefinition {
  /** The name of this table column definition. */
  name: string;
  /** The type of this table column definition. */
  type: string;
  /** The format of this table column definition. */
  format: string;
  /** The description of this table column definition. */
  description: string;
  /** The priority of this table column definition. */
  priority: number;
}

/** TableRow belongs to the meta.k8s.io API group. */
export interface TableRow {
  /** The cells of this table row. */
  cells: runtimev1.AnyValue[];
  /** The conditions of this table row. */
  conditions?: TableRowCondition[];
  /** The object of this table row. */
  object?: runtimev1.RawExtension;
}

/** TableRowCondition belongs to the meta.k8s.io API group. */
export interface TableRowCondition {
  /**
   * The type of this table row condition.
   *
   * One of: Completed.
   */
  type: string;
  /**
   * The status of this table row condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The reason of this table row condition. */
  reason?: string;
  /** The message of this table row condition. */
  message?: string;
}

/** TableOptions belongs to the meta.k8s.io API group. */
export interface TableOptions {
  apiVersion?: string;
  kind?: string;
  /**
   * The include object of this table options.
   *
   * One of: None, Metadata, Object.
   */
  includeObject?: string;
}

/** WatchEvent belongs to the meta.k8s.io API group. */
export interface WatchEvent {
  /** The type of this watch event. */
  type: string;
  /** The object of this watch event. */
  object: runtimev1.RawExtension;
}
