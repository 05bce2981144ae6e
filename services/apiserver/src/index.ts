export { startApiServer, type ApiServerDependencies, type RunningApiServer } from "./service.js";
export { options, type ApiServerConfig } from "./config.js";
