// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** StorageClass belongs to the storage.k8s.io API group. */
export interface StorageClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The provisioner of this storage class. */
  provisioner: string;
  /** The parameters of this storage class. */
  parameters?: Record<string, string>;
  /**
   * The reclaim policy of this storage class.
   *
   * One of: Recycle, Delete, Retain.
   */
  reclaimPolicy?: string;
  /** The mount options of this storage class. */
  mountOptions?: string[];
  /** The allow volume expansion of this storage class. */
  allowVolumeExpansion?: boolean;
  /**
   * The volume binding mode of this storage class.
   *
   * One of: Immediate, WaitForFirstConsumer.
   */
  volumeBindingMode?: string;
  /** TopologySelectorTerm picks places where volumes may be made. */
  allowedTopologies?: corev1.TopologySelectorTerm[];
}

/** VolumeAttachment belongs to the storage.k8s.io API group. */
export interface VolumeAttachment {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: VolumeAttachmentSpec;
  /** What is: written by controllers, read by everybody. */
  status?: VolumeAttachmentStatus;
}

/** CSIDriver belongs to the storage.k8s.io API group. */
export interface CSIDriver {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: CSIDriverSpec;
}

/** CSINode belongs to the storage.k8s.io API group. */
export interface CSINode {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: CSINodeSpec;
}

/** CSIStorageCapacity belongs to the storage.k8s.io API group. */
export interface CSIStorageCapacity {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  nodeTopology?: metav1.LabelSelector;
  /** The storage class name of this csi storage capacity. */
  storageClassName: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  capacity?: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  maximumVolumeSize?: runtimev1.Quantity;
}

/** VolumeAttributesClass belongs to the storage.k8s.io API group. */
export interface VolumeAttributesClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The driver name of this volume attributes class. */
  driverName: string;
  /** The parameters of this volume attributes class. */
  parameters?: Record<string, string>;
}

/** StorageClassList is a page of StorageClass objects. */
export interface StorageClassList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: StorageClass[];
}

/** VolumeAttachmentList is a page of VolumeAttachment objects. */
export interface VolumeAttachmentList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: VolumeAttachment[];
}

/** CSIDriverList is a page of CSIDriver objects. */
export interface CSIDriverList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CSIDriver[];
}

/** CSINodeList is a page of CSINode objects. */
export interface CSINodeList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CSINode[];
}

/** CSIStorageCapacityList is a page of CSIStorageCapacity objects. */
export interface CSIStorageCapacityList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CSIStorageCapacity[];
}

/** VolumeAttributesClassList is a page of VolumeAttributesClass objects. */
export interface VolumeAttributesClassList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: VolumeAttributesClass[];
}

/** VolumeAttachmentSpec belongs to the storage.k8s.io API group. */
export interface VolumeAttachmentSpec {
  /** The attacher of this volume attachment spec. */
  attacher: string;
  /** The source of this volume attachment spec. */
  source: VolumeAttachmentSource;
  /** The node name of this volume attachment spec. */
  nodeName: string;
}

/** VolumeAttachmentSource belongs to the storage.k8s.io API group. */
export interface VolumeAttachmentSource {
  /** The persistent volume name of this volume attachment source. */
  persistentVolumeName?: string;
  /** what the storage is and how it may be used. */
  inlineVolumeSpec?: corev1.PersistentVolumeSpec;
}

/** VolumeAttachmentStatus belongs to the storage.k8s.io API group. */
export interface VolumeAttachmentStatus {
  /** The attached of this volume attachment status. */
  attached: boolean;
  /** The attachment metadata of this volume attachment status. */
  attachmentMetadata?: Record<string, string>;
  /** The attach error of this volume attachment status. */
  attachError?: VolumeError;
  /** The detach error of this volume attachment status. */
  detachError?: VolumeError;
}

/** VolumeError belongs to the storage.k8s.io API group. */
export interface VolumeError {
  /** a moment, to the second. */
  time?: metav1.Time;
  /** The message of this volume error. */
  message?: string;
  /** The error code of this volume error. */
  errorCode?: number;
}

/** CSIDriverSpec belongs to the storage.k8s.io API group. */
export interface CSIDriverSpec {
  /** The attach required of this csi driver spec. */
  attachRequired?: boolean;
  /** The pod info on mount of this csi driver spec. */
  podInfoOnMount?: boolean;
  /**
   * The volume lifecycle modes of this csi driver spec.
   *
   * One of: Persistent, Ephemeral.
   */
  volumeLifecycleModes?: string[];
  /** The storage capacity of this csi driver spec. */
  storageCapacity?: boolean;
  /**
   * The fs group policy of this csi driver spec.
   *
   * One of: ReadWriteOnceWithFSType, File, None.
   */
  fsGroupPolicy?: string;
  /** The token requests of this csi driver spec. */
  tokenRequests?: TokenRequest[];
  /** The requires republish of this csi driver spec. */
  requiresRepublish?: boolean;
  /** The se linux mount of this csi driver spec. */
  seLinuxMount?: boolean;
  /** The node allocatable update period seconds of this csi driver spec. */
  nodeAllocatableUpdatePeriodSeconds?: number;
  /** The service account token in secrets of this csi driver spec. */
  serviceAccountTokenInSecrets?: boolean;
}

/** TokenRequest belongs to the storage.k8s.io API group. */
export interface TokenRequest {
  /** The audience of this token request. */
  audience: string;
  /** The expiration seconds of this token request. */
  expirationSeconds?: number;
}

/** CSINodeSpec belongs to the storage.k8s.io API group. */
export interface CSINodeSpec {
  /** The drivers of this csi node spec. */
  drivers: CSINodeDriver[];
}

/** CSINodeDriver belongs to the storage.k8s.io API group. */
export interface CSINodeDriver {
  /** The name of this csi node driver. */
  name: string;
  /** The node id of this csi node driver. */
  nodeID: string;
  /** The topology keys of this csi node driver. */
  topologyKeys?: string[];
  /** The allocatable of this csi node driver. */
  allocatable?: VolumeNodeResources;
}

/** VolumeNodeResources belongs to the storage.k8s.io API group. */
export interface VolumeNodeResources {
  /** The count of this volume node resources. */
  count?: number;
}
