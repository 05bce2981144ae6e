// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** ResourceClaim belongs to the resource.k8s.io API group. */
export interface ResourceClaim {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: ResourceClaimSpec;
  /** What is: written by controllers, read by everybody. */
  status?: ResourceClaimStatus;
}

/** DeviceClass belongs to the resource.k8s.io API group. */
export interface DeviceClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: DeviceClassSpec;
}

/** ResourceClaimTemplate belongs to the resource.k8s.io API group. */
export interface ResourceClaimTemplate {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: ResourceClaimTemplateSpec;
}

/** ResourceClaimList is a page of ResourceClaim objects. */
export interface ResourceClaimList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ResourceClaim[];
}

/** DeviceClassList is a page of DeviceClass objects. */
export interface DeviceClassList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: DeviceClass[];
}

/** ResourceClaimTemplateList is a page of ResourceClaimTemplate objects. */
export interface ResourceClaimTemplateList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ResourceClaimTemplate[];
}

/** ResourceClaimSpec belongs to the resource.k8s.io API group. */
export interface ResourceClaimSpec {
  /** The devices of this resource claim spec. */
  devices?: DeviceClaim;
}

/** DeviceClaim belongs to the resource.k8s.io API group. */
export interface DeviceClaim {
  /** The requests of this device claim. */
  requests?: DeviceRequest[];
  /** The constraints of this device claim. */
  constraints?: DeviceConstraint[];
  /** The config of this device claim. */
  config?: DeviceClaimConfiguration[];
}

/** DeviceRequest belongs to the resource.k8s.io API group. */
export interface DeviceRequest {
  /** The name of this device request. */
  name: string;
  /** The exactly of this device request. */
  exactly?: ExactDeviceRequest;
  /** The first available of this device request. */
  firstAvailable?: DeviceSubRequest[];
}

/** ExactDeviceRequest belongs to the resource.k8s.io API group. */
export interface ExactDeviceRequest {
  /** The device class name of this exact device request. */
  deviceClassName: string;
  /** The selectors of this exact device request. */
  selectors?: DeviceSelector[];
  /**
   * The allocation mode of this exact device request.
   *
   * One of: ExactCount, All.
   */
  allocationMode?: string;
  /** The count of this exact device request. */
  count?: number;
  /** The admin access of this exact device request. */
  adminAccess?: boolean;
  /** The tolerations of this exact device request. */
  tolerations?: DeviceToleration[];
  /** The capacity of this exact device request. */
  capacity?: CapacityRequirements;
}

/** DeviceSubRequest belongs to the resource.k8s.io API group. */
export interface DeviceSubRequest {
  /** The name of this device sub request. */
  name: string;
  /** The device class name of this device sub request. */
  deviceClassName: string;
  /** The selectors of this device sub request. */
  selectors?: DeviceSelector[];
  /**
   * The allocation mode of this device sub request.
   *
   * One of: ExactCount, All.
   */
  allocationMode?: string;
  /** The count of this device sub request. */
  count?: number;
  /** The tolerations of this device sub request. */
  tolerations?: DeviceToleration[];
  /** The capacity of this device sub request. */
  capacity?: CapacityRequirements;
}

/** CapacityRequirements belongs to the resource.k8s.io API group. */
export interface CapacityRequirements {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  requests?: Record<string, runtimev1.Quantity>;
}

/** DeviceSelector belongs to the resource.k8s.io API group. */
export interface DeviceSelector {
  /** The cel of this device selector. */
  cel?: CELDeviceSelector;
}

/** CELDeviceSelector belongs to the resource.k8s.io API group. */
export interface CELDeviceSelector {
  /** The expression of this cel device selector. */
  expression: string;
}

/** DeviceConstraint belongs to the resource.k8s.io API group. */
export interface DeviceConstraint {
  /** The requests of this device constraint. */
  requests?: string[];
  /** The match attribute of this device constraint. */
  matchAttribute?: string;
  /** The distinct attribute of this device constraint. */
  distinctAttribute?: string;
}

/** DeviceClaimConfiguration belongs to the resource.k8s.io API group. */
export interface DeviceClaimConfiguration extends DeviceConfiguration {
  /** The requests of this device claim configuration. */
  requests?: string[];
}

/** DeviceConfiguration belongs to the resource.k8s.io API group. */
export interface DeviceConfiguration {
  /** The opaque of this device configuration. */
  opaque?: OpaqueDeviceConfiguration;
}

/** OpaqueDeviceConfiguration belongs to the resource.k8s.io API group. */
export interface OpaqueDeviceConfiguration {
  /** The driver of this opaque device configuration. */
  driver: string;
  /** an object of any kind. */
  parameters: runtimev1.RawExtension;
}

/** DeviceToleration belongs to the resource.k8s.io API group. */
export interface DeviceToleration {
  /** The key of this device toleration. */
  key?: string;
  /**
   * The operator of this device toleration.
   *
   * One of: Exists, Equal.
   *
   * Default: "Equal".
   */
  operator?: string;
  /** The value of this device toleration. */
  value?: string;
  /**
   * The effect of this device toleration.
   *
   * One of: None, NoSchedule, NoExecute.
   */
  effect?: string;
  /** The toleration seconds of this device toleration. */
  tolerationSeconds?: number;
}

/** ResourceClaimStatus belongs to the resource.k8s.io API group. */
export interface ResourceClaimStatus {
  /** The allocation of this resource claim status. */
  allocation?: AllocationResult;
  /** The reserved for of this resource claim status. */
  reservedFor?: ResourceClaimConsumerReference[];
  /** The devices of this resource claim status. */
  devices?: AllocatedDeviceStatus[];
}

/** ResourceClaimConsumerReference belongs to the resource.k8s.io API group. */
export interface ResourceClaimConsumerReference {
  /** The API group of the object that is referred to; empty for the core group. */
  apiGroup?: string;
  /** The resource of this resource claim consumer reference. */
  resource: string;
  /** The name of this resource claim consumer reference. */
  name: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid: string;
}

/** AllocationResult belongs to the resource.k8s.io API group. */
export interface AllocationResult {
  /** The devices of this allocation result. */
  devices?: DeviceAllocationResult;
  /** NodeSelector picks nodes: those that match at least one of its terms. */
  nodeSelector?: corev1.NodeSelector;
  /** a moment, to the second. */
  allocationTimestamp?: metav1.Time;
}

/** DeviceAllocationResult belongs to the resource.k8s.io API group. */
export interface DeviceAllocationResult {
  /** The results of this device allocation result. */
  results?: DeviceRequestAllocationResult[];
  /** The config of this device allocation result. */
  config?: DeviceAllocationConfiguration[];
}

/** DeviceRequestAllocationResult belongs to the resource.k8s.io API group. */
export interface DeviceRequestAllocationResult {
  /** The request of this device request allocation result. */
  request: string;
  /** The driver of this device request allocation result. */
  driver: string;
  /** The pool that holds the image. */
  pool: string;
  /** The device of this device request allocation result. */
  device: string;
  /** The admin access of this device request allocation result. */
  adminAccess?: boolean;
  /** The tolerations of this device request allocation result. */
  tolerations?: DeviceToleration[];
  /** The binding conditions of this device request allocation result. */
  bindingConditions?: string[];
  /** The binding failure conditions of this device request allocation result. */
  bindingFailureConditions?: string[];
  /** The share id of this device request allocation result. */
  shareID?: string;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  consumedCapacity?: Record<string, runtimev1.Quantity>;
}

/** DeviceAllocationConfiguration belongs to the resource.k8s.io API group. */
export interface DeviceAllocationConfiguration extends DeviceConfiguration {
  /**
   * The source of this device allocation configuration.
   *
   * One of: FromClass, FromClaim.
   */
  source: string;
  /** The requests of this device allocation configuration. */
  requests?: string[];
}

/** DeviceClassSpec belongs to the resource.k8s.io API group. */
export interface DeviceClassSpec {
  /** The selectors of this device class spec. */
  selectors?: DeviceSelector[];
  /** The config of this device class spec. */
  config?: DeviceClassConfiguration[];
  /** The extended resource name of this device class spec. */
  extendedResourceName?: string;
}

/** DeviceClassConfiguration belongs to the resource.k8s.io API group. */
export interface DeviceClassConfiguration extends DeviceConfiguration {
}

/** ResourceClaimTemplateSpec belongs to the resource.k8s.io API group. */
export interface ResourceClaimTemplateSpec {
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: ResourceClaimSpec;
}

/** AllocatedDeviceStatus belongs to the resource.k8s.io API group. */
export interface AllocatedDeviceStatus {
  /** The driver of this allocated device status. */
  driver: string;
  /** The pool that holds the image. */
  pool: string;
  /** The device of this allocated device status. */
  device: string;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
  /** an object of any kind. */
  data?: runtimev1.RawExtension;
  /** The network data of this allocated device status. */
  networkData?: NetworkDeviceData;
  /** The share id of this allocated device status. */
  shareID?: string;
}

/** NetworkDeviceData belongs to the resource.k8s.io API group. */
export interface NetworkDeviceData {
  /** The interface name of this network device data. */
  interfaceName?: string;
  /** The ips of this network device data. */
  ips?: string[];
  /** The hardware address of this network device data. */
  hardwareAddress?: string;
}

/** ResourceSlice belongs to the resource.k8s.io API group. */
export interface ResourceSlice {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: ResourceSliceSpec;
}

/** ResourceSliceList is a page of ResourceSlice objects. */
export interface ResourceSliceList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ResourceSlice[];
}

/** ResourceSliceSpec belongs to the resource.k8s.io API group. */
export interface ResourceSliceSpec {
  /** The driver of this resource slice spec. */
  driver: string;
  /** The pool that holds the image. */
  pool: ResourcePool;
  /** The node name of this resource slice spec. */
  nodeName?: string;
  /** NodeSelector picks nodes: those that match at least one of its terms. */
  nodeSelector?: corev1.NodeSelector;
  /** The all nodes of this resource slice spec. */
  allNodes?: boolean;
  /** The devices of this resource slice spec. */
  devices?: Device[];
  /** The per device node selection of this resource slice spec. */
  perDeviceNodeSelection?: boolean;
  /** The shared counters of this resource slice spec. */
  sharedCounters?: CounterSet[];
}

/** CounterSet belongs to the resource.k8s.io API group. */
export interface CounterSet {
  /** The name of this counter set. */
  name: string;
  /** The counters of this counter set. */
  counters: Record<string, Counter>;
}

/** ResourcePool belongs to the resource.k8s.io API group. */
export interface ResourcePool {
  /** The name of this resource pool. */
  name: string;
  /** The generation of this resource pool. */
  generation: number;
  /** The resource slice count of this resource pool. */
  resourceSliceCount: number;
}

/** Device belongs to the resource.k8s.io API group. */
export interface Device {
  /** The name of this device. */
  name: string;
  /** The attributes of this device. */
  attributes?: Record<string, DeviceAttribute>;
  /** The capacity of this device. */
  capacity?: Record<string, DeviceCapacity>;
  /** The consumes counters of this device. */
  consumesCounters?: DeviceCounterConsumption[];
  /** The node name of this device. */
  nodeName?: string;
  /** NodeSelector picks nodes: those that match at least one of its terms. */
  nodeSelector?: corev1.NodeSelector;
  /** The all nodes of this device. */
  allNodes?: boolean;
  /** The taints of this device. */
  taints?: DeviceTaint[];
  /** The binds to node of this device. */
  bindsToNode?: boolean;
  /** The binding conditions of this device. */
  bindingConditions?: string[];
  /** The binding failure conditions of this device. */
  bindingFailureConditions?: string[];
  /** The allow multiple allocations of this device. */
  allowMultipleAllocations?: boolean;
}

/** DeviceCounterConsumption belongs to the resource.k8s.io API group. */
export interface DeviceCounterConsumption {
  /** The counter set of this device counter consumption. */
  counterSet: string;
  /** The counters of this device counter consumption. */
  counters: Record<string, Counter>;
}

/** DeviceCapacity belongs to the resource.k8s.io API group. */
export interface DeviceCapacity {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  value: runtimev1.Quantity;
  /** The request policy of this device capacity. */
  requestPolicy?: CapacityRequestPolicy;
}

/** Counter belongs to the resource.k8s.io API group. */
export interface Counter {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  value: runtimev1.Quantity;
}

/** CapacityRequestPolicy belongs to the resource.k8s.io API group. */
export interface CapacityRequestPolicy {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  default?: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  validValues?: runtimev1.Quantity[];
  /** The valid range of this capacity request policy. */
  validRange?: CapacityRequestPolicyRange;
}

/** CapacityRequestPolicyRange belongs to the resource.k8s.io API group. */
export interface CapacityRequestPolicyRange {
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  min: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  max?: runtimev1.Quantity;
  /** a number with a unit, such as 500m, 1.5 or 2Gi. */
  step?: runtimev1.Quantity;
}

/** DeviceAttribute belongs to the resource.k8s.io API group. */
export interface DeviceAttribute {
  /** The int of this device attribute. */
  int?: number;
  /** The bool of this device attribute. */
  bool?: boolean;
  /** The string of this device attribute. */
  string?: string;
  /** The version of this device attribute. */
  version?: string;
}

/** DeviceTaint belongs to the resource.k8s.io API group. */
export interface DeviceTaint {
  /** The key of this device taint. */
  key: string;
  /** The value of this device taint. */
  value?: string;
  /**
   * The effect of this device taint.
   *
   * One of: None, NoSchedule, NoExecute.
   */
  effect: string;
  /** a moment, to the second. */
  timeAdded?: metav1.Time;
}
