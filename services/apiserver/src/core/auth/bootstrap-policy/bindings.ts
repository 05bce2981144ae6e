import type { BindingRow } from "./rows.js";

/**
 * Who has which role from the start. Controllers have the role of their name. Source of the facts: kubernetes v1.35
 * `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`.
 */
export const CLUSTER_BINDINGS: readonly BindingRow[] = [
  { name: "cluster-admin", role: ["ClusterRole", "cluster-admin"], subjects: ["group:system:masters"] },
  { name: "system:basic-user", role: ["ClusterRole", "system:basic-user"], subjects: ["group:system:authenticated"] },
  { name: "system:discovery", role: ["ClusterRole", "system:discovery"], subjects: ["group:system:authenticated"] },
  {
    name: "system:kube-controller-manager",
    role: ["ClusterRole", "system:kube-controller-manager"],
    subjects: ["user:system:kube-controller-manager"],
  },
  {
    name: "system:kube-dns",
    role: ["ClusterRole", "system:kube-dns"],
    subjects: ["serviceaccount:kube-system/kube-dns"],
  },
  {
    name: "system:kube-scheduler",
    role: ["ClusterRole", "system:kube-scheduler"],
    subjects: ["user:system:kube-scheduler"],
  },
  { name: "system:monitoring", role: ["ClusterRole", "system:monitoring"], subjects: ["group:system:monitoring"] },
  { name: "system:node", role: ["ClusterRole", "system:node"], subjects: [] },
  { name: "system:node-proxier", role: ["ClusterRole", "system:node-proxier"], subjects: ["user:system:kube-proxy"] },
  {
    name: "system:public-info-viewer",
    role: ["ClusterRole", "system:public-info-viewer"],
    subjects: ["group:system:authenticated", "group:system:unauthenticated"],
  },
  {
    name: "system:service-account-issuer-discovery",
    role: ["ClusterRole", "system:service-account-issuer-discovery"],
    subjects: ["group:system:serviceaccounts"],
  },
  {
    name: "system:volume-scheduler",
    role: ["ClusterRole", "system:volume-scheduler"],
    subjects: ["user:system:kube-scheduler"],
  },
];

export const NAMESPACE_BINDINGS: readonly BindingRow[] = [
  {
    name: "system:controller:bootstrap-signer",
    namespace: "kube-public",
    role: ["Role", "system:controller:bootstrap-signer"],
    subjects: ["serviceaccount:kube-system/bootstrap-signer"],
  },
  {
    name: "system::extension-apiserver-authentication-reader",
    namespace: "kube-system",
    role: ["Role", "extension-apiserver-authentication-reader"],
    subjects: ["user:system:kube-controller-manager", "user:system:kube-scheduler"],
  },
  {
    name: "system::leader-locking-kube-controller-manager",
    namespace: "kube-system",
    role: ["Role", "system::leader-locking-kube-controller-manager"],
    subjects: [
      "user:system:kube-controller-manager",
      "serviceaccount:kube-system/kube-controller-manager",
      "serviceaccount:kube-system/leader-election-controller",
    ],
  },
  {
    name: "system::leader-locking-kube-scheduler",
    namespace: "kube-system",
    role: ["Role", "system::leader-locking-kube-scheduler"],
    subjects: ["user:system:kube-scheduler", "serviceaccount:kube-system/kube-scheduler"],
  },
  {
    name: "system:controller:bootstrap-signer",
    namespace: "kube-system",
    role: ["Role", "system:controller:bootstrap-signer"],
    subjects: ["serviceaccount:kube-system/bootstrap-signer"],
  },
  {
    name: "system:controller:cloud-provider",
    namespace: "kube-system",
    role: ["Role", "system:controller:cloud-provider"],
    subjects: ["serviceaccount:kube-system/cloud-provider"],
  },
  {
    name: "system:controller:token-cleaner",
    namespace: "kube-system",
    role: ["Role", "system:controller:token-cleaner"],
    subjects: ["serviceaccount:kube-system/token-cleaner"],
  },
  {
    name: "flotilla:cluster-dns",
    namespace: "kube-system",
    role: ["Role", "flotilla:cluster-dns"],
    subjects: ["user:system:kube-proxy"],
  },
];
