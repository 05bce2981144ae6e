// Bundles each program into one file: a process then starts sooner and needs about 10 MB less, which counts when a mesh
// of eight runs on a laptop. The compiled modules beside the bundle stay what libraries and tests use.
import { build } from "esbuild";
import { existsSync } from "node:fs";

const PROGRAMS = ["kv", "apiserver", "scheduler", "controller-manager", "kubelet", "runtime", "proxy"];

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  logLevel: "warning",
  // A native addon is found beside its own package; the certificate library is loaded only when one is made.
  external: ["classic-level", "@peculiar/x509", "reflect-metadata"],
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
};

await Promise.all([
  ...PROGRAMS.filter((name) => existsSync(`services/${name}/dist/main.js`)).map((name) =>
    build({ ...common, entryPoints: [`services/${name}/dist/main.js`], outfile: `services/${name}/dist/program.mjs` }),
  ),
  build({
    ...common,
    entryPoints: { program: "cli/dist/main.js" },
    outdir: "cli/dist/bundle",
    outExtension: { ".js": ".mjs" },
    splitting: true,
  }),
]);
