// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** Ingress leads HTTP requests from outside to Services, by host and path. An ingress controller carries it out. */
export interface Ingress {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: IngressSpec;
  /** What is: written by controllers, read by everybody. */
  status?: IngressStatus;
}

/** IngressClass is a kind of ingress, carried out by one controller. */
export interface IngressClass {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
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

/** IngressSpec says which requests go where. */
export interface IngressSpec {
  /** Where requests go that no rule matches. */
  defaultBackend?: IngressBackend;
  /** Hosts that are served with TLS. */
  tls?: IngressTLS[];
  /** Which requests go where, by host. */
  rules?: IngressRule[];
  /** The IngressClass whose controller carries it out; the default one if unset. */
  ingressClassName?: string;
}

/** IngressTLS is a certificate and the hosts that it is for. */
export interface IngressTLS {
  /** The hosts; those of the certificate if unset. */
  hosts?: string[];
  /** The Secret that holds the certificate and the key. */
  secretName?: string;
}

/** IngressStatus is where an Ingress can be reached. */
export interface IngressStatus {
  /** The load balancer in front. */
  loadBalancer?: IngressLoadBalancerStatus;
}

/** IngressLoadBalancerStatus is what a load balancer gave. */
export interface IngressLoadBalancerStatus {
  /** The addresses where it takes traffic. */
  ingress?: IngressLoadBalancerIngress[];
}

/** IngressLoadBalancerIngress is an address where a load balancer takes traffic. */
export interface IngressLoadBalancerIngress {
  /** The IP address. */
  ip?: string;
  /** The host name, where there is no address. */
  hostname?: string;
  /** The state of each port. */
  ports?: IngressPortStatus[];
}

/** IngressPortStatus is the state of a load balancer's port. */
export interface IngressPortStatus {
  /** The port. */
  port: number;
  /**
   * TCP, UDP or SCTP.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol: string;
  /** What is wrong with it, as one word. */
  error?: string;
}

/** IngressRule says where requests for one host go. */
export interface IngressRule extends IngressRuleValue {
  /** The host, maybe with a wildcard as its first label; any host if unset. */
  host?: string;
}

/** IngressRuleValue is a rule for one protocol. */
export interface IngressRuleValue {
  /** Where HTTP requests go, by path. */
  http?: HTTPIngressRuleValue;
}

/** HTTPIngressRuleValue says where HTTP requests go. */
export interface HTTPIngressRuleValue {
  /** The longest path that matches decides. */
  paths: HTTPIngressPath[];
}

/** HTTPIngressPath says where requests for one path go. */
export interface HTTPIngressPath {
  /** The path; must begin with a slash. */
  path?: string;
  /** Where they go. */
  backend: IngressBackend;
  /**
   * How it is compared: Exact, Prefix (segment by segment) or ImplementationSpecific.
   *
   * One of: Exact, Prefix, ImplementationSpecific.
   */
  pathType: string;
}

/** IngressBackend is where requests go; exactly one is given. */
export interface IngressBackend {
  /** Another object of the namespace. */
  resource?: corev1.TypedLocalObjectReference;
  /** A Service of the namespace. */
  service?: IngressServiceBackend;
}

/** IngressServiceBackend is a Service and one of its ports. */
export interface IngressServiceBackend {
  /** The Service. */
  name: string;
  /** The port. */
  port?: ServiceBackendPort;
}

/** ServiceBackendPort is a port of a Service, by name or by number. */
export interface ServiceBackendPort {
  /** Its name. */
  name?: string;
  /** Its number. */
  number?: number;
}

/** IngressClassSpec says which controller carries a class out. */
export interface IngressClassSpec {
  /** The controller, such as example.com/ingress; it cannot change. */
  controller?: string;
  /** Further settings, in an object of the controller's own kind. */
  parameters?: IngressClassParametersReference;
}

/** IngressClassParametersReference points to the settings of a class. */
export interface IngressClassParametersReference {
  /** The API group of the object. */
  apiGroup?: string;
  /** The kind of the object. */
  kind: string;
  /** Its name. */
  name: string;
  /** Cluster (if unset) or Namespace. */
  scope?: string;
  /** Its namespace; only with Namespace. */
  namespace?: string;
}

/** IPAddress records that an address of a Service is taken. It is named for the address. */
export interface IPAddress {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: IPAddressSpec;
}

/** ServiceCIDR is a network from which Services get their addresses. */
export interface ServiceCIDR {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ServiceCIDRSpec;
  /** What is: written by controllers, read by everybody. */
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

/** IPAddressSpec says by whom an address is taken. */
export interface IPAddressSpec {
  /** The object that has it. */
  parentRef: ParentReference;
}

/** ParentReference points to the object that has an address. */
export interface ParentReference {
  /** Its API group. */
  group?: string;
  /** Its resource. */
  resource: string;
  /** Its namespace. */
  namespace?: string;
  /** Its name. */
  name: string;
}

/** ServiceCIDRSpec says which networks. */
export interface ServiceCIDRSpec {
  /** At most one for each IP family; they cannot change. */
  cidrs?: string[];
}

/** ServiceCIDRStatus is whether a network is in use. */
export interface ServiceCIDRStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
}

/** NetworkPolicy says which traffic pods may receive and send. */
export interface NetworkPolicy {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
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

/** NetworkPolicySpec picks pods and says what they may receive and send. What several policies allow adds up. */
export interface NetworkPolicySpec {
  /** The pods of the namespace that it is about; all if empty. */
  podSelector?: metav1.LabelSelector;
  /** What they may receive; nothing if empty and Ingress is among policyTypes. */
  ingress?: NetworkPolicyIngressRule[];
  /** What they may send; nothing if empty and Egress is among policyTypes. */
  egress?: NetworkPolicyEgressRule[];
  /**
   * Which directions it bounds; Ingress, and Egress if there are egress rules, if unset.
   *
   * One of: Ingress, Egress.
   */
  policyTypes?: string[];
}

/** NetworkPolicyIngressRule allows traffic from certain peers to certain ports. */
export interface NetworkPolicyIngressRule {
  /** To which ports; to all if empty. */
  ports?: NetworkPolicyPort[];
  /** From whom; from anybody if empty. */
  from?: NetworkPolicyPeer[];
}

/** NetworkPolicyEgressRule allows traffic to certain peers and ports. */
export interface NetworkPolicyEgressRule {
  /** To which ports; to all if empty. */
  ports?: NetworkPolicyPort[];
  /** To whom; to anybody if empty. */
  to?: NetworkPolicyPeer[];
}

/** NetworkPolicyPort is a port or a range of ports. */
export interface NetworkPolicyPort {
  /**
   * TCP (if unset), UDP or SCTP.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol?: string;
  /** The number, or the name of a pod's port; all ports if unset. */
  port?: runtimev1.IntOrString;
  /** The last of a range that begins with port. */
  endPort?: number;
}

/** IPBlock is a network, with holes. */
export interface IPBlock {
  /** The network, such as 10.0.0.0/8. */
  cidr: string;
  /** Networks within it that are left out. */
  except?: string[];
}

/** NetworkPolicyPeer is whom traffic comes from or goes to. */
export interface NetworkPolicyPeer {
  /** Pods with these labels: of the policy's namespace, or of those that namespaceSelector picks. */
  podSelector?: metav1.LabelSelector;
  /** All pods of namespaces with these labels, or those that podSelector picks in them. */
  namespaceSelector?: metav1.LabelSelector;
  /** A network; not with the others. */
  ipBlock?: IPBlock;
}
