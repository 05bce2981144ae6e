// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** Role belongs to the rbac.authorization.k8s.io API group. */
export interface Role {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The rules of this role. */
  rules?: PolicyRule[];
}

/** RoleBinding belongs to the rbac.authorization.k8s.io API group. */
export interface RoleBinding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The subjects of this role binding. */
  subjects?: Subject[];
  /** The role ref of this role binding. */
  roleRef: RoleRef;
}

/** ClusterRole belongs to the rbac.authorization.k8s.io API group. */
export interface ClusterRole {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The rules of this cluster role. */
  rules?: PolicyRule[];
  /** The aggregation rule of this cluster role. */
  aggregationRule?: AggregationRule;
}

/** ClusterRoleBinding belongs to the rbac.authorization.k8s.io API group. */
export interface ClusterRoleBinding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The subjects of this cluster role binding. */
  subjects?: Subject[];
  /** The role ref of this cluster role binding. */
  roleRef: RoleRef;
}

/** RoleBindingList is a page of RoleBinding objects. */
export interface RoleBindingList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: RoleBinding[];
}

/** RoleList is a page of Role objects. */
export interface RoleList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Role[];
}

/** ClusterRoleBindingList is a page of ClusterRoleBinding objects. */
export interface ClusterRoleBindingList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ClusterRoleBinding[];
}

/** ClusterRoleList is a page of ClusterRole objects. */
export interface ClusterRoleList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ClusterRole[];
}

/** PolicyRule belongs to the rbac.authorization.k8s.io API group. */
export interface PolicyRule {
  /** The verbs of this policy rule. */
  verbs: string[];
  /** The api groups of this policy rule. */
  apiGroups?: string[];
  /** The resources of this policy rule. */
  resources?: string[];
  /** The resource names of this policy rule. */
  resourceNames?: string[];
  /** The non resource ur ls of this policy rule. */
  nonResourceURLs?: string[];
}

/** Subject belongs to the rbac.authorization.k8s.io API group. */
export interface Subject {
  /** The kind of this subject. */
  kind: string;
  /** The API group of the object that is referred to; empty for the core group. */
  apiGroup?: string;
  /** The name of this subject. */
  name: string;
  /** The namespace of this subject. */
  namespace?: string;
}

/** RoleRef belongs to the rbac.authorization.k8s.io API group. */
export interface RoleRef {
  /** The API group of the object that is referred to; empty for the core group. */
  apiGroup: string;
  /** The kind of this role ref. */
  kind: string;
  /** The name of this role ref. */
  name: string;
}

/** AggregationRule belongs to the rbac.authorization.k8s.io API group. */
export interface AggregationRule {
  /** LabelSelector picks objects by their labels. An empty one picks all, an absent one none. */
  clusterRoleSelectors?: metav1.LabelSelector[];
}
