// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** HorizontalPodAutoscaler belongs to the autoscaling API group. */
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

/** CrossVersionObjectReference belongs to the autoscaling API group. */
export interface CrossVersionObjectReference {
  /** The kind of this cross version object reference. */
  kind: string;
  /** The name of this cross version object reference. */
  name: string;
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
}

/** HorizontalPodAutoscalerSpec belongs to the autoscaling API group. */
export interface HorizontalPodAutoscalerSpec {
  /** The scale target ref of this horizontal pod autoscaler spec. */
  scaleTargetRef: CrossVersionObjectReference;
  /** The min replicas of this horizontal pod autoscaler spec. */
  minReplicas?: number;
  /** The max replicas of this horizontal pod autoscaler spec. */
  maxReplicas: number;
  /** The target cpu utilization percentage of this horizontal pod autoscaler spec. */
  targetCPUUtilizationPercentage?: number;
}

/** HorizontalPodAutoscalerStatus belongs to the autoscaling API group. */
export interface HorizontalPodAutoscalerStatus {
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** a moment, to the second. */
  lastScaleTime?: metav1.Time;
  /** The current replicas of this horizontal pod autoscaler status. */
  currentReplicas: number;
  /** The desired replicas of this horizontal pod autoscaler status. */
  desiredReplicas: number;
  /** The current cpu utilization percentage of this horizontal pod autoscaler status. */
  currentCPUUtilizationPercentage?: number;
}

/** Scale belongs to the autoscaling API group. */
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

/** ScaleSpec belongs to the autoscaling API group. */
export interface ScaleSpec {
  /**
   * The replicas of this scale spec.
   *
   * Default: 0.
   */
  replicas?: number;
}

/** ScaleStatus belongs to the autoscaling API group. */
export interface ScaleStatus {
  /** The replicas of this scale status. */
  replicas: number;
  /** The selector of this scale status. */
  selector?: string;
}

/** MetricSpec belongs to the autoscaling API group. */
export interface MetricSpec {
  /**
   * The type of this metric spec.
   *
   * One of: Object, Pods, Resource, ContainerResource, External.
   */
  type: string;
  /** The object of this metric spec. */
  object?: ObjectMetricSource;
  /** The pods of this metric spec. */
  pods?: PodsMetricSource;
  /** The resource of this metric spec. */
  resource?: ResourceMetricSource;
  /** The external of this metric spec. */
  external?: ExternalMetricSource;
  /** The container resource of this metric spec. */
  containerResource?: ContainerResourceMetricSource;
}

/** ObjectMetricSource belongs to the autoscaling API group. */
export interface ObjectMetricSource {
  /** The target of this object metric source. */
  target: CrossVersionObjectReference;
  /** The metric name of this object metric source. */
  metricName: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  targetValue: runtimev1.Quantity;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  averageValue?: runtimev1.Quantity;
}

/** PodsMetricSource belongs to the autoscaling API group. */
export interface PodsMetricSource {
  /** The metric name of this pods metric source. */
  metricName: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  targetAverageValue: runtimev1.Quantity;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
}

/** ResourceMetricSource belongs to the autoscaling API group. */
export interface ResourceMetricSource {
  /**
   * The name of this resource metric source.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** The target average utilization of this resource metric source. */
  targetAverageUtilization?: number;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  targetAverageValue?: runtimev1.Quantity;
}

/** ContainerResourceMetricSource belongs to the autoscaling API group. */
export interface ContainerResourceMetricSource {
  /**
   * The name of this container resource metric source.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** The target average utilization of this container resource metric source. */
  targetAverageUtilization?: number;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  targetAverageValue?: runtimev1.Quantity;
  /** The container of this container resource metric source. */
  container: string;
}

/** ExternalMetricSource belongs to the autoscaling API group. */
export interface ExternalMetricSource {
  /** The metric name of this external metric source. */
  metricName: string;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  metricSelector?: metav1.LabelSelector;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  targetValue?: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  targetAverageValue?: runtimev1.Quantity;
}

/** MetricStatus belongs to the autoscaling API group. */
export interface MetricStatus {
  /**
   * The type of this metric status.
   *
   * One of: Object, Pods, Resource, ContainerResource, External.
   */
  type: string;
  /** The object of this metric status. */
  object?: ObjectMetricStatus;
  /** The pods of this metric status. */
  pods?: PodsMetricStatus;
  /** The resource of this metric status. */
  resource?: ResourceMetricStatus;
  /** The external of this metric status. */
  external?: ExternalMetricStatus;
  /** The container resource of this metric status. */
  containerResource?: ContainerResourceMetricStatus;
}

/** HorizontalPodAutoscalerCondition belongs to the autoscaling API group. */
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

/** ObjectMetricStatus belongs to the autoscaling API group. */
export interface ObjectMetricStatus {
  /** The target of this object metric status. */
  target: CrossVersionObjectReference;
  /** The metric name of this object metric status. */
  metricName: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  currentValue: runtimev1.Quantity;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  averageValue?: runtimev1.Quantity;
}

/** PodsMetricStatus belongs to the autoscaling API group. */
export interface PodsMetricStatus {
  /** The metric name of this pods metric status. */
  metricName: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  currentAverageValue: runtimev1.Quantity;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
}

/** ResourceMetricStatus belongs to the autoscaling API group. */
export interface ResourceMetricStatus {
  /**
   * The name of this resource metric status.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** The current average utilization of this resource metric status. */
  currentAverageUtilization?: number;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  currentAverageValue: runtimev1.Quantity;
}

/** ContainerResourceMetricStatus belongs to the autoscaling API group. */
export interface ContainerResourceMetricStatus {
  /**
   * The name of this container resource metric status.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** The current average utilization of this container resource metric status. */
  currentAverageUtilization?: number;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  currentAverageValue: runtimev1.Quantity;
  /** The container of this container resource metric status. */
  container: string;
}

/** ExternalMetricStatus belongs to the autoscaling API group. */
export interface ExternalMetricStatus {
  /** The metric name of this external metric status. */
  metricName: string;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  metricSelector?: metav1.LabelSelector;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  currentValue: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  currentAverageValue?: runtimev1.Quantity;
}
