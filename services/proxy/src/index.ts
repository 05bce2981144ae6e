export { startProxy, type ProxyDependencies, type RunningProxy } from "./service.js";
export { proxyOptions, type ProxyConfig } from "./config.js";
