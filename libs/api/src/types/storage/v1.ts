// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** StorageClass is a kind of storage, and how volumes of it are made. */
export interface StorageClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** Who makes them; kubernetes.io/no-provisioner for nobody. */
  provisioner: string;
  /** What the provisioner wants to know. */
  parameters?: Record<string, string>;
  /**
   * What becomes of volumes whose claim is gone: Delete (if unset) or Retain.
   *
   * One of: Recycle, Delete, Retain.
   */
  reclaimPolicy?: string;
  /** Options for mounting them; they are not checked. */
  mountOptions?: string[];
  /** Claims may be made larger. */
  allowVolumeExpansion?: boolean;
  /**
   * Immediate (if unset), or WaitForFirstConsumer: bind when a pod that uses the claim is scheduled.
   *
   * One of: Immediate, WaitForFirstConsumer.
   */
  volumeBindingMode?: string;
  /** Where volumes may be made. */
  allowedTopologies?: corev1.TopologySelectorTerm[];
}

/** VolumeAttachment asks for a volume to be attached to a node. */
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

/** CSIDriver describes a CSI driver. It is named for the driver. */
export interface CSIDriver {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: CSIDriverSpec;
}

/** CSINode says which CSI drivers a node has. It is named for the node. */
export interface CSINode {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: CSINodeSpec;
}

/** CSIStorageCapacity is how much storage of a class is left in a place. */
export interface CSIStorageCapacity {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The nodes from which it can be reached. */
  nodeTopology?: metav1.LabelSelector;
  /** The class. */
  storageClassName: string;
  /** How much is left. */
  capacity?: runtimev1.Quantity;
  /** The largest volume that can be made. */
  maximumVolumeSize?: runtimev1.Quantity;
}

/** VolumeAttributesClass is a set of attributes that volumes can be given and changed to, such as a speed. */
export interface VolumeAttributesClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The CSI driver that knows them. */
  driverName: string;
  /** The attributes. They cannot change. */
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

/** VolumeAttachmentSpec says which volume, and to which node. It cannot change. */
export interface VolumeAttachmentSpec {
  /** The CSI driver that attaches it. */
  attacher: string;
  /** The volume. */
  source: VolumeAttachmentSource;
  /** The node. */
  nodeName: string;
}

/** VolumeAttachmentSource is a volume to be attached; exactly one is given. */
export interface VolumeAttachmentSource {
  /** A PersistentVolume. */
  persistentVolumeName?: string;
  /** A volume that a pod names itself; only for migrated in-tree plugins. */
  inlineVolumeSpec?: corev1.PersistentVolumeSpec;
}

/** VolumeAttachmentStatus is how far it has come. */
export interface VolumeAttachmentStatus {
  /** Whether it is attached. */
  attached: boolean;
  /** What the driver says is needed for mounting. */
  attachmentMetadata?: Record<string, string>;
  /** What last went wrong while attaching. */
  attachError?: VolumeError;
  /** What last went wrong while detaching. */
  detachError?: VolumeError;
}

/** VolumeError is something that went wrong with a volume. */
export interface VolumeError {
  /** When. */
  time?: metav1.Time;
  /** What. */
  message?: string;
  /** The gRPC code of the driver's error. */
  errorCode?: number;
}

/** CSIDriverSpec says what a driver needs and can do. */
export interface CSIDriverSpec {
  /** Volumes must be attached before they are mounted; true if unset. */
  attachRequired?: boolean;
  /** Tell it about the pod when mounting. */
  podInfoOnMount?: boolean;
  /**
   * Persistent (if unset), Ephemeral, or both.
   *
   * One of: Persistent, Ephemeral.
   */
  volumeLifecycleModes?: string[];
  /** It publishes how much is left, and the scheduler looks at that. */
  storageCapacity?: boolean;
  /**
   * Whether volumes are given to a pod's fsGroup: ReadWriteOnceWithFSType (if unset), File or None.
   *
   * One of: ReadWriteOnceWithFSType, File, None.
   */
  fsGroupPolicy?: string;
  /** Tokens of the pod's service account that it needs. */
  tokenRequests?: TokenRequest[];
  /** Mount again now and then, to bring new contents. */
  requiresRepublish?: boolean;
  /** It can mount with an SELinux label. */
  seLinuxMount?: boolean;
  /** How often to ask it how many volumes a node can have; at least 10. */
  nodeAllocatableUpdatePeriodSeconds?: number;
  /** Hand tokens over among the secrets and not among the volume's attributes. */
  serviceAccountTokenInSecrets?: boolean;
}

/** TokenRequest is a token that a driver needs. */
export interface TokenRequest {
  /** Whom it is for; the API server if empty. */
  audience: string;
  /** How long it is good. */
  expirationSeconds?: number;
}

/** CSINodeSpec lists the drivers of a node. */
export interface CSINodeSpec {
  /** The drivers. */
  drivers: CSINodeDriver[];
}

/** CSINodeDriver is a driver on a node. */
export interface CSINodeDriver {
  /** The driver. */
  name: string;
  /** The node, as the driver names it. */
  nodeID: string;
  /** Labels of the node that say where it is. */
  topologyKeys?: string[];
  /** How many volumes it can have. */
  allocatable?: VolumeNodeResources;
}

/** VolumeNodeResources is how many volumes a node can have. */
export interface VolumeNodeResources {
  /** How many; without bound if unset. */
  count?: number;
}
