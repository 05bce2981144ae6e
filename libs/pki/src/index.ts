export * from "./issue.js";
export * from "./subject.js";
export * from "./verify.js";
export * from "./csr.js";
export * from "./service-account-keys.js";
export * from "./ensure-pki.js";
export * from "./kubeconfig.js";
