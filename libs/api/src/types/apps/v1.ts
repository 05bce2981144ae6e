// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** ControllerRevision is a past state of a StatefulSet or DaemonSet, kept for going back. It cannot change. */
export interface ControllerRevision {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The state. */
  data?: runtimev1.RawExtension;
  /** Its number; later ones are higher. */
  revision: number;
}

/** ControllerRevisionList is a page of ControllerRevision objects. */
export interface ControllerRevisionList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ControllerRevision[];
}

/** DaemonSet keeps one pod running on each node, or on each that it picks. */
export interface DaemonSet {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: DaemonSetSpec;
  /** What is: written by controllers, read by everybody. */
  status?: DaemonSetStatus;
}

/** DaemonSetList is a page of DaemonSet objects. */
export interface DaemonSetList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: DaemonSet[];
}

/** DaemonSetUpdateStrategy is how pods are replaced when the template changes. */
export interface DaemonSetUpdateStrategy {
  /**
   * RollingUpdate (if unset), or OnDelete: only when somebody deletes them.
   *
   * One of: RollingUpdate, OnDelete.
   */
  type?: string;
  /** Settings of RollingUpdate. */
  rollingUpdate?: RollingUpdateDaemonSet;
}

/** RollingUpdateDaemonSet bounds a rolling update. */
export interface RollingUpdateDaemonSet {
  /** How many nodes may be without pod meanwhile, as a number or a percentage; 1 if unset. */
  maxUnavailable?: runtimev1.IntOrString;
  /** How many nodes may have an old and a new pod meanwhile, as a number or a percentage; 0 if unset. */
  maxSurge?: runtimev1.IntOrString;
}

/** DaemonSetSpec says which pods are wanted, and how they are replaced. */
export interface DaemonSetSpec {
  /** The labels of the pods that are its own. Must match the template's labels, and cannot change. */
  selector: metav1.LabelSelector;
  /** What a pod looks like; its node selector and affinity pick the nodes. */
  template: corev1.PodTemplateSpec;
  /** How pods are replaced when the template changes. */
  updateStrategy?: DaemonSetUpdateStrategy;
  /** How long a new pod must be ready to count as available; 0 if unset. */
  minReadySeconds?: number;
  /** How many old revisions to keep for going back; 10 if unset. */
  revisionHistoryLimit?: number;
}

/** DaemonSetStatus is on how many nodes a DaemonSet runs. */
export interface DaemonSetStatus {
  /** Nodes that have its pod and should. */
  currentNumberScheduled: number;
  /** Nodes that have its pod and should not. */
  numberMisscheduled: number;
  /** Nodes that should have its pod. */
  desiredNumberScheduled: number;
  /** Nodes whose pod is ready. */
  numberReady: number;
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** Nodes whose pod is made from the current template. */
  updatedNumberScheduled?: number;
  /** Nodes whose pod has been ready for minReadySeconds. */
  numberAvailable?: number;
  /** Nodes whose pod is missing or not available. */
  numberUnavailable?: number;
  /** How often a name for a new revision was already taken. */
  collisionCount?: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: DaemonSetCondition[];
}

/** DaemonSetCondition is one observation about a DaemonSet. */
export interface DaemonSetCondition {
  /** What the condition is about, such as Ready, in CamelCase. */
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
}

/** Deployment keeps a number of equal pods running, and replaces them step by step when their template changes. */
export interface Deployment {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: DeploymentSpec;
  /** What is: written by controllers, read by everybody. */
  status?: DeploymentStatus;
}

/** DeploymentList is a page of Deployment objects. */
export interface DeploymentList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Deployment[];
}

/** DeploymentSpec says which pods are wanted, and how they are replaced. */
export interface DeploymentSpec {
  /** How many pods; 1 if unset. */
  replicas?: number;
  /** The labels of the pods that are its own. Must match the template's labels, and cannot change. */
  selector: metav1.LabelSelector;
  /** What a pod looks like. Changing it starts a rollout. */
  template: corev1.PodTemplateSpec;
  /** How old pods are replaced by new ones. */
  strategy?: DeploymentStrategy;
  /** How long a new pod must be ready to count as available; 0 if unset. */
  minReadySeconds?: number;
  /** How many old ReplicaSets to keep for going back; 10 if unset. */
  revisionHistoryLimit?: number;
  /** Do not roll out changes. */
  paused?: boolean;
  /** After how long without progress the rollout counts as failed; 600 if unset. */
  progressDeadlineSeconds?: number;
}

/** DeploymentStrategy is how old pods are replaced by new ones. */
export interface DeploymentStrategy {
  /**
   * RollingUpdate (if unset), or Recreate: stop all, then start all.
   *
   * One of: Recreate, RollingUpdate.
   */
  type?: string;
  /** Settings of RollingUpdate. */
  rollingUpdate?: RollingUpdateDeployment;
}

/** RollingUpdateDeployment bounds the steps of a rolling update. */
export interface RollingUpdateDeployment {
  /** How many pods may be missing meanwhile, as a number or a percentage rounded down; 25% if unset. */
  maxUnavailable?: runtimev1.IntOrString;
  /** How many pods more than wanted there may be meanwhile, as a number or a percentage rounded up; 25% if unset. */
  maxSurge?: runtimev1.IntOrString;
}

/** DeploymentStatus is how far a Deployment has come. */
export interface DeploymentStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** All pods of it. */
  replicas?: number;
  /** Those made from the current template. */
  updatedReplicas?: number;
  /** Those that have been ready for minReadySeconds. */
  availableReplicas?: number;
  /** How many are still missing for all to be available. */
  unavailableReplicas?: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: DeploymentCondition[];
  /** Those that are ready. */
  readyReplicas?: number;
  /** How often a name for a new ReplicaSet was already taken. */
  collisionCount?: number;
  /** Those that are being deleted. */
  terminatingReplicas?: number;
}

/** DeploymentCondition is one observation about a Deployment: Available, Progressing or ReplicaFailure. */
export interface DeploymentCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Available, Progressing, ReplicaFailure.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
  /** When the condition was last written. */
  lastUpdateTime?: metav1.Time;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
}

/** ReplicaSet keeps a number of equal pods running. Deployments make and manage them. */
export interface ReplicaSet {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ReplicaSetSpec;
  /** What is: written by controllers, read by everybody. */
  status?: ReplicaSetStatus;
}

/** ReplicaSetList is a page of ReplicaSet objects. */
export interface ReplicaSetList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ReplicaSet[];
}

/** ReplicaSetSpec says which pods are wanted. */
export interface ReplicaSetSpec {
  /** How many; 1 if unset. */
  replicas?: number;
  /** The labels of the pods that are its own. Must match the template's labels, and cannot change. */
  selector: metav1.LabelSelector;
  /** What a new pod looks like. */
  template?: corev1.PodTemplateSpec;
  /** How long a pod must be ready to count as available; 0 if unset. */
  minReadySeconds?: number;
}

/** ReplicaSetStatus is how many pods there are. */
export interface ReplicaSetStatus {
  /** All. */
  replicas: number;
  /** Those that have all labels of the template. */
  fullyLabeledReplicas?: number;
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** Those that are ready. */
  readyReplicas?: number;
  /** Those that have been ready for minReadySeconds. */
  availableReplicas?: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: ReplicaSetCondition[];
  /** Those that are being deleted. */
  terminatingReplicas?: number;
}

/** ReplicaSetCondition is one observation about a ReplicaSet. */
export interface ReplicaSetCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: ReplicaFailure.
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
}

/** StatefulSet keeps pods running that each have a name, a network identity and storage of their own. */
export interface StatefulSet {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: StatefulSetSpec;
  /** What is: written by controllers, read by everybody. */
  status?: StatefulSetStatus;
}

/** StatefulSetList is a page of StatefulSet objects. */
export interface StatefulSetList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: StatefulSet[];
}

/** StatefulSetUpdateStrategy is how pods are replaced when the template changes. */
export interface StatefulSetUpdateStrategy {
  /**
   * RollingUpdate (if unset), or OnDelete: only when somebody deletes them.
   *
   * One of: RollingUpdate, OnDelete.
   */
  type?: string;
  /** Settings of RollingUpdate. */
  rollingUpdate?: RollingUpdateStatefulSetStrategy;
}

/** RollingUpdateStatefulSetStrategy bounds a rolling update. */
export interface RollingUpdateStatefulSetStrategy {
  /** Only pods with this ordinal or a higher one are replaced; 0 if unset. */
  partition?: number;
  /** How many pods may be missing meanwhile, as a number or a percentage; 1 if unset. */
  maxUnavailable?: runtimev1.IntOrString;
}

/** StatefulSetPersistentVolumeClaimRetentionPolicy says what becomes of claims: Retain (if unset) or Delete. */
export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  /**
   * When the StatefulSet is deleted.
   *
   * One of: Retain, Delete.
   */
  whenDeleted?: string;
  /**
   * When it is scaled down.
   *
   * One of: Retain, Delete.
   */
  whenScaled?: string;
}

/** StatefulSetOrdinals says how pods are numbered. */
export interface StatefulSetOrdinals {
  /** The first number. */
  start?: number;
}

/** StatefulSetSpec says which pods are wanted, and how they come and go. */
export interface StatefulSetSpec {
  /** How many; 1 if unset. */
  replicas?: number;
  /** The labels of the pods that are its own. Must match the template's labels, and cannot change. */
  selector: metav1.LabelSelector;
  /** What a pod looks like; it is named SET-ORDINAL. */
  template: corev1.PodTemplateSpec;
  /** Claims that every pod gets; they are named TEMPLATE-POD and outlive it. */
  volumeClaimTemplates?: corev1.PersistentVolumeClaim[];
  /** The headless Service that gives the pods their DNS names. */
  serviceName?: string;
  /**
   * Whether pods come and go one after another (OrderedReady, if unset) or all at once (Parallel).
   *
   * One of: OrderedReady, Parallel.
   */
  podManagementPolicy?: string;
  /** How pods are replaced when the template changes. */
  updateStrategy?: StatefulSetUpdateStrategy;
  /** How many old revisions to keep for going back; 10 if unset. */
  revisionHistoryLimit?: number;
  /** How long a pod must be ready to count as available; 0 if unset. */
  minReadySeconds?: number;
  /** What becomes of the pods' claims; they are kept if unset. */
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy;
  /** Where numbering starts; at 0 if unset. */
  ordinals?: StatefulSetOrdinals;
}

/** StatefulSetStatus is how far a StatefulSet has come. */
export interface StatefulSetStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** All pods of it. */
  replicas: number;
  /** Those that are ready. */
  readyReplicas?: number;
  /** Those of currentRevision. */
  currentReplicas?: number;
  /** Those of updateRevision. */
  updatedReplicas?: number;
  /** The revision that pods had before the update. */
  currentRevision?: string;
  /** The revision that pods get. */
  updateRevision?: string;
  /** How often a name for a new revision was already taken. */
  collisionCount?: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: StatefulSetCondition[];
  /** Those that have been ready for minReadySeconds. */
  availableReplicas?: number;
}

/** StatefulSetCondition is one observation about a StatefulSet. */
export interface StatefulSetCondition {
  /** What the condition is about, such as Ready, in CamelCase. */
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
}
