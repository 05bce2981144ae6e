// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** Ingress belongs to the networking.k8s.io API group. */
export interface Ingress {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this ingress. */
  spec?: IngressSpec;
  /** The status of this ingress. */
  status?: IngressStatus;
}

/** IngressClass belongs to the networking.k8s.io API group. */
export interface IngressClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this ingress class. */
  spec?: IngressClassSpec;
}

/** IngressList is a page of Ingress objects. */
export interface IngressList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Ingress[];
}

/** IngressClassList is a page of IngressClass objects. */
export interface IngressClassList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: IngressClass[];
}

/** IngressSpec belongs to the networking.k8s.io API group. */
export interface IngressSpec {
  /** The default backend of this ingress spec. */
  defaultBackend?: IngressBackend;
  /** The tls of this ingress spec. */
  tls?: IngressTLS[];
  /** The rules of this ingress spec. */
  rules?: IngressRule[];
  /** The ingress class name of this ingress spec. */
  ingressClassName?: string;
}

/** IngressTLS belongs to the networking.k8s.io API group. */
export interface IngressTLS {
  /** The hosts of this ingress tls. */
  hosts?: string[];
  /** The secret name of this ingress tls. */
  secretName?: string;
}

/** IngressStatus belongs to the networking.k8s.io API group. */
export interface IngressStatus {
  /** The load balancer of this ingress status. */
  loadBalancer?: IngressLoadBalancerStatus;
}

/** IngressLoadBalancerStatus belongs to the networking.k8s.io API group. */
export interface IngressLoadBalancerStatus {
  /** The ingress of this ingress load balancer status. */
  ingress?: IngressLoadBalancerIngress[];
}

/** IngressLoadBalancerIngress belongs to the networking.k8s.io API group. */
export interface IngressLoadBalancerIngress {
  /** The ip of this ingress load balancer ingress. */
  ip?: string;
  /** The hostname of this ingress load balancer ingress. */
  hostname?: string;
  /** The ports of this ingress load balancer ingress. */
  ports?: IngressPortStatus[];
}

/** IngressPortStatus belongs to the networking.k8s.io API group. */
export interface IngressPortStatus {
  /** The port of this ingress port status. */
  port: number;
  /**
   * The protocol of this ingress port status.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol: string;
  /** The error of this ingress port status. */
  error?: string;
}

/** IngressRule belongs to the networking.k8s.io API group. */
export interface IngressRule extends IngressRuleValue {
  /** The host of this ingress rule. */
  host?: string;
}

/** IngressRuleValue belongs to the networking.k8s.io API group. */
export interface IngressRuleValue {
  /** The http of this ingress rule value. */
  http?: HTTPIngressRuleValue;
}

/** HTTPIngressRuleValue belongs to the networking.k8s.io API group. */
export interface HTTPIngressRuleValue {
  /** The paths of this http ingress rule value. */
  paths: HTTPIngressPath[];
}

/** HTTPIngressPath belongs to the networking.k8s.io API group. */
export interface HTTPIngressPath {
  /** The path of this http ingress path. */
  path?: string;
  /** The backend of this http ingress path. */
  backend: IngressBackend;
  /**
   * The path type of this http ingress path.
   *
   * One of: Exact, Prefix, ImplementationSpecific.
   */
  pathType: string;
}

/** IngressBackend belongs to the networking.k8s.io API group. */
export interface IngressBackend {
  /** The resource of this ingress backend. */
  resource?: corev1.TypedLocalObjectReference;
  /** The service of this ingress backend. */
  service?: IngressServiceBackend;
}

/** IngressServiceBackend belongs to the networking.k8s.io API group. */
export interface IngressServiceBackend {
  /** The name of this ingress service backend. */
  name: string;
  /** The port of this ingress service backend. */
  port?: ServiceBackendPort;
}

/** ServiceBackendPort belongs to the networking.k8s.io API group. */
export interface ServiceBackendPort {
  /** The name of this service backend port. */
  name?: string;
  /** The number of this service backend port. */
  number?: number;
}

/** IngressClassSpec belongs to the networking.k8s.io API group. */
export interface IngressClassSpec {
  /** The controller of this ingress class spec. */
  controller?: string;
  /** The parameters of this ingress class spec. */
  parameters?: IngressClassParametersReference;
}

/** IngressClassParametersReference belongs to the networking.k8s.io API group. */
export interface IngressClassParametersReference {
  /** The api group of this ingress class parameters reference. */
  apiGroup?: string;
  /** The kind of this ingress class parameters reference. */
  kind: string;
  /** The name of this ingress class parameters reference. */
  name: string;
  /** The scope of this ingress class parameters reference. */
  scope?: string;
  /** The namespace of this ingress class parameters reference. */
  namespace?: string;
}

/** IPAddress belongs to the networking.k8s.io API group. */
export interface IPAddress {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this ip address. */
  spec?: IPAddressSpec;
}

/** ServiceCIDR belongs to the networking.k8s.io API group. */
export interface ServiceCIDR {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this service cidr. */
  spec?: ServiceCIDRSpec;
  /** The status of this service cidr. */
  status?: ServiceCIDRStatus;
}

/** IPAddressList is a page of IPAddress objects. */
export interface IPAddressList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: IPAddress[];
}

/** ServiceCIDRList is a page of ServiceCIDR objects. */
export interface ServiceCIDRList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ServiceCIDR[];
}

/** IPAddressSpec belongs to the networking.k8s.io API group. */
export interface IPAddressSpec {
  /** The parent ref of this ip address spec. */
  parentRef: ParentReference;
}

/** ParentReference belongs to the networking.k8s.io API group. */
export interface ParentReference {
  /** The group of this parent reference. */
  group?: string;
  /** The resource of this parent reference. */
  resource: string;
  /** The namespace of this parent reference. */
  namespace?: string;
  /** The name of this parent reference. */
  name: string;
}

/** ServiceCIDRSpec belongs to the networking.k8s.io API group. */
export interface ServiceCIDRSpec {
  /** The cidrs of this service cidr spec. */
  cidrs?: string[];
}

/** ServiceCIDRStatus belongs to the networking.k8s.io API group. */
export interface ServiceCIDRStatus {
  /** The conditions of this service cidr status. */
  conditions?: metav1.Condition[];
}

/** NetworkPolicy belongs to the networking.k8s.io API group. */
export interface NetworkPolicy {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this network policy. */
  spec?: NetworkPolicySpec;
}

/** NetworkPolicyList is a page of NetworkPolicy objects. */
export interface NetworkPolicyList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: NetworkPolicy[];
}

/** NetworkPolicySpec belongs to the networking.k8s.io API group. */
export interface NetworkPolicySpec {
  /** The pod selector of this network policy spec. */
  podSelector?: metav1.LabelSelector;
  /** The ingress of this network policy spec. */
  ingress?: NetworkPolicyIngressRule[];
  /** The egress of this network policy spec. */
  egress?: NetworkPolicyEgressRule[];
  /**
   * The policy types of this network policy spec.
   *
   * One of: Ingress, Egress.
   */
  policyTypes?: string[];
}

/** NetworkPolicyIngressRule belongs to the networking.k8s.io API group. */
export interface NetworkPolicyIngressRule {
  /** The ports of this network policy ingress rule. */
  ports?: NetworkPolicyPort[];
  /** The from of this network policy ingress rule. */
  from?: NetworkPolicyPeer[];
}

/** NetworkPolicyEgressRule belongs to the networking.k8s.io API group. */
export interface NetworkPolicyEgressRule {
  /** The ports of this network policy egress rule. */
  ports?: NetworkPolicyPort[];
  /** The to of this network policy egress rule. */
  to?: NetworkPolicyPeer[];
}

/** NetworkPolicyPort belongs to the networking.k8s.io API group. */
export interface NetworkPolicyPort {
  /**
   * The protocol of this network policy port.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol?: string;
  /** The port of this network policy port. */
  port?: runtimev1.IntOrString;
  /** The end port of this network policy port. */
  endPort?: number;
}

/** IPBlock belongs to the networking.k8s.io API group. */
export interface IPBlock {
  /** The cidr of this ip block. */
  cidr: string;
  /** The except of this ip block. */
  except?: string[];
}

/** NetworkPolicyPeer belongs to the networking.k8s.io API group. */
export interface NetworkPolicyPeer {
  /** The pod selector of this network policy peer. */
  podSelector?: metav1.LabelSelector;
  /** The namespace selector of this network policy peer. */
  namespaceSelector?: metav1.LabelSelector;
  /** The ip block of this network policy peer. */
  ipBlock?: IPBlock;
}
