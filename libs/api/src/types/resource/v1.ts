// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** ResourceClaim asks for devices, for one pod or several. */
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

/** DeviceClass is a kind of device that claims can ask for. */
export interface DeviceClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: DeviceClassSpec;
}

/** ResourceClaimTemplate is what claims for single pods are made from. */
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

/** ResourceClaimSpec is what is asked for. It cannot change. */
export interface ResourceClaimSpec {
  /** The devices. */
  devices?: DeviceClaim;
}

/** DeviceClaim says which devices are wanted, and how set up. */
export interface DeviceClaim {
  /** What is wanted, each by a name. */
  requests?: DeviceRequest[];
  /** What must hold of the devices together. */
  constraints?: DeviceConstraint[];
  /** How they are set up. */
  config?: DeviceClaimConfiguration[];
}

/** DeviceRequest asks for devices: exactly, or the first of several choices that can be had. */
export interface DeviceRequest {
  /** Its name, for constraints, setup and containers. */
  name: string;
  /** What is wanted. */
  exactly?: ExactDeviceRequest;
  /** Choices, the best first. */
  firstAvailable?: DeviceSubRequest[];
}

/** ExactDeviceRequest asks for devices of a class. */
export interface ExactDeviceRequest {
  /** The class. */
  deviceClassName: string;
  /** What must hold of each device. */
  selectors?: DeviceSelector[];
  /**
   * ExactCount (if unset) or All that match.
   *
   * One of: ExactCount, All.
   */
  allocationMode?: string;
  /** How many; 1 if unset. */
  count?: number;
  /** To look after devices that others use. */
  adminAccess?: boolean;
  /** Taints that are borne. */
  tolerations?: DeviceToleration[];
  /** How much of each device. */
  capacity?: CapacityRequirements;
}

/** DeviceSubRequest is one choice of a request. */
export interface DeviceSubRequest {
  /** Its name. */
  name: string;
  /** The class. */
  deviceClassName: string;
  /** What must hold of each device. */
  selectors?: DeviceSelector[];
  /**
   * ExactCount (if unset) or All that match.
   *
   * One of: ExactCount, All.
   */
  allocationMode?: string;
  /** How many; 1 if unset. */
  count?: number;
  /** Taints that are borne. */
  tolerations?: DeviceToleration[];
  /** How much of each device. */
  capacity?: CapacityRequirements;
}

/** CapacityRequirements say how much of a device is wanted. */
export interface CapacityRequirements {
  /** How much, by name. */
  requests?: Record<string, runtimev1.Quantity>;
}

/** DeviceSelector picks devices. */
export interface DeviceSelector {
  /** By a CEL expression. */
  cel?: CELDeviceSelector;
}

/** CELDeviceSelector picks devices by a CEL expression. */
export interface CELDeviceSelector {
  /** The expression; it sees device. */
  expression: string;
}

/** DeviceConstraint must hold of several devices together. */
export interface DeviceConstraint {
  /** Of which requests; of all if empty. */
  requests?: string[];
  /** An attribute that must be the same for all. */
  matchAttribute?: string;
  /** An attribute that must differ for all. */
  distinctAttribute?: string;
}

/** DeviceClaimConfiguration is how the devices of a claim are set up. */
export interface DeviceClaimConfiguration extends DeviceConfiguration {
  /** Of which requests; of all if empty. */
  requests?: string[];
}

/** DeviceConfiguration is how devices are set up; exactly one is given. */
export interface DeviceConfiguration {
  /** Settings that only the driver knows. */
  opaque?: OpaqueDeviceConfiguration;
}

/** OpaqueDeviceConfiguration holds settings that only the driver knows. */
export interface OpaqueDeviceConfiguration {
  /** The driver. */
  driver: string;
  /** The settings. */
  parameters: runtimev1.RawExtension;
}

/** DeviceToleration lets a request bear the taints that it matches. */
export interface DeviceToleration {
  /** The key of the taint; empty with Exists matches all. */
  key?: string;
  /**
   * Equal (if unset) or Exists.
   *
   * One of: Exists, Equal.
   *
   * Default: "Equal".
   */
  operator?: string;
  /** The value that the taint must have. */
  value?: string;
  /**
   * The effect that the taint must have; any if empty.
   *
   * One of: None, NoSchedule, NoExecute.
   */
  effect?: string;
  /** How long a NoExecute taint is borne; for ever if unset. */
  tolerationSeconds?: number;
}

/** ResourceClaimStatus is what a claim got. */
export interface ResourceClaimStatus {
  /** The devices; none yet if unset. */
  allocation?: AllocationResult;
  /** Who uses them; at most 256. */
  reservedFor?: ResourceClaimConsumerReference[];
  /** What drivers say about them. */
  devices?: AllocatedDeviceStatus[];
}

/** ResourceClaimConsumerReference points to who uses a claim. */
export interface ResourceClaimConsumerReference {
  /** The API group of the object that is referred to; empty for the core group. */
  apiGroup?: string;
  /** Its resource, usually pods. */
  resource: string;
  /** Its name. */
  name: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid: string;
}

/** AllocationResult is what a claim got. */
export interface AllocationResult {
  /** The devices. */
  devices?: DeviceAllocationResult;
  /** The nodes that can use them; all if unset. */
  nodeSelector?: corev1.NodeSelector;
  /** When they were given. */
  allocationTimestamp?: metav1.Time;
}

/** DeviceAllocationResult lists the devices that a claim got. */
export interface DeviceAllocationResult {
  /** The devices. */
  results?: DeviceRequestAllocationResult[];
  /** How they are set up. */
  config?: DeviceAllocationConfiguration[];
}

/** DeviceRequestAllocationResult is one device that was given. */
export interface DeviceRequestAllocationResult {
  /** For which request. */
  request: string;
  /** The driver that offers it. */
  driver: string;
  /** Its pool. */
  pool: string;
  /** Its name. */
  device: string;
  /** It was given to be looked after. */
  adminAccess?: boolean;
  /** The taints that are borne. */
  tolerations?: DeviceToleration[];
  /** Conditions that must be True before pods are bound to use it. */
  bindingConditions?: string[];
  /** Conditions of which any that is True makes the binding fail. */
  bindingFailureConditions?: string[];
  /** Which share of it, when several may have it. */
  shareID?: string;
  /** How much of it, by name. */
  consumedCapacity?: Record<string, runtimev1.Quantity>;
}

/** DeviceAllocationConfiguration is how devices that were given are set up. */
export interface DeviceAllocationConfiguration extends DeviceConfiguration {
  /**
   * Who wants it: the class (FromClass) or the claim (FromClaim).
   *
   * One of: FromClass, FromClaim.
   */
  source: string;
  /** Of which requests; of all if empty. */
  requests?: string[];
}

/** DeviceClassSpec says which devices belong to a class. */
export interface DeviceClassSpec {
  /** What must hold of them. */
  selectors?: DeviceSelector[];
  /** How they are set up. */
  config?: DeviceClassConfiguration[];
  /** The extended resource by which pods may ask for one without a claim. */
  extendedResourceName?: string;
}

/** DeviceClassConfiguration is how the devices of a class are set up. */
export interface DeviceClassConfiguration extends DeviceConfiguration {
}

/** ResourceClaimTemplateSpec is what a claim looks like. */
export interface ResourceClaimTemplateSpec {
  /** Labels and annotations of the claims. */
  metadata?: metav1.ObjectMeta;
  /** What the claims ask for. */
  spec: ResourceClaimSpec;
}

/** AllocatedDeviceStatus is what a driver says about a device that was given. */
export interface AllocatedDeviceStatus {
  /** The driver. */
  driver: string;
  /** The pool of the device. */
  pool: string;
  /** Its name. */
  device: string;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
  /** Anything the driver wants to tell. */
  data?: runtimev1.RawExtension;
  /** For network devices. */
  networkData?: NetworkDeviceData;
  /** Which share of it. */
  shareID?: string;
}

/** NetworkDeviceData is about a network device that was given. */
export interface NetworkDeviceData {
  /** The name of the interface in the pod. */
  interfaceName?: string;
  /** Its addresses, with their networks. */
  ips?: string[];
  /** Its hardware address. */
  hardwareAddress?: string;
}

/** ResourceSlice lists devices that a driver offers, on a node or for several. */
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

/** ResourceSliceSpec is a part of a pool of devices. */
export interface ResourceSliceSpec {
  /** The driver that offers them. */
  driver: string;
  /** The pool that they belong to. */
  pool: ResourcePool;
  /** The node that they are on. */
  nodeName?: string;
  /** The nodes that can use them. */
  nodeSelector?: corev1.NodeSelector;
  /** All nodes can use them. */
  allNodes?: boolean;
  /** The devices; at most 128. */
  devices?: Device[];
  /** Each device says itself which nodes can use it. */
  perDeviceNodeSelection?: boolean;
  /** What devices of the pool share. */
  sharedCounters?: CounterSet[];
}

/** CounterSet is something that several devices draw from. */
export interface CounterSet {
  /** Its name. */
  name: string;
  /** How much there is, by name. */
  counters: Record<string, Counter>;
}

/** ResourcePool is a set of devices that is told in one or several slices. */
export interface ResourcePool {
  /** Its name. */
  name: string;
  /** Grows when it changes; slices of older generations count no more. */
  generation: number;
  /** How many slices of this generation there are. */
  resourceSliceCount: number;
}

/** Device is something that a claim can have. */
export interface Device {
  /** Its name, unique in its pool. */
  name: string;
  /** What it is like, by name. */
  attributes?: Record<string, DeviceAttribute>;
  /** How much it holds, by name. */
  capacity?: Record<string, DeviceCapacity>;
  /** What it draws from shared counters. */
  consumesCounters?: DeviceCounterConsumption[];
  /** The node that it is on. */
  nodeName?: string;
  /** The nodes that can use it. */
  nodeSelector?: corev1.NodeSelector;
  /** All nodes can use it. */
  allNodes?: boolean;
  /** What keeps claims away unless they tolerate it. */
  taints?: DeviceTaint[];
  /** Using it ties a claim to the node. */
  bindsToNode?: boolean;
  /** Conditions that must be True before pods are bound to use it. */
  bindingConditions?: string[];
  /** Conditions of which any that is True makes the binding fail. */
  bindingFailureConditions?: string[];
  /** Several claims may have it at a time. */
  allowMultipleAllocations?: boolean;
}

/** DeviceCounterConsumption is what a device draws from shared counters. */
export interface DeviceCounterConsumption {
  /** The set. */
  counterSet: string;
  /** How much, by name. */
  counters: Record<string, Counter>;
}

/** DeviceCapacity is how much a device holds. */
export interface DeviceCapacity {
  /** How much. */
  value: runtimev1.Quantity;
  /** How parts of it may be asked for. */
  requestPolicy?: CapacityRequestPolicy;
}

/** Counter is an amount. */
export interface Counter {
  /** The amount. */
  value: runtimev1.Quantity;
}

/** CapacityRequestPolicy says how parts of a capacity may be asked for. */
export interface CapacityRequestPolicy {
  /** How much one gets who does not say. */
  default?: runtimev1.Quantity;
  /** The amounts that may be asked for; others are rounded up. */
  validValues?: runtimev1.Quantity[];
  /** The range of amounts. */
  validRange?: CapacityRequestPolicyRange;
}

/** CapacityRequestPolicyRange is a range of amounts. */
export interface CapacityRequestPolicyRange {
  /** The least. */
  min: runtimev1.Quantity;
  /** The most. */
  max?: runtimev1.Quantity;
  /** Amounts are min plus a multiple of it. */
  step?: runtimev1.Quantity;
}

/** DeviceAttribute is a fact about a device; exactly one is given. */
export interface DeviceAttribute {
  /** A number. */
  int?: number;
  /** A truth. */
  bool?: boolean;
  /** A text. */
  string?: string;
  /** A semantic version. */
  version?: string;
}

/** DeviceTaint keeps claims away from a device unless they tolerate it. */
export interface DeviceTaint {
  /** The key of the taint. */
  key: string;
  /** Its value. */
  value?: string;
  /**
   * NoSchedule, NoExecute (which also evicts) or None.
   *
   * One of: None, NoSchedule, NoExecute.
   */
  effect: string;
  /** When it was added. */
  timeAdded?: metav1.Time;
}
