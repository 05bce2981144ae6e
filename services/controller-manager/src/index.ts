export { controllerManagerOptions, type ControllerManagerConfig } from "./config.js";
export {
  startControllerManager,
  type ControllerManagerDependencies,
  type RunningControllerManager,
} from "./service.js";
