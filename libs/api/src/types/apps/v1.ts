// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** ControllerRevision belongs to the apps API group. */
export interface ControllerRevision {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The data of this controller revision. */
  data?: runtimev1.RawExtension;
  /** The revision of this controller revision. */
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

/** DaemonSet belongs to the apps API group. */
export interface DaemonSet {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this daemon set. */
  spec?: DaemonSetSpec;
  /** The status of this daemon set. */
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

/** DaemonSetUpdateStrategy belongs to the apps API group. */
export interface DaemonSetUpdateStrategy {
  /**
   * The type of this daemon set update strategy.
   *
   * One of: RollingUpdate, OnDelete.
   */
  type?: string;
  /** The rolling update of this daemon set update strategy. */
  rollingUpdate?: RollingUpdateDaemonSet;
}

/** RollingUpdateDaemonSet belongs to the apps API group. */
export interface RollingUpdateDaemonSet {
  /** The max unavailable of this rolling update daemon set. */
  maxUnavailable?: runtimev1.IntOrString;
  /** The max surge of this rolling update daemon set. */
  maxSurge?: runtimev1.IntOrString;
}

/** DaemonSetSpec belongs to the apps API group. */
export interface DaemonSetSpec {
  /** The selector of this daemon set spec. */
  selector: metav1.LabelSelector;
  /** The template of this daemon set spec. */
  template: corev1.PodTemplateSpec;
  /** The update strategy of this daemon set spec. */
  updateStrategy?: DaemonSetUpdateStrategy;
  /** The min ready seconds of this daemon set spec. */
  minReadySeconds?: number;
  /** The revision history limit of this daemon set spec. */
  revisionHistoryLimit?: number;
}

/** DaemonSetStatus belongs to the apps API group. */
export interface DaemonSetStatus {
  /** The current number scheduled of this daemon set status. */
  currentNumberScheduled: number;
  /** The number misscheduled of this daemon set status. */
  numberMisscheduled: number;
  /** The desired number scheduled of this daemon set status. */
  desiredNumberScheduled: number;
  /** The number ready of this daemon set status. */
  numberReady: number;
  /** The observed generation of this daemon set status. */
  observedGeneration?: number;
  /** The updated number scheduled of this daemon set status. */
  updatedNumberScheduled?: number;
  /** The number available of this daemon set status. */
  numberAvailable?: number;
  /** The number unavailable of this daemon set status. */
  numberUnavailable?: number;
  /** The collision count of this daemon set status. */
  collisionCount?: number;
  /** The conditions of this daemon set status. */
  conditions?: DaemonSetCondition[];
}

/** DaemonSetCondition belongs to the apps API group. */
export interface DaemonSetCondition {
  /** The type of this daemon set condition. */
  type: string;
  /**
   * The status of this daemon set condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last transition time of this daemon set condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this daemon set condition. */
  reason?: string;
  /** The message of this daemon set condition. */
  message?: string;
}

/** Deployment belongs to the apps API group. */
export interface Deployment {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this deployment. */
  spec?: DeploymentSpec;
  /** The status of this deployment. */
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

/** DeploymentSpec belongs to the apps API group. */
export interface DeploymentSpec {
  /** The replicas of this deployment spec. */
  replicas?: number;
  /** The selector of this deployment spec. */
  selector: metav1.LabelSelector;
  /** The template of this deployment spec. */
  template: corev1.PodTemplateSpec;
  /** The strategy of this deployment spec. */
  strategy?: DeploymentStrategy;
  /** The min ready seconds of this deployment spec. */
  minReadySeconds?: number;
  /** The revision history limit of this deployment spec. */
  revisionHistoryLimit?: number;
  /** The paused of this deployment spec. */
  paused?: boolean;
  /** The progress deadline seconds of this deployment spec. */
  progressDeadlineSeconds?: number;
}

/** DeploymentStrategy belongs to the apps API group. */
export interface DeploymentStrategy {
  /**
   * The type of this deployment strategy.
   *
   * One of: Recreate, RollingUpdate.
   */
  type?: string;
  /** The rolling update of this deployment strategy. */
  rollingUpdate?: RollingUpdateDeployment;
}

/** RollingUpdateDeployment belongs to the apps API group. */
export interface RollingUpdateDeployment {
  /** The max unavailable of this rolling update deployment. */
  maxUnavailable?: runtimev1.IntOrString;
  /** The max surge of this rolling update deployment. */
  maxSurge?: runtimev1.IntOrString;
}

/** DeploymentStatus belongs to the apps API group. */
export interface DeploymentStatus {
  /** The observed generation of this deployment status. */
  observedGeneration?: number;
  /** The replicas of this deployment status. */
  replicas?: number;
  /** The updated replicas of this deployment status. */
  updatedReplicas?: number;
  /** The available replicas of this deployment status. */
  availableReplicas?: number;
  /** The unavailable replicas of this deployment status. */
  unavailableReplicas?: number;
  /** The conditions of this deployment status. */
  conditions?: DeploymentCondition[];
  /** The ready replicas of this deployment status. */
  readyReplicas?: number;
  /** The collision count of this deployment status. */
  collisionCount?: number;
  /** The terminating replicas of this deployment status. */
  terminatingReplicas?: number;
}

/** DeploymentCondition belongs to the apps API group. */
export interface DeploymentCondition {
  /**
   * The type of this deployment condition.
   *
   * One of: Available, Progressing, ReplicaFailure.
   */
  type: string;
  /**
   * The status of this deployment condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The reason of this deployment condition. */
  reason?: string;
  /** The message of this deployment condition. */
  message?: string;
  /** The last update time of this deployment condition. */
  lastUpdateTime?: metav1.Time;
  /** The last transition time of this deployment condition. */
  lastTransitionTime?: metav1.Time;
}

/** ReplicaSet belongs to the apps API group. */
export interface ReplicaSet {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this replica set. */
  spec?: ReplicaSetSpec;
  /** The status of this replica set. */
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

/** ReplicaSetSpec belongs to the apps API group. */
export interface ReplicaSetSpec {
  /** The replicas of this replica set spec. */
  replicas?: number;
  /** The selector of this replica set spec. */
  selector: metav1.LabelSelector;
  /** The template of this replica set spec. */
  template?: corev1.PodTemplateSpec;
  /** The min ready seconds of this replica set spec. */
  minReadySeconds?: number;
}

/** ReplicaSetStatus belongs to the apps API group. */
export interface ReplicaSetStatus {
  /** The replicas of this replica set status. */
  replicas: number;
  /** The fully labeled replicas of this replica set status. */
  fullyLabeledReplicas?: number;
  /** The observed generation of this replica set status. */
  observedGeneration?: number;
  /** The ready replicas of this replica set status. */
  readyReplicas?: number;
  /** The available replicas of this replica set status. */
  availableReplicas?: number;
  /** The conditions of this replica set status. */
  conditions?: ReplicaSetCondition[];
  /** The terminating replicas of this replica set status. */
  terminatingReplicas?: number;
}

/** ReplicaSetCondition belongs to the apps API group. */
export interface ReplicaSetCondition {
  /**
   * The type of this replica set condition.
   *
   * One of: ReplicaFailure.
   */
  type: string;
  /**
   * The status of this replica set condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last transition time of this replica set condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this replica set condition. */
  reason?: string;
  /** The message of this replica set condition. */
  message?: string;
}

/** StatefulSet belongs to the apps API group. */
export interface StatefulSet {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this stateful set. */
  spec?: StatefulSetSpec;
  /** The status of this stateful set. */
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

/** StatefulSetUpdateStrategy belongs to the apps API group. */
export interface StatefulSetUpdateStrategy {
  /**
   * The type of this stateful set update strategy.
   *
   * One of: RollingUpdate, OnDelete.
   */
  type?: string;
  /** The rolling update of this stateful set update strategy. */
  rollingUpdate?: RollingUpdateStatefulSetStrategy;
}

/** RollingUpdateStatefulSetStrategy belongs to the apps API group. */
export interface RollingUpdateStatefulSetStrategy {
  /** The partition of this rolling update stateful set strategy. */
  partition?: number;
  /** The max unavailable of this rolling update stateful set strategy. */
  maxUnavailable?: runtimev1.IntOrString;
}

/** StatefulSetPersistentVolumeClaimRetentionPolicy belongs to the apps API group. */
export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  /**
   * The when deleted of this stateful set persistent volume claim retention policy.
   *
   * One of: Retain, Delete.
   */
  whenDeleted?: string;
  /**
   * The when scaled of this stateful set persistent volume claim retention policy.
   *
   * One of: Retain, Delete.
   */
  whenScaled?: string;
}

/** StatefulSetOrdinals belongs to the apps API group. */
export interface StatefulSetOrdinals {
  /** The start of this stateful set ordinals. */
  start?: number;
}

/** StatefulSetSpec belongs to the apps API group. */
export interface StatefulSetSpec {
  /** The replicas of this stateful set spec. */
  replicas?: number;
  /** The selector of this stateful set spec. */
  selector: metav1.LabelSelector;
  /** The template of this stateful set spec. */
  template: corev1.PodTemplateSpec;
  /** The volume claim templates of this stateful set spec. */
  volumeClaimTemplates?: corev1.PersistentVolumeClaim[];
  /** The service name of this stateful set spec. */
  serviceName?: string;
  /**
   * The pod management policy of this stateful set spec.
   *
   * One of: OrderedReady, Parallel.
   */
  podManagementPolicy?: string;
  /** The update strategy of this stateful set spec. */
  updateStrategy?: StatefulSetUpdateStrategy;
  /** The revision history limit of this stateful set spec. */
  revisionHistoryLimit?: number;
  /** The min ready seconds of this stateful set spec. */
  minReadySeconds?: number;
  /** The persistent volume claim retention policy of this stateful set spec. */
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy;
  /** The ordinals of this stateful set spec. */
  ordinals?: StatefulSetOrdinals;
}

/** StatefulSetStatus belongs to the apps API group. */
export interface StatefulSetStatus {
  /** The observed generation of this stateful set status. */
  observedGeneration?: number;
  /** The replicas of this stateful set status. */
  replicas: number;
  /** The ready replicas of this stateful set status. */
  readyReplicas?: number;
  /** The current replicas of this stateful set status. */
  currentReplicas?: number;
  /** The updated replicas of this stateful set status. */
  updatedReplicas?: number;
  /** The current revision of this stateful set status. */
  currentRevision?: string;
  /** The update revision of this stateful set status. */
  updateRevision?: string;
  /** The collision count of this stateful set status. */
  collisionCount?: number;
  /** The conditions of this stateful set status. */
  conditions?: StatefulSetCondition[];
  /** The available replicas of this stateful set status. */
  availableReplicas?: number;
}

/** StatefulSetCondition belongs to the apps API group. */
export interface StatefulSetCondition {
  /** The type of this stateful set condition. */
  type: string;
  /**
   * The status of this stateful set condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last transition time of this stateful set condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this stateful set condition. */
  reason?: string;
  /** The message of this stateful set condition. */
  message?: string;
}
