// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type { KindInfo } from "./kind-info.js";
import type * as admissionregistrationv1 from "./types/admissionregistration/v1.js";
import type * as apiextensionsv1 from "./types/apiextensions/v1.js";
import type * as apiregistrationv1 from "./types/apiregistration/v1.js";
import type * as appsv1 from "./types/apps/v1.js";
import type * as authenticationv1 from "./types/authentication/v1.js";
import type * as authorizationv1 from "./types/authorization/v1.js";
import type * as autoscalingv1 from "./types/autoscaling/v1.js";
import type * as autoscalingv2 from "./types/autoscaling/v2.js";
import type * as batchv1 from "./types/batch/v1.js";
import type * as certificatesv1 from "./types/certificates/v1.js";
import type * as coordinationv1 from "./types/coordination/v1.js";
import type * as corev1 from "./types/core/v1.js";
import type * as discoveryv1 from "./types/discovery/v1.js";
import type * as eventsv1 from "./types/events/v1.js";
import type * as flowcontrolv1 from "./types/flowcontrol/v1.js";
import type * as networkingv1 from "./types/networking/v1.js";
import type * as nodev1 from "./types/node/v1.js";
import type * as policyv1 from "./types/policy/v1.js";
import type * as rbacv1 from "./types/rbac/v1.js";
import type * as resourcev1 from "./types/resource/v1.js";
import type * as schedulingv1 from "./types/scheduling/v1.js";
import type * as storagev1 from "./types/storage/v1.js";

export const apiServices: KindInfo<apiregistrationv1.APIService> = {
  group: "apiregistration.k8s.io",
  version: "v1",
  resource: "apiservices",
  kind: "APIService",
  singular: "apiservice",
  namespaced: false,
  shortNames: [],
  categories: ["api-extensions"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "apiregistration.k8s.io", version: "v1", kind: "APIService", verbs: ["get", "patch", "update"] },
  ],
  message: "apiregistration.v1.APIService",
};

export const bindings: KindInfo<corev1.Binding> = {
  group: "",
  version: "v1",
  resource: "bindings",
  kind: "Binding",
  singular: "binding",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "core.v1.Binding",
};

export const componentStatuses: KindInfo<corev1.ComponentStatus> = {
  group: "",
  version: "v1",
  resource: "componentstatuses",
  kind: "ComponentStatus",
  singular: "componentstatus",
  namespaced: false,
  shortNames: ["cs"],
  categories: [],
  verbs: ["get", "list"],
  subresources: [],
  message: "core.v1.ComponentStatus",
};

export const configMaps: KindInfo<corev1.ConfigMap> = {
  group: "",
  version: "v1",
  resource: "configmaps",
  kind: "ConfigMap",
  singular: "configmap",
  namespaced: true,
  shortNames: ["cm"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "core.v1.ConfigMap",
};

export const endpoints: KindInfo<corev1.Endpoints> = {
  group: "",
  version: "v1",
  resource: "endpoints",
  kind: "Endpoints",
  singular: "endpoints",
  namespaced: true,
  shortNames: ["ep"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "core.v1.Endpoints",
};

export const events: KindInfo<corev1.Event> = {
  group: "",
  version: "v1",
  resource: "events",
  kind: "Event",
  singular: "event",
  namespaced: true,
  shortNames: ["ev"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "core.v1.Event",
};

export const limitRanges: KindInfo<corev1.LimitRange> = {
  group: "",
  version: "v1",
  resource: "limitranges",
  kind: "LimitRange",
  singular: "limitrange",
  namespaced: true,
  shortNames: ["limits"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "core.v1.LimitRange",
};

export const namespaces: KindInfo<corev1.Namespace> = {
  group: "",
  version: "v1",
  resource: "namespaces",
  kind: "Namespace",
  singular: "namespace",
  namespaced: false,
  shortNames: ["ns"],
  categories: [],
  verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "finalize", group: "", version: "v1", kind: "Namespace", verbs: ["update"] },
    { name: "status", group: "", version: "v1", kind: "Namespace", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.Namespace",
};

export const nodes: KindInfo<corev1.Node> = {
  group: "",
  version: "v1",
  resource: "nodes",
  kind: "Node",
  singular: "node",
  namespaced: false,
  shortNames: ["no"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "proxy", group: "", version: "v1", kind: "NodeProxyOptions", verbs: ["create", "delete", "get", "patch", "update"] },
    { name: "status", group: "", version: "v1", kind: "Node", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.Node",
};

export const persistentVolumeClaims: KindInfo<corev1.PersistentVolumeClaim> = {
  group: "",
  version: "v1",
  resource: "persistentvolumeclaims",
  kind: "PersistentVolumeClaim",
  singular: "persistentvolumeclaim",
  namespaced: true,
  shortNames: ["pvc"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "", version: "v1", kind: "PersistentVolumeClaim", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.PersistentVolumeClaim",
};

export const persistentVolumes: KindInfo<corev1.PersistentVolume> = {
  group: "",
  version: "v1",
  resource: "persistentvolumes",
  kind: "PersistentVolume",
  singular: "persistentvolume",
  namespaced: false,
  shortNames: ["pv"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "", version: "v1", kind: "PersistentVolume", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.PersistentVolume",
};

export const pods: KindInfo<corev1.Pod> = {
  group: "",
  version: "v1",
  resource: "pods",
  kind: "Pod",
  singular: "pod",
  namespaced: true,
  shortNames: ["po"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "attach", group: "", version: "v1", kind: "PodAttachOptions", verbs: ["create", "get"] },
    { name: "binding", group: "", version: "v1", kind: "Binding", verbs: ["create"] },
    { name: "ephemeralcontainers", group: "", version: "v1", kind: "Pod", verbs: ["get", "patch", "update"] },
    { name: "eviction", group: "policy", version: "v1", kind: "Eviction", verbs: ["create"] },
    { name: "exec", group: "", version: "v1", kind: "PodExecOptions", verbs: ["create", "get"] },
    { name: "log", group: "", version: "v1", kind: "Pod", verbs: ["get"] },
    { name: "portforward", group: "", version: "v1", kind: "PodPortForwardOptions", verbs: ["create", "get"] },
    { name: "proxy", group: "", version: "v1", kind: "PodProxyOptions", verbs: ["create", "delete", "get", "patch", "update"] },
    { name: "resize", group: "", version: "v1", kind: "Pod", verbs: ["get", "patch", "update"] },
    { name: "status", group: "", version: "v1", kind: "Pod", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.Pod",
};

export const podTemplates: KindInfo<corev1.PodTemplate> = {
  group: "",
  version: "v1",
  resource: "podtemplates",
  kind: "PodTemplate",
  singular: "podtemplate",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "core.v1.PodTemplate",
};

export const replicationControllers: KindInfo<corev1.ReplicationController> = {
  group: "",
  version: "v1",
  resource: "replicationcontrollers",
  kind: "ReplicationController",
  singular: "replicationcontroller",
  namespaced: true,
  shortNames: ["rc"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"] },
    { name: "status", group: "", version: "v1", kind: "ReplicationController", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.ReplicationController",
};

export const resourceQuotas: KindInfo<corev1.ResourceQuota> = {
  group: "",
  version: "v1",
  resource: "resourcequotas",
  kind: "ResourceQuota",
  singular: "resourcequota",
  namespaced: true,
  shortNames: ["quota"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "", version: "v1", kind: "ResourceQuota", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.ResourceQuota",
};

export const secrets: KindInfo<corev1.Secret> = {
  group: "",
  version: "v1",
  resource: "secrets",
  kind: "Secret",
  singular: "secret",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "core.v1.Secret",
};

export const serviceAccounts: KindInfo<corev1.ServiceAccount> = {
  group: "",
  version: "v1",
  resource: "serviceaccounts",
  kind: "ServiceAccount",
  singular: "serviceaccount",
  namespaced: true,
  shortNames: ["sa"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "token", group: "authentication.k8s.io", version: "v1", kind: "TokenRequest", verbs: ["create"] },
  ],
  message: "core.v1.ServiceAccount",
};

export const services: KindInfo<corev1.Service> = {
  group: "",
  version: "v1",
  resource: "services",
  kind: "Service",
  singular: "service",
  namespaced: true,
  shortNames: ["svc"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "proxy", group: "", version: "v1", kind: "ServiceProxyOptions", verbs: ["create", "delete", "get", "patch", "update"] },
    { name: "status", group: "", version: "v1", kind: "Service", verbs: ["get", "patch", "update"] },
  ],
  message: "core.v1.Service",
};

export const controllerRevisions: KindInfo<appsv1.ControllerRevision> = {
  group: "apps",
  version: "v1",
  resource: "controllerrevisions",
  kind: "ControllerRevision",
  singular: "controllerrevision",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "apps.v1.ControllerRevision",
};

export const daemonSets: KindInfo<appsv1.DaemonSet> = {
  group: "apps",
  version: "v1",
  resource: "daemonsets",
  kind: "DaemonSet",
  singular: "daemonset",
  namespaced: true,
  shortNames: ["ds"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "apps", version: "v1", kind: "DaemonSet", verbs: ["get", "patch", "update"] },
  ],
  message: "apps.v1.DaemonSet",
};

export const deployments: KindInfo<appsv1.Deployment> = {
  group: "apps",
  version: "v1",
  resource: "deployments",
  kind: "Deployment",
  singular: "deployment",
  namespaced: true,
  shortNames: ["deploy"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"] },
    { name: "status", group: "apps", version: "v1", kind: "Deployment", verbs: ["get", "patch", "update"] },
  ],
  message: "apps.v1.Deployment",
};

export const replicaSets: KindInfo<appsv1.ReplicaSet> = {
  group: "apps",
  version: "v1",
  resource: "replicasets",
  kind: "ReplicaSet",
  singular: "replicaset",
  namespaced: true,
  shortNames: ["rs"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"] },
    { name: "status", group: "apps", version: "v1", kind: "ReplicaSet", verbs: ["get", "patch", "update"] },
  ],
  message: "apps.v1.ReplicaSet",
};

export const statefulSets: KindInfo<appsv1.StatefulSet> = {
  group: "apps",
  version: "v1",
  resource: "statefulsets",
  kind: "StatefulSet",
  singular: "statefulset",
  namespaced: true,
  shortNames: ["sts"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"] },
    { name: "status", group: "apps", version: "v1", kind: "StatefulSet", verbs: ["get", "patch", "update"] },
  ],
  message: "apps.v1.StatefulSet",
};

export const eventsEvents: KindInfo<eventsv1.Event> = {
  group: "events.k8s.io",
  version: "v1",
  resource: "events",
  kind: "Event",
  singular: "event",
  namespaced: true,
  shortNames: ["ev"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "events.v1.Event",
};

export const selfSubjectReviews: KindInfo<authenticationv1.SelfSubjectReview> = {
  group: "authentication.k8s.io",
  version: "v1",
  resource: "selfsubjectreviews",
  kind: "SelfSubjectReview",
  singular: "selfsubjectreview",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "authentication.v1.SelfSubjectReview",
};

export const tokenReviews: KindInfo<authenticationv1.TokenReview> = {
  group: "authentication.k8s.io",
  version: "v1",
  resource: "tokenreviews",
  kind: "TokenReview",
  singular: "tokenreview",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "authentication.v1.TokenReview",
};

export const localSubjectAccessReviews: KindInfo<authorizationv1.LocalSubjectAccessReview> = {
  group: "authorization.k8s.io",
  version: "v1",
  resource: "localsubjectaccessreviews",
  kind: "LocalSubjectAccessReview",
  singular: "localsubjectaccessreview",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "authorization.v1.LocalSubjectAccessReview",
};

export const selfSubjectAccessReviews: KindInfo<authorizationv1.SelfSubjectAccessReview> = {
  group: "authorization.k8s.io",
  version: "v1",
  resource: "selfsubjectaccessreviews",
  kind: "SelfSubjectAccessReview",
  singular: "selfsubjectaccessreview",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "authorization.v1.SelfSubjectAccessReview",
};

export const selfSubjectRulesReviews: KindInfo<authorizationv1.SelfSubjectRulesReview> = {
  group: "authorization.k8s.io",
  version: "v1",
  resource: "selfsubjectrulesreviews",
  kind: "SelfSubjectRulesReview",
  singular: "selfsubjectrulesreview",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "authorization.v1.SelfSubjectRulesReview",
};

export const subjectAccessReviews: KindInfo<authorizationv1.SubjectAccessReview> = {
  group: "authorization.k8s.io",
  version: "v1",
  resource: "subjectaccessreviews",
  kind: "SubjectAccessReview",
  singular: "subjectaccessreview",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
  message: "authorization.v1.SubjectAccessReview",
};

export const horizontalPodAutoscalers: KindInfo<autoscalingv2.HorizontalPodAutoscaler> = {
  group: "autoscaling",
  version: "v2",
  resource: "horizontalpodautoscalers",
  kind: "HorizontalPodAutoscaler",
  singular: "horizontalpodautoscaler",
  namespaced: true,
  shortNames: ["hpa"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler", verbs: ["get", "patch", "update"] },
  ],
  message: "autoscaling.v2.HorizontalPodAutoscaler",
};

export const horizontalPodAutoscalersV1: KindInfo<autoscalingv1.HorizontalPodAutoscaler> = {
  group: "autoscaling",
  version: "v1",
  resource: "horizontalpodautoscalers",
  kind: "HorizontalPodAutoscaler",
  singular: "horizontalpodautoscaler",
  namespaced: true,
  shortNames: ["hpa"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "autoscaling", version: "v1", kind: "HorizontalPodAutoscaler", verbs: ["get", "patch", "update"] },
  ],
  message: "autoscaling.v1.HorizontalPodAutoscaler",
};

export const cronJobs: KindInfo<batchv1.CronJob> = {
  group: "batch",
  version: "v1",
  resource: "cronjobs",
  kind: "CronJob",
  singular: "cronjob",
  namespaced: true,
  shortNames: ["cj"],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "batch", version: "v1", kind: "CronJob", verbs: ["get", "patch", "update"] },
  ],
  message: "batch.v1.CronJob",
};

export const jobs: KindInfo<batchv1.Job> = {
  group: "batch",
  version: "v1",
  resource: "jobs",
  kind: "Job",
  singular: "job",
  namespaced: true,
  shortNames: [],
  categories: ["all"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "batch", version: "v1", kind: "Job", verbs: ["get", "patch", "update"] },
  ],
  message: "batch.v1.Job",
};

export const certificateSigningRequests: KindInfo<certificatesv1.CertificateSigningRequest> = {
  group: "certificates.k8s.io",
  version: "v1",
  resource: "certificatesigningrequests",
  kind: "CertificateSigningRequest",
  singular: "certificatesigningrequest",
  namespaced: false,
  shortNames: ["csr"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "approval", group: "certificates.k8s.io", version: "v1", kind: "CertificateSigningRequest", verbs: ["get", "patch", "update"] },
    { name: "status", group: "certificates.k8s.io", version: "v1", kind: "CertificateSigningRequest", verbs: ["get", "patch", "update"] },
  ],
  message: "certificates.v1.CertificateSigningRequest",
};

export const ingressClasses: KindInfo<networkingv1.IngressClass> = {
  group: "networking.k8s.io",
  version: "v1",
  resource: "ingressclasses",
  kind: "IngressClass",
  singular: "ingressclass",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "networking.v1.IngressClass",
};

export const ingresses: KindInfo<networkingv1.Ingress> = {
  group: "networking.k8s.io",
  version: "v1",
  resource: "ingresses",
  kind: "Ingress",
  singular: "ingress",
  namespaced: true,
  shortNames: ["ing"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "networking.k8s.io", version: "v1", kind: "Ingress", verbs: ["get", "patch", "update"] },
  ],
  message: "networking.v1.Ingress",
};

export const ipAddresses: KindInfo<networkingv1.IPAddress> = {
  group: "networking.k8s.io",
  version: "v1",
  resource: "ipaddresses",
  kind: "IPAddress",
  singular: "ipaddress",
  namespaced: false,
  shortNames: ["ip"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "networking.v1.IPAddress",
};

export const networkPolicies: KindInfo<networkingv1.NetworkPolicy> = {
  group: "networking.k8s.io",
  version: "v1",
  resource: "networkpolicies",
  kind: "NetworkPolicy",
  singular: "networkpolicy",
  namespaced: true,
  shortNames: ["netpol"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "networking.v1.NetworkPolicy",
};

export const serviceCIDRs: KindInfo<networkingv1.ServiceCIDR> = {
  group: "networking.k8s.io",
  version: "v1",
  resource: "servicecidrs",
  kind: "ServiceCIDR",
  singular: "servicecidr",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "networking.k8s.io", version: "v1", kind: "ServiceCIDR", verbs: ["get", "patch", "update"] },
  ],
  message: "networking.v1.ServiceCIDR",
};

export const podDisruptionBudgets: KindInfo<policyv1.PodDisruptionBudget> = {
  group: "policy",
  version: "v1",
  resource: "poddisruptionbudgets",
  kind: "PodDisruptionBudget",
  singular: "poddisruptionbudget",
  namespaced: true,
  shortNames: ["pdb"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "policy", version: "v1", kind: "PodDisruptionBudget", verbs: ["get", "patch", "update"] },
  ],
  message: "policy.v1.PodDisruptionBudget",
};

export const clusterRoleBindings: KindInfo<rbacv1.ClusterRoleBinding> = {
  group: "rbac.authorization.k8s.io",
  version: "v1",
  resource: "clusterrolebindings",
  kind: "ClusterRoleBinding",
  singular: "clusterrolebinding",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "rbac.v1.ClusterRoleBinding",
};

export const clusterRoles: KindInfo<rbacv1.ClusterRole> = {
  group: "rbac.authorization.k8s.io",
  version: "v1",
  resource: "clusterroles",
  kind: "ClusterRole",
  singular: "clusterrole",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "rbac.v1.ClusterRole",
};

export const roleBindings: KindInfo<rbacv1.RoleBinding> = {
  group: "rbac.authorization.k8s.io",
  version: "v1",
  resource: "rolebindings",
  kind: "RoleBinding",
  singular: "rolebinding",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "rbac.v1.RoleBinding",
};

export const roles: KindInfo<rbacv1.Role> = {
  group: "rbac.authorization.k8s.io",
  version: "v1",
  resource: "roles",
  kind: "Role",
  singular: "role",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "rbac.v1.Role",
};

export const csiDrivers: KindInfo<storagev1.CSIDriver> = {
  group: "storage.k8s.io",
  version: "v1",
  resource: "csidrivers",
  kind: "CSIDriver",
  singular: "csidriver",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "storage.v1.CSIDriver",
};

export const csiNodes: KindInfo<storagev1.CSINode> = {
  group: "storage.k8s.io",
  version: "v1",
  resource: "csinodes",
  kind: "CSINode",
  singular: "csinode",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "storage.v1.CSINode",
};

export const csiStorageCapacities: KindInfo<storagev1.CSIStorageCapacity> = {
  group: "storage.k8s.io",
  version: "v1",
  resource: "csistoragecapacities",
  kind: "CSIStorageCapacity",
  singular: "csistoragecapacity",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "storage.v1.CSIStorageCapacity",
};

export const storageClasses: KindInfo<storagev1.StorageClass> = {
  group: "storage.k8s.io",
  version: "v1",
  resource: "storageclasses",
  kind: "StorageClass",
  singular: "storageclass",
  namespaced: false,
  shortNames: ["sc"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "storage.v1.StorageClass",
};

export const volumeAttachments: KindInfo<storagev1.VolumeAttachment> = {
  group: "storage.k8s.io",
  version: "v1",
  resource: "volumeattachments",
  kind: "VolumeAttachment",
  singular: "volumeattachment",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "storage.k8s.io", version: "v1", kind: "VolumeAttachment", verbs: ["get", "patch", "update"] },
  ],
  message: "storage.v1.VolumeAttachment",
};

export const volumeAttributesClasses: KindInfo<storagev1.VolumeAttributesClass> = {
  group: "storage.k8s.io",
  version: "v1",
  resource: "volumeattributesclasses",
  kind: "VolumeAttributesClass",
  singular: "volumeattributesclass",
  namespaced: false,
  shortNames: ["vac"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "storage.v1.VolumeAttributesClass",
};

export const mutatingWebhookConfigurations: KindInfo<admissionregistrationv1.MutatingWebhookConfiguration> = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  resource: "mutatingwebhookconfigurations",
  kind: "MutatingWebhookConfiguration",
  singular: "mutatingwebhookconfiguration",
  namespaced: false,
  shortNames: [],
  categories: ["api-extensions"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "admissionregistration.v1.MutatingWebhookConfiguration",
};

export const validatingAdmissionPolicies: KindInfo<admissionregistrationv1.ValidatingAdmissionPolicy> = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  resource: "validatingadmissionpolicies",
  kind: "ValidatingAdmissionPolicy",
  singular: "validatingadmissionpolicy",
  namespaced: false,
  shortNames: [],
  categories: ["api-extensions"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "admissionregistration.k8s.io", version: "v1", kind: "ValidatingAdmissionPolicy", verbs: ["get", "patch", "update"] },
  ],
  message: "admissionregistration.v1.ValidatingAdmissionPolicy",
};

export const validatingAdmissionPolicyBindings: KindInfo<admissionregistrationv1.ValidatingAdmissionPolicyBinding> = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  resource: "validatingadmissionpolicybindings",
  kind: "ValidatingAdmissionPolicyBinding",
  singular: "validatingadmissionpolicybinding",
  namespaced: false,
  shortNames: [],
  categories: ["api-extensions"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "admissionregistration.v1.ValidatingAdmissionPolicyBinding",
};

export const validatingWebhookConfigurations: KindInfo<admissionregistrationv1.ValidatingWebhookConfiguration> = {
  group: "admissionregistration.k8s.io",
  version: "v1",
  resource: "validatingwebhookconfigurations",
  kind: "ValidatingWebhookConfiguration",
  singular: "validatingwebhookconfiguration",
  namespaced: false,
  shortNames: [],
  categories: ["api-extensions"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "admissionregistration.v1.ValidatingWebhookConfiguration",
};

export const customResourceDefinitions: KindInfo<apiextensionsv1.CustomResourceDefinition> = {
  group: "apiextensions.k8s.io",
  version: "v1",
  resource: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  singular: "customresourcedefinition",
  namespaced: false,
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition", verbs: ["get", "patch", "update"] },
  ],
  message: "apiextensions.v1.CustomResourceDefinition",
};

export const priorityClasses: KindInfo<schedulingv1.PriorityClass> = {
  group: "scheduling.k8s.io",
  version: "v1",
  resource: "priorityclasses",
  kind: "PriorityClass",
  singular: "priorityclass",
  namespaced: false,
  shortNames: ["pc"],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "scheduling.v1.PriorityClass",
};

export const leases: KindInfo<coordinationv1.Lease> = {
  group: "coordination.k8s.io",
  version: "v1",
  resource: "leases",
  kind: "Lease",
  singular: "lease",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "coordination.v1.Lease",
};

export const runtimeClasses: KindInfo<nodev1.RuntimeClass> = {
  group: "node.k8s.io",
  version: "v1",
  resource: "runtimeclasses",
  kind: "RuntimeClass",
  singular: "runtimeclass",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "node.v1.RuntimeClass",
};

export const endpointSlices: KindInfo<discoveryv1.EndpointSlice> = {
  group: "discovery.k8s.io",
  version: "v1",
  resource: "endpointslices",
  kind: "EndpointSlice",
  singular: "endpointslice",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "discovery.v1.EndpointSlice",
};

export const flowSchemas: KindInfo<flowcontrolv1.FlowSchema> = {
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  resource: "flowschemas",
  kind: "FlowSchema",
  singular: "flowschema",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "FlowSchema", verbs: ["get", "patch", "update"] },
  ],
  message: "flowcontrol.v1.FlowSchema",
};

export const priorityLevelConfigurations: KindInfo<flowcontrolv1.PriorityLevelConfiguration> = {
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  resource: "prioritylevelconfigurations",
  kind: "PriorityLevelConfiguration",
  singular: "prioritylevelconfiguration",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "PriorityLevelConfiguration", verbs: ["get", "patch", "update"] },
  ],
  message: "flowcontrol.v1.PriorityLevelConfiguration",
};

export const deviceClasses: KindInfo<resourcev1.DeviceClass> = {
  group: "resource.k8s.io",
  version: "v1",
  resource: "deviceclasses",
  kind: "DeviceClass",
  singular: "deviceclass",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "resource.v1.DeviceClass",
};

export const resourceClaims: KindInfo<resourcev1.ResourceClaim> = {
  group: "resource.k8s.io",
  version: "v1",
  resource: "resourceclaims",
  kind: "ResourceClaim",
  singular: "resourceclaim",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "status", group: "resource.k8s.io", version: "v1", kind: "ResourceClaim", verbs: ["get", "patch", "update"] },
  ],
  message: "resource.v1.ResourceClaim",
};

export const resourceClaimTemplates: KindInfo<resourcev1.ResourceClaimTemplate> = {
  group: "resource.k8s.io",
  version: "v1",
  resource: "resourceclaimtemplates",
  kind: "ResourceClaimTemplate",
  singular: "resourceclaimtemplate",
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "resource.v1.ResourceClaimTemplate",
};

export const resourceSlices: KindInfo<resourcev1.ResourceSlice> = {
  group: "resource.k8s.io",
  version: "v1",
  resource: "resourceslices",
  kind: "ResourceSlice",
  singular: "resourceslice",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [],
  message: "resource.v1.ResourceSlice",
};

/** Every resource that the schema declares, in the order of discovery. */
export const builtinResources: readonly KindInfo[] = [
  apiServices,
  bindings,
  componentStatuses,
  configMaps,
  endpoints,
  events,
  limitRanges,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  podTemplates,
  replicationControllers,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
  eventsEvents,
  selfSubjectReviews,
  tokenReviews,
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  selfSubjectRulesReviews,
  subjectAccessReviews,
  horizontalPodAutoscalers,
  horizontalPodAutoscalersV1,
  cronJobs,
  jobs,
  certificateSigningRequests,
  ingressClasses,
  ingresses,
  ipAddresses,
  networkPolicies,
  serviceCIDRs,
  podDisruptionBudgets,
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  storageClasses,
  volumeAttachments,
  volumeAttributesClasses,
  mutatingWebhookConfigurations,
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
  validatingWebhookConfigurations,
  customResourceDefinitions,
  priorityClasses,
  leases,
  runtimeClasses,
  endpointSlices,
  flowSchemas,
  priorityLevelConfigurations,
  deviceClasses,
  resourceClaims,
  resourceClaimTemplates,
  resourceSlices,
];
