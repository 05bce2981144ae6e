// The architecture as data. `make deps` also plants a violation of each rule and expects it to be caught.

// Lowest first: each may use only what stands before it.
const LIBS = ["contracts", "api", "service", "streams", "pki", "client", "fanout", "testing"];

const ladder = LIBS.slice(0, -1).map((lib, index) => ({
  name: "libs-form-a-ladder",
  severity: "error",
  from: { path: `^libs/${lib}/` },
  to: { path: `^libs/(${LIBS.slice(index + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...ladder,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "libs-never-use-services",
      severity: "error",
      from: { path: "^libs/(?!testing/)" },
      to: { path: "^(services|cli)/" },
    },
    {
      name: "services-meet-only-in-contracts",
      severity: "error",
      from: { path: "^services/([^/]+)/" },
      to: { path: "^(services|cli)/", pathNot: "^services/$1/" },
    },
    {
      // No Node built-ins, no npm packages, no transport: only itself, the object model, and interfaces.
      name: "core-is-pure",
      severity: "error",
      from: { path: "^services/[^/]+/src/core/", pathNot: "\\.test\\.ts$|/testing/" },
      to: {
        pathNot: [
          "^services/[^/]+/src/core/",
          "^libs/api/",
          "^libs/contracts/",
          "^libs/service/src/(time/clock|environment|rpc/(rpc-error|contract)|async/.*)\\.ts$",
          "^libs/service/src/index\\.ts$",
        ],
      },
    },
    {
      name: "api-is-pure",
      severity: "error",
      from: { path: "^libs/api/src/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "testing-stays-in-tests",
      severity: "error",
      from: { pathNot: "(\\.test\\.ts$|/testing/|^tests/|^bench/|^libs/testing/)" },
      to: { path: "/testing/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/|libs/contracts/src/gen/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["flotilla-source", "types", "import", "node", "default"],
      extensions: [".ts", ".js"],
    },
  },
};
