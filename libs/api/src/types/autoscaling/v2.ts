// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** HorizontalPodAutoscaler changes the number of pods of something with the load. */
export interface HorizontalPodAutoscaler {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: HorizontalPodAutoscalerSpec;
  /** What is: written by controllers, read by everybody. */
  status?: HorizontalPodAutoscalerStatus;
}

/** HorizontalPodAutoscalerList is a page of HorizontalPodAutoscaler objects. */
export interface HorizontalPodAutoscalerList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: HorizontalPodAutoscaler[];
}

/** HorizontalPodAutoscalerSpec says what is scaled, by what, and how far. */
export interface HorizontalPodAutoscalerSpec {
  /** What is scaled: anything that has a scale subresource. */
  scaleTargetRef: CrossVersionObjectReference;
  /** The fewest pods; 1 if unset. */
  minReplicas?: number;
  /** The most pods. */
  maxReplicas: number;
  /** What to go by; the one that asks for most pods decides. */
  metrics?: MetricSpec[];
  /** How fast to go up and down. */
  behavior?: HorizontalPodAutoscalerBehavior;
}

/** CrossVersionObjectReference points to an object of the same namespace. */
export interface CrossVersionObjectReference {
  /** Its kind. */
  kind: string;
  /** Its name. */
  name: string;
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
}

/** MetricSpec is something to go by; one of the sources is given, as type says. */
export interface MetricSpec {
  /**
   * Object, Pods, Resource, ContainerResource or External.
   *
   * One of: Object, Pods, Resource, ContainerResource, External.
   */
  type: string;
  /** A metric of one object. */
  object?: ObjectMetricSource;
  /** A metric of the pods, averaged. */
  pods?: PodsMetricSource;
  /** A resource that the pods use. */
  resource?: ResourceMetricSource;
  /** A metric from outside the cluster. */
  external?: ExternalMetricSource;
  /** A resource that one container of each pod uses. */
  containerResource?: ContainerResourceMetricSource;
}

/** HorizontalPodAutoscalerBehavior says how fast to go. */
export interface HorizontalPodAutoscalerBehavior {
  /** Upwards: if unset, twice as many or 4 more in 15 s, at once. */
  scaleUp?: HPAScalingRules;
  /** Downwards: if unset, as far as needed, after 300 s. */
  scaleDown?: HPAScalingRules;
}

/** HPAScalingRules say how fast to go in one direction. */
export interface HPAScalingRules {
  /**
   * Which policy decides: the one that goes farthest (Max, if unset), least far (Min), or none goes (Disabled).
   *
   * One of: Max, Min, Disabled.
   */
  selectPolicy?: string;
  /** How far to go in which time. */
  policies?: HPAScalingPolicy[];
  /** How far back to look, going by the most careful number seen; at most 3600. */
  stabilizationWindowSeconds?: number;
  /** How far a metric may be off without anything being done; 10% if unset. */
  tolerance?: runtimev1.Quantity;
}

/** HPAScalingPolicy is how far to go in which time. */
export interface HPAScalingPolicy {
  /**
   * Pods or Percent.
   *
   * One of: Pods, Percent.
   */
  type: string;
  /** How many. */
  value: number;
  /** In how many seconds, at most 1800. */
  periodSeconds: number;
}

/** ObjectMetricSource is a metric of one object. */
export interface ObjectMetricSource {
  /** The object. */
  describedObject: CrossVersionObjectReference;
  /** What to aim at. */
  target: MetricTarget;
  /** The metric. */
  metric: MetricIdentifier;
}

/** PodsMetricSource is a metric of the pods, averaged. */
export interface PodsMetricSource {
  /** The metric. */
  metric: MetricIdentifier;
  /** What to aim at. */
  target: MetricTarget;
}

/** ResourceMetricSource is a resource that the pods use. */
export interface ResourceMetricSource {
  /**
   * cpu or memory.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** What to aim at. */
  target: MetricTarget;
}

/** ContainerResourceMetricSource is a resource that one container of each pod uses. */
export interface ContainerResourceMetricSource {
  /**
   * cpu or memory.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** What to aim at. */
  target: MetricTarget;
  /** The container. */
  container: string;
}

/** ExternalMetricSource is a metric from outside the cluster. */
export interface ExternalMetricSource {
  /** The metric. */
  metric: MetricIdentifier;
  /** What to aim at. */
  target: MetricTarget;
}

/** MetricIdentifier names a metric. */
export interface MetricIdentifier {
  /** Its name. */
  name: string;
  /** Labels that narrow it down. */
  selector?: metav1.LabelSelector;
}

/** MetricTarget is what to aim at; one of the values is given, as type says. */
export interface MetricTarget {
  /**
   * Utilization, Value or AverageValue.
   *
   * One of: Utilization, Value, AverageValue.
   */
  type: string;
  /** The value. */
  value?: runtimev1.Quantity;
  /** The value for each pod. */
  averageValue?: runtimev1.Quantity;
  /** The use, in percent of the requests. */
  averageUtilization?: number;
}

/** HorizontalPodAutoscalerStatus is what the autoscaler sees and wants. */
export interface HorizontalPodAutoscalerStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** When the number was last changed. */
  lastScaleTime?: metav1.Time;
  /** How many pods there are. */
  currentReplicas?: number;
  /** How many there should be. */
  desiredReplicas: number;
  /** The metrics as last read. */
  currentMetrics?: MetricStatus[];
  /** What has been observed, one entry for each type of condition. */
  conditions?: HorizontalPodAutoscalerCondition[];
}

/**
 * HorizontalPodAutoscalerCondition is one observation about an autoscaler: ScalingActive, AbleToScale or
 * ScalingLimited.
 */
export interface HorizontalPodAutoscalerCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: ScalingActive, AbleToScale, ScalingLimited.
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

/** MetricStatus is a metric as last read; one of the sources is given, as type says. */
export interface MetricStatus {
  /**
   * Object, Pods, Resource, ContainerResource or External.
   *
   * One of: Object, Pods, Resource, ContainerResource, External.
   */
  type: string;
  /** A metric of one object. */
  object?: ObjectMetricStatus;
  /** A metric of the pods, averaged. */
  pods?: PodsMetricStatus;
  /** A resource that the pods use. */
  resource?: ResourceMetricStatus;
  /** A metric from outside the cluster. */
  external?: ExternalMetricStatus;
  /** A resource that one container of each pod uses. */
  containerResource?: ContainerResourceMetricStatus;
}

/** ObjectMetricStatus is a metric of one object. */
export interface ObjectMetricStatus {
  /** The metric. */
  metric: MetricIdentifier;
  /** What it is now. */
  current: MetricValueStatus;
  /** The object. */
  describedObject: CrossVersionObjectReference;
}

/** PodsMetricStatus is a metric of the pods, averaged. */
export interface PodsMetricStatus {
  /** The metric. */
  metric: MetricIdentifier;
  /** What it is now. */
  current: MetricValueStatus;
}

/** ResourceMetricStatus is a resource that the pods use. */
export interface ResourceMetricStatus {
  /**
   * cpu or memory.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** What it is now. */
  current: MetricValueStatus;
}

/** ContainerResourceMetricStatus is a resource that one container of each pod uses. */
export interface ContainerResourceMetricStatus {
  /**
   * cpu or memory.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** What it is now. */
  current: MetricValueStatus;
  /** The container. */
  container: string;
}

/** ExternalMetricStatus is a metric from outside the cluster. */
export interface ExternalMetricStatus {
  /** The metric. */
  metric: MetricIdentifier;
  /** What it is now. */
  current: MetricValueStatus;
}

/** MetricValueStatus is the value of a metric now. */
export interface MetricValueStatus {
  /** The value. */
  value?: runtimev1.Quantity;
  /** The value for each pod. */
  averageValue?: runtimev1.Quantity;
  /** The use, in percent of the requests. */
  averageUtilization?: number;
}
