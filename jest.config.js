// Tests run from source: swc strips the types (tsc checks them), and the `flotilla-source` condition in each package's
// exports points at src/, so nothing has to be built before a unit test.
/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  testEnvironmentOptions: { customExportConditions: ["flotilla-source", "node", "node-addons"] },
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "es6" } },
    ],
  },
  testMatch: ["<rootDir>/**/src/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/.*/dist/", "<rootDir>/.flotilla", "<rootDir>/.cache"],
  testTimeout: 30_000,
};
