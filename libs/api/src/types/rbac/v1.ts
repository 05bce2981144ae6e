// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** Role is a set of rights within a namespace. */
export interface Role {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The rights. */
  rules?: PolicyRule[];
}

/** RoleBinding gives rights within a namespace. */
export interface RoleBinding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** Who gets them. */
  subjects?: Subject[];
  /** Which: a Role of the namespace, or a ClusterRole. It cannot change. */
  roleRef: RoleRef;
}

/** ClusterRole is a set of rights in the cluster, or in whichever namespace a RoleBinding gives it. */
export interface ClusterRole {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The rights. */
  rules?: PolicyRule[];
  /** Other ClusterRoles whose rights are added up; rules are then overwritten. */
  aggregationRule?: AggregationRule;
}

/** ClusterRoleBinding gives rights in the whole cluster. */
export interface ClusterRoleBinding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** Who gets them. */
  subjects?: Subject[];
  /** Which ClusterRole. It cannot change. */
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

/** PolicyRule is a right. */
export interface PolicyRule {
  /** What may be done; * for all. */
  verbs: string[];
  /** In which API groups; "" for the core group, * for all. */
  apiGroups?: string[];
  /** With which resources, such as pods or pods/log; * for all. */
  resources?: string[];
  /** With which objects; all if empty. */
  resourceNames?: string[];
  /** Instead of resources: on which paths; a * at the end stands for any rest. Only in ClusterRoles. */
  nonResourceURLs?: string[];
}

/** Subject is who gets rights. */
export interface Subject {
  /** User, Group or ServiceAccount. */
  kind: string;
  /** rbac.authorization.k8s.io for users and groups, empty for service accounts. */
  apiGroup?: string;
  /** The name. */
  name: string;
  /** The namespace of a service account. */
  namespace?: string;
}

/** RoleRef names the role that is given. */
export interface RoleRef {
  /** rbac.authorization.k8s.io. */
  apiGroup: string;
  /** Role or ClusterRole. */
  kind: string;
  /** Its name. */
  name: string;
}

/** AggregationRule picks ClusterRoles whose rights are added up. */
export interface AggregationRule {
  /** Their labels; one selector that matches is enough. */
  clusterRoleSelectors?: metav1.LabelSelector[];
}
