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

/** HorizontalPodAutoscalerSpec belongs to the autoscaling API group. */
export interface HorizontalPodAutoscalerSpec {
  /** The scale target ref of this horizontal pod autoscaler spec. */
  scaleTargetRef: CrossVersionObjectReference;
  /** The min replicas of this horizontal pod autoscaler spec. */
  minReplicas?: number;
  /** The max replicas of this horizontal pod autoscaler spec. */
  maxReplicas: number;
  /** The metrics of this horizontal pod autoscaler spec. */
  metrics?: MetricSpec[];
  /** The behavior of this horizontal pod autoscaler spec. */
  behavior?: HorizontalPodAutoscalerBehavior;
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

/** HorizontalPodAutoscalerBehavior belongs to the autoscaling API group. */
export interface HorizontalPodAutoscalerBehavior {
  /** The scale up of this horizontal pod autoscaler behavior. */
  scaleUp?: HPAScalingRules;
  /** The scale down of this horizontal pod autoscaler behavior. */
  scaleDown?: HPAScalingRules;
}

/** HPAScalingRules belongs to the autoscaling API group. */
export interface HPAScalingRules {
  /**
   * The select policy of this hpa scaling rules.
   *
   * One of: Max, Min, Disabled.
   */
  selectPolicy?: string;
  /** The policies of this hpa scaling rules. */
  policies?: HPAScalingPolicy[];
  /** The stabilization window seconds of this hpa scaling rules. */
  stabilizationWindowSeconds?: number;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  tolerance?: runtimev1.Quantity;
}

/** HPAScalingPolicy belongs to the autoscaling API group. */
export interface HPAScalingPolicy {
  /**
   * The type of this hpa scaling policy.
   *
   * One of: Pods, Percent.
   */
  type: string;
  /** The value of this hpa scaling policy. */
  value: number;
  /** The period seconds of this hpa scaling policy. */
  periodSeconds: number;
}

/** ObjectMetricSource belongs to the autoscaling API group. */
export interface ObjectMetricSource {
  /** The described object of this object metric source. */
  describedObject: CrossVersionObjectReference;
  /** The target of this object metric source. */
  target: MetricTarget;
  /** The metric of this object metric source. */
  metric: MetricIdentifier;
}

/** PodsMetricSource belongs to the autoscaling API group. */
export interface PodsMetricSource {
  /** The metric of this pods metric source. */
  metric: MetricIdentifier;
  /** The target of this pods metric source. */
  target: MetricTarget;
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
  /** The target of this resource metric source. */
  target: MetricTarget;
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
  /** The target of this container resource metric source. */
  target: MetricTarget;
  /** The container of this container resource metric source. */
  container: string;
}

/** ExternalMetricSource belongs to the autoscaling API group. */
export interface ExternalMetricSource {
  /** The metric of this external metric source. */
  metric: MetricIdentifier;
  /** The target of this external metric source. */
  target: MetricTarget;
}

/** MetricIdentifier belongs to the autoscaling API group. */
export interface MetricIdentifier {
  /** The name of this metric identifier. */
  name: string;
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  selector?: metav1.LabelSelector;
}

/** MetricTarget belongs to the autoscaling API group. */
export interface MetricTarget {
  /**
   * The type of this metric target.
   *
   * One of: Utilization, Value, AverageValue.
   */
  type: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  value?: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  averageValue?: runtimev1.Quantity;
  /** The average utilization of this metric target. */
  averageUtilization?: number;
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
  currentReplicas?: number;
  /** The desired replicas of this horizontal pod autoscaler status. */
  desiredReplicas: number;
  /** The current metrics of this horizontal pod autoscaler status. */
  currentMetrics?: MetricStatus[];
  /** What has been observed, one entry for each type of condition. */
  conditions?: HorizontalPodAutoscalerCondition[];
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

/** ObjectMetricStatus belongs to the autoscaling API group. */
export interface ObjectMetricStatus {
  /** The metric of this object metric status. */
  metric: MetricIdentifier;
  /** The current of this object metric status. */
  current: MetricValueStatus;
  /** The described object of this object metric status. */
  describedObject: CrossVersionObjectReference;
}

/** PodsMetricStatus belongs to the autoscaling API group. */
export interface PodsMetricStatus {
  /** The metric of this pods metric status. */
  metric: MetricIdentifier;
  /** The current of this pods metric status. */
  current: MetricValueStatus;
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
  /** The current of this resource metric status. */
  current: MetricValueStatus;
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
  /** The current of this container resource metric status. */
  current: MetricValueStatus;
  /** The container of this container resource metric status. */
  container: string;
}

/** ExternalMetricStatus belongs to the autoscaling API group. */
export interface ExternalMetricStatus {
  /** The metric of this external metric status. */
  metric: MetricIdentifier;
  /** The current of this external metric status. */
  current: MetricValueStatus;
}

/** MetricValueStatus belongs to the autoscaling API group. */
export interface MetricValueStatus {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  value?: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  averageValue?: runtimev1.Quantity;
  /** The average utilization of this metric value status. */
  averageUtilization?: number;
}
