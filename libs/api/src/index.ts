export * from "./object.js";
export * from "./status.js";
export * from "./names.js";
export * from "./quantity.js";
