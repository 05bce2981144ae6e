export * from "./rpc/contract.js";
export * from "./rpc/rpc-error.js";
export * from "./time/clock.js";
export * from "./environment.js";
export * from "./lifecycle.js";
