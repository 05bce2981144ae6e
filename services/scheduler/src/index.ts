export { startScheduler, type RunningScheduler, type SchedulerDependencies } from "./service.js";
export { schedulerOptions, type SchedulerConfig } from "./config.js";
