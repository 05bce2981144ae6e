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

/** CrossVersionObjectReference points to an object of the same namespace. */
export interface CrossVersionObjectReference {
  /** Its kind. */
  kind: string;
  /** Its name. */
  name: string;
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
}

/** HorizontalPodAutoscalerSpec says what is scaled, by what, and how far. */
export interface HorizontalPodAutoscalerSpec {
  /** What is scaled: anything that has a scale subresource. */
  scaleTargetRef: CrossVersionObjectReference;
  /** The fewest pods; 1 if unset. */
  minReplicas?: number;
  /** The most pods. */
  maxReplicas: number;
  /** The CPU use to aim at, in percent of the requests. */
  targetCPUUtilizationPercentage?: number;
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
  currentReplicas: number;
  /** How many there should be. */
  desiredReplicas: number;
  /** The CPU use now, in percent of the requests. */
  currentCPUUtilizationPercentage?: number;
}

/** Scale is the number of pods of something, whatever kind it is. */
export interface Scale {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ScaleSpec;
  /** What is: written by controllers, read by everybody. */
  status?: ScaleStatus;
}

/** ScaleSpec is the number that is wanted. */
export interface ScaleSpec {
  /**
   * The number.
   *
   * Default: 0.
   */
  replicas?: number;
}

/** ScaleStatus is the number that there is. */
export interface ScaleStatus {
  /** The number. */
  replicas: number;
  /** The labels of the pods, as a selector's text. */
  selector?: string;
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

/** ObjectMetricSource is a metric of one object. */
export interface ObjectMetricSource {
  /** The object. */
  target: CrossVersionObjectReference;
  /** The name of the metric. */
  metricName: string;
  /** The value to aim at. */
  targetValue: runtimev1.Quantity;
  /** Labels that narrow the metric down. */
  selector?: metav1.LabelSelector;
  /** The value for each pod. */
  averageValue?: runtimev1.Quantity;
}

/** PodsMetricSource is a metric of the pods, averaged. */
export interface PodsMetricSource {
  /** The name of the metric. */
  metricName: string;
  /** The value for each pod to aim at. */
  targetAverageValue: runtimev1.Quantity;
  /** Labels that narrow the metric down. */
  selector?: metav1.LabelSelector;
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
  /** The use to aim at, in percent of the requests. */
  targetAverageUtilization?: number;
  /** The value for each pod to aim at. */
  targetAverageValue?: runtimev1.Quantity;
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
  /** The use to aim at, in percent of the requests. */
  targetAverageUtilization?: number;
  /** The value for each pod to aim at. */
  targetAverageValue?: runtimev1.Quantity;
  /** The container. */
  container: string;
}

/** ExternalMetricSource is a metric from outside the cluster. */
export interface ExternalMetricSource {
  /** The name of the metric. */
  metricName: string;
  /** Labels that narrow the metric down. */
  metricSelector?: metav1.LabelSelector;
  /** The value to aim at. */
  targetValue?: runtimev1.Quantity;
  /** The value for each pod to aim at. */
  targetAverageValue?: runtimev1.Quantity;
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

/** ObjectMetricStatus is a metric of one object. */
export interface ObjectMetricStatus {
  /** The object. */
  target: CrossVersionObjectReference;
  /** The name of the metric. */
  metricName: string;
  /** The value now. */
  currentValue: runtimev1.Quantity;
  /** Labels that narrow the metric down. */
  selector?: metav1.LabelSelector;
  /** The value for each pod. */
  averageValue?: runtimev1.Quantity;
}

/** PodsMetricStatus is a metric of the pods, averaged. */
export interface PodsMetricStatus {
  /** The name of the metric. */
  metricName: string;
  /** The value for each pod now. */
  currentAverageValue: runtimev1.Quantity;
  /** Labels that narrow the metric down. */
  selector?: metav1.LabelSelector;
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
  /** The use now, in percent of the requests. */
  currentAverageUtilization?: number;
  /** The value for each pod now. */
  currentAverageValue: runtimev1.Quantity;
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
  /** The use now, in percent of the requests. */
  currentAverageUtilization?: number;
  /** The value for each pod now. */
  currentAverageValue: runtimev1.Quantity;
  /** The container. */
  container: string;
}

/** ExternalMetricStatus is a metric from outside the cluster. */
export interface ExternalMetricStatus {
  /** The name of the metric. */
  metricName: string;
  /** Labels that narrow the metric down. */
  metricSelector?: metav1.LabelSelector;
  /** The value now. */
  currentValue: runtimev1.Quantity;
  /** The value for each pod now. */
  currentAverageValue?: runtimev1.Quantity;
}
