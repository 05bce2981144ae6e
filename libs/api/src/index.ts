export * from "./object.js";
