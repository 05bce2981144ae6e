export * from "./command.js";
export * from "./eventually.js";
export * from "./cluster.js";
export * from "./containerd.js";
export * from "./etcd-cluster.js";
