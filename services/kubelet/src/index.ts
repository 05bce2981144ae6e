export { startKubelet, type KubeletDependencies, type RunningKubelet } from "./service.js";
export { kubeletOptions, type KubeletConfig } from "./config.js";
