// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** ResourceSlice belongs to the resource.k8s.io API group. */
export interface ResourceSlice {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this resource slice. */
  spec: ResourceSliceSpec;
}

/** ResourceClaim belongs to the resource.k8s.io API group. */
export interface ResourceClaim {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this resource claim. */
  spec: ResourceClaimSpec;
  /** The status of this resource claim. */
  status?: ResourceClaimStatus;
}

/** DeviceClass belongs to the resource.k8s.io API group. */
export interface DeviceClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this device class. */
  spec: DeviceClassSpec;
}

/** ResourceClaimTemplate belongs to the resource.k8s.io API group. */
export interface ResourceClaimTemplate {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this resource claim template. */
  spec: ResourceClaimTemplateSpec;
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

/** ResourceSliceSpec belongs to the resource.k8s.io API group. */
export interface ResourceSliceSpec {
  /** The driver of this resource slice spec. */
  driver: string;
  /** The pool of this resource slice spec. */
  pool: ResourcePool;
  /** The node name of this resource slice spec. */
  nodeName?: string;
  /** The node selector of this resource slice spec. */
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
  /** The node selector of this device. */
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
  /** The value of this device capacity. */
  value: runtimev1.Quantity;
  /** The request policy of this device capacity. */
  requestPolicy?: CapacityRequestPolicy;
}

/** Counter belongs to the resource.k8s.io API group. */
export interface Counter {
  /** The value of this counter. */
  value: runtimev1.Quantity;
}

/** CapacityRequestPolicy belongs to the resource.k8s.io API group. */
export interface CapacityRequestPolicy {
  /** The default of this capacity request policy. */
  default?: runtimev1.Quantity;
  /** The valid values of this capacity request policy. */
  validValues?: runtimev1.Quantity[];
  /** The valid range of this capacity request policy. */
  validRange?: CapacityRequestPolicyRange;
}

/** CapacityRequestPolicyRange belongs to the resource.k8s.io API group. */
export interface CapacityRequestPolicyRange {
  /** The min of this capacity request policy range. */
  min: runtimev1.Quantity;
  /** The max of this capacity request policy range. */
  max?: runtimev1.Quantity;
  /** The step of this capacity request policy range. */
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
  /** The time added of this device taint. */
  timeAdded?: metav1.Time;
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
  /** The requests of this capacity requirements. */
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
  /** The parameters of this opaque device configuration. */
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
  /** The api group of this resource claim consumer reference. */
  apiGroup?: string;
  /** The resource of this resource claim consumer reference. */
  resource: string;
  /** The name of this resource claim consumer reference. */
  name: string;
  /** The uid of this resource claim consumer reference. */
  uid: string;
}

/** AllocationResult belongs to the resource.k8s.io API group. */
export interface AllocationResult {
  /** The devices of this allocation result. */
  devices?: DeviceAllocationResult;
  /** The node selector of this allocation result. */
  nodeSelector?: corev1.NodeSelector;
  /** The allocation timestamp of this allocation result. */
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
  /** The pool of this device request allocation result. */
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
  /** The consumed capacity of this device request allocation result. */
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
  /** The spec of this resource claim template spec. */
  spec: ResourceClaimSpec;
}

/** AllocatedDeviceStatus belongs to the resource.k8s.io API group. */
export interface AllocatedDeviceStatus {
  /** The driver of this allocated device status. */
  driver: string;
  /** The pool of this allocated device status. */
  pool: string;
  /** The device of this allocated device status. */
  device: string;
  /** The conditions of this allocated device status. */
  conditions?: metav1.Condition[];
  /** The data of this allocated device status. */
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
