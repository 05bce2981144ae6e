// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as runtimev1 from "../runtime/v1.js";

/** APIVersions lists the versions of the core group. */
export interface APIVersions {
  apiVersion?: string;
  kind?: string;
  /** The versions. */
  versions: string[];
  /** Where clients of which network reach the server. */
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[];
}

/** APIGroupList lists the API groups. */
export interface APIGroupList {
  apiVersion?: string;
  kind?: string;
  /** The groups. */
  groups: APIGroup[];
}

/** APIGroup lists the versions of an API group. */
export interface APIGroup {
  apiVersion?: string;
  kind?: string;
  /** The name of the group. */
  name: string;
  /** Its versions, the preferred one first. */
  versions: GroupVersionForDiscovery[];
  /** The version to use when any will do. */
  preferredVersion?: GroupVersionForDiscovery;
  /** Where clients of which network reach the server. */
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[];
}

/** ServerAddressByClientCIDR is an address of the server for clients of a network. */
export interface ServerAddressByClientCIDR {
  /** The network of the clients. */
  clientCIDR: string;
  /** The address, as host:port. */
  serverAddress: string;
}

/** GroupVersionForDiscovery is a version of a group. */
export interface GroupVersionForDiscovery {
  /** Both, such as apps/v1. */
  groupVersion: string;
  /** The version alone. */
  version: string;
}

/** APIResource is a resource or subresource of a version. */
export interface APIResource {
  /** The plural; with a slash for subresources. */
  name: string;
  /** Whether objects live in namespaces. */
  namespaced: boolean;
  /** The kind of its objects. */
  kind: string;
  /** What can be done with it. */
  verbs: Verbs;
  /** Abbreviations that users may type. */
  shortNames?: string[];
  /** The singular. */
  singularName: string;
  /** Groups of resources that users may ask for together, such as all. */
  categories?: string[];
  /** The API group of its kind, if not that of the list. */
  group?: string;
  /** The version of its kind, if not that of the list. */
  version?: string;
  /** Changes when objects are stored in another version. */
  storageVersionHash?: string;
}

/** APIResourceList lists the resources of a version. */
export interface APIResourceList {
  apiVersion?: string;
  kind?: string;
  /** The version, such as apps/v1. */
  groupVersion: string;
  /** The resources and subresources. */
  resources: APIResource[];
}

/** Verbs are the things that can be done with a resource. */
export type Verbs = string[];

/** TypeMeta says which kind and version an object is of. */
export interface TypeMeta {
  /** The kind, such as Pod. */
  kind?: string;
  /** The group and version, such as apps/v1. */
  apiVersion?: string;
}

/** ListMeta is the metadata of a list. */
export interface ListMeta {
  /** Deprecated and empty. */
  selfLink?: string;
  /** The revision at which the list was read; a watch can start from it. */
  resourceVersion?: string;
  /** Asks for the next page; empty on the last one. */
  continue?: string;
  /** How many objects are on the pages that follow, if known. */
  remainingItemCount?: number;
}

/** ObjectMeta is the metadata that every stored object has. */
export interface ObjectMeta {
  /** The name, unique for its kind in its namespace. It cannot change. */
  name?: string;
  /** A prefix from which the server makes a unique name, if name is empty. */
  generateName?: string;
  /** The namespace; empty for objects of the cluster. It cannot change. */
  namespace?: string;
  /** Deprecated and empty. */
  selfLink?: string;
  /** The server's identifier of the object, unique over time and space. */
  uid?: string;
  /**
   * The revision of the last write. An update that names it fails if there was another write since; otherwise an opaque
   * text.
   */
  resourceVersion?: string;
  /** Counts changes of what is wanted. */
  generation?: number;
  /** When the server created the object. */
  creationTimestamp?: Time;
  /** When the object is to be gone; set by the server when its deletion begins. */
  deletionTimestamp?: Time;
  /** How long the object was given to stop. */
  deletionGracePeriodSeconds?: number;
  /** Names and values by which objects are selected. */
  labels?: Record<string, string>;
  /** Names and values for tools and people; not for selecting. */
  annotations?: Record<string, string>;
  /** The objects that this one depends on: when all are gone, it is deleted as well. */
  ownerReferences?: OwnerReference[];
  /** Who has to clean up before the object is gone; while there is any, it stays. */
  finalizers?: string[];
  /** Who set which fields; kept by the server for server-side apply. */
  managedFields?: ManagedFieldsEntry[];
}

/** OwnerReference names an object that another depends on, in the same namespace or of the cluster. */
export interface OwnerReference {
  /** Its kind. */
  kind: string;
  /** Its name. */
  name: string;
  /** Its UID. */
  uid: string;
  /** The group and version of the owner. */
  apiVersion: string;
  /** Whether the owner manages the object; at most one does. */
  controller?: boolean;
  /** Whether a foreground deletion of the owner waits for this object. */
  blockOwnerDeletion?: boolean;
}

/** List holds objects of any kinds. */
export interface List {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The objects. */
  items: runtimev1.RawExtension[];
}

/** ManagedFieldsEntry lists the fields that one manager owns. */
export interface ManagedFieldsEntry {
  /** The name of the manager. */
  manager?: string;
  /**
   * Apply, or Update for all other writes.
   *
   * One of: Apply, Update.
   */
  operation?: string;
  /** The version that the field names are of. */
  apiVersion?: string;
  /** When the manager last changed its fields. */
  time?: Time;
  /** The form of fieldsV1; always FieldsV1. */
  fieldsType?: string;
  /** The fields. */
  fieldsV1?: FieldsV1;
  /** The subresource through which they were written, such as status. */
  subresource?: string;
}

/** FieldsV1 is a tree of field names: f:NAME for fields, k:KEYS and v:VALUE for list items, "." for the item itself. */
export type FieldsV1 = Record<string, unknown>;

/** PartialObjectMetadata is any object without all but its metadata. */
export interface PartialObjectMetadata {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: ObjectMeta;
}

/** PartialObjectMetadataList is a page of any objects without all but their metadata. */
export interface PartialObjectMetadataList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The objects of this page. */
  items: PartialObjectMetadata[];
}

/** Condition is one observation about the state of an object. */
export interface Condition {
  /** What the condition is about, such as Ready, in CamelCase. */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The metadata.generation of the object that the condition was set upon. */
  observedGeneration?: number;
  /** When the status last changed from one value to another. */
  lastTransitionTime: Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason: string;
  /** Why it last changed, in words for people. */
  message: string;
}

/** Time is a moment, to the second. */
export type Time = string;

/** MicroTime is a moment, to the microsecond. */
export type MicroTime = string;

/** Duration is a span of time such as 1m30s. */
export type Duration = string;

/** GroupVersionKind names a kind exactly. */
export interface GroupVersionKind {
  /** The API group; empty for the core group. */
  group: string;
  /** The version. */
  version: string;
  /** The kind. */
  kind: string;
}

/** GroupVersionResource names a resource exactly. */
export interface GroupVersionResource {
  /** The API group; empty for the core group. */
  group: string;
  /** The version. */
  version: string;
  /** The resource, plural and lower case. */
  resource: string;
}

/** ListOptions are the query of a list or a watch. */
export interface ListOptions {
  apiVersion?: string;
  kind?: string;
  /** Only objects whose labels match. */
  labelSelector?: string;
  /** Only objects whose fields match. */
  fieldSelector?: string;
  /** Stream the changes instead of listing. */
  watch?: boolean;
  /** The revision to read at, or to watch from. */
  resourceVersion?: string;
  /** How long a list or a watch may take. */
  timeoutSeconds?: number;
  /** The size of a page. */
  limit?: number;
  /** Where the next page starts, as the last one said. */
  continue?: string;
  /** Send the revision now and then, even when nothing changes. */
  allowWatchBookmarks?: boolean;
  /**
   * How resourceVersion is meant: Exact or NotOlderThan.
   *
   * One of: NotOlderThan, Exact.
   */
  resourceVersionMatch?: string;
  /** Begin a watch with what is there, and mark the end of that. */
  sendInitialEvents?: boolean;
}

/** GetOptions are the query of a read. */
export interface GetOptions {
  apiVersion?: string;
  kind?: string;
  /** The revision to be at least as new as. */
  resourceVersion?: string;
}

/** DeleteOptions say how something is deleted. */
export interface DeleteOptions {
  apiVersion?: string;
  kind?: string;
  /** How long the object may take to stop; 0 deletes it now, unset is the kind's default. */
  gracePeriodSeconds?: number;
  /** What must hold, or the deletion fails with a conflict. */
  preconditions?: Preconditions;
  /** Deprecated for propagationPolicy. */
  orphanDependents?: boolean;
  /**
   * What becomes of dependents: Orphan (stay), Background (deleted after it) or Foreground (deleted before it).
   *
   * One of: Orphan, Background, Foreground.
   */
  propagationPolicy?: string;
  /** All: do everything but store the result. */
  dryRun?: string[];
  /** Delete an object that cannot be read any more. Finalizers are passed by. */
  ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
}

/** CreateOptions are the query of a creation. */
export interface CreateOptions {
  apiVersion?: string;
  kind?: string;
  /** All: do everything but store the result. */
  dryRun?: string[];
  /** The name under which the written fields are owned. */
  fieldManager?: string;
  /** What to do about unknown and repeated fields: Ignore, Warn or Strict. */
  fieldValidation?: string;
}

/** PatchOptions are the query of a patch. */
export interface PatchOptions {
  apiVersion?: string;
  kind?: string;
  /** All: do everything but store the result. */
  dryRun?: string[];
  /** Server-side apply only: take fields over from other managers. */
  force?: boolean;
  /** The name under which the written fields are owned; required for server-side apply. */
  fieldManager?: string;
  /** What to do about unknown and repeated fields: Ignore, Warn or Strict. */
  fieldValidation?: string;
}

/** ApplyOptions are the query of a server-side apply. */
export interface ApplyOptions {
  apiVersion?: string;
  kind?: string;
  /** All: do everything but store the result. */
  dryRun?: string[];
  /** Take fields over from other managers. */
  force: boolean;
  /** The name under which the written fields are owned. */
  fieldManager: string;
}

/** UpdateOptions are the query of an update. */
export interface UpdateOptions {
  apiVersion?: string;
  kind?: string;
  /** All: do everything but store the result. */
  dryRun?: string[];
  /** The name under which the written fields are owned. */
  fieldManager?: string;
  /** What to do about unknown and repeated fields: Ignore, Warn or Strict. */
  fieldValidation?: string;
}

/** Preconditions must hold for a deletion to be carried out. */
export interface Preconditions {
  /** The UID that the object must have. */
  uid?: string;
  /** The resource version that the object must have. */
  resourceVersion?: string;
}

/** Patch is a change of an object, in the form that its content type names. */
export type Patch = unknown;

/** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
export interface LabelSelector {
  /** Labels that must have exactly these values. */
  matchLabels?: Record<string, string>;
  /** What else must hold; all must. */
  matchExpressions?: LabelSelectorRequirement[];
}

/** LabelSelectorRequirement is one thing that must hold of a label. */
export interface LabelSelectorRequirement {
  /** The label. */
  key: string;
  /**
   * In, NotIn, Exists or DoesNotExist.
   *
   * One of: In, NotIn, Exists, DoesNotExist.
   */
  operator: string;
  /** What its value is compared with; none for Exists and DoesNotExist. */
  values?: string[];
}

/** FieldSelectorRequirement is one thing that must hold of a field. */
export interface FieldSelectorRequirement {
  /** The field. */
  key: string;
  /**
   * In, NotIn, Exists or DoesNotExist.
   *
   * One of: In, NotIn, Exists, DoesNotExist.
   */
  operator: string;
  /** What its value is compared with; none for Exists and DoesNotExist. */
  values?: string[];
}

/** Status is the answer of a call that gives no object: an error, or a success without more to tell. */
export interface Status {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** Success or Failure. */
  status?: string;
  /** What went wrong, in words for people. */
  message?: string;
  /**
   * What went wrong, as one word for programs; together with details.
   *
   * One of: Unauthorized, Forbidden, NotFound, AlreadyExists, Conflict, Gone, Invalid, ServerTimeout, StorageReadError,
   * Timeout, TooManyRequests, BadRequest, MethodNotAllowed, NotAcceptable, RequestEntityTooLarge, UnsupportedMediaType,
   * InternalError, Expired, ServiceUnavailable.
   */
  reason?: string;
  /** More about it, depending on the reason. */
  details?: StatusDetails;
  /** The HTTP status code. */
  code?: number;
}

/** StatusDetails tell more about a Status. */
export interface StatusDetails {
  /** The name of the object that it is about. */
  name?: string;
  /** Its API group. */
  group?: string;
  /** Its kind, or its resource. */
  kind?: string;
  /** Each single thing that went wrong. */
  causes?: StatusCause[];
  /** After how long the call may be tried again. */
  retryAfterSeconds?: number;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
}

/** StatusCause is one thing that went wrong. */
export interface StatusCause {
  /**
   * What, as one word for programs.
   *
   * One of: FieldValueNotFound, FieldValueRequired, FieldValueDuplicate, FieldValueInvalid, FieldValueNotSupported,
   * FieldValueForbidden, FieldValueTooLong, FieldValueTooMany, InternalError, FieldValueTypeInvalid,
   * UnexpectedServerResponse, FieldManagerConflict, ResourceVersionTooLarge.
   */
  reason?: string;
  /** What, in words for people. */
  message?: string;
  /** The field that it is about, such as spec.containers[0].name. */
  field?: string;
}

/**
 * Table shows objects as rows and columns, as kubectl get prints them. Only in JSON: the field numbers are this
 * project's.
 */
export interface Table {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: ListMeta;
  /** The columns. */
  columnDefinitions: TableColumnDefinition[];
  /** The rows. */
  rows: TableRow[];
}

/** TableColumnDefinition describes a column. */
export interface TableColumnDefinition {
  /** Its heading. */
  name: string;
  /** The type of its cells: string, integer, number, boolean or date. */
  type: string;
  /** What the type leaves open, such as name or date-time. */
  format: string;
  /** What it shows. */
  description: string;
  /** 0 is always shown, higher ones only when asked for. */
  priority: number;
}

/** TableRow is one object. */
export interface TableRow {
  /** One value for each column. */
  cells: runtimev1.AnyValue[];
  /** What is special about the row. */
  conditions?: TableRowCondition[];
  /** The object, or what of it was asked for. */
  object?: runtimev1.RawExtension;
}

/** TableRowCondition is something special about a row, such as Completed. */
export interface TableRowCondition {
  /**
   * What.
   *
   * One of: Completed.
   */
  type: string;
  /**
   * True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** Why, as one word. */
  reason?: string;
  /** Why, in words. */
  message?: string;
}

/** TableOptions are the query of a request for a table. */
export interface TableOptions {
  apiVersion?: string;
  kind?: string;
  /**
   * What rows hold of their object: None, Metadata (if unset) or Object.
   *
   * One of: None, Metadata, Object.
   */
  includeObject?: string;
}

/** WatchEvent is one change that a watch reports. */
export interface WatchEvent {
  /** ADDED, MODIFIED, DELETED, BOOKMARK or ERROR. */
  type: string;
  /** The object as it is now, as it was last for DELETED, a Status for ERROR. */
  object: runtimev1.RawExtension;
}
