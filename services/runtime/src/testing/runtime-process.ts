import { build } from "esbuild";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The program in one file, so that a user who cannot read this tree can run it. */
export async function bundleRuntime(folder: string): Promise<string> {
  const outfile = join(folder, "runtime.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["flotilla-source"],
    // Packages of the older kind call require.
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return outfile;
}

/** Runs the program as a user of this machine until it says that it is ready. */
export async function startRuntimeProcess(
  program: string,
  args: readonly string[],
  uid: number,
): Promise<ChildProcess> {
  const folder = join(program, "..");
  await chown(folder, uid, uid);
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    uid,
    gid: uid,
    cwd: folder,
    detached: true,
  });
  child.unref();
  const lines = createInterface(child.stdout);
  const exited = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`the runtime ended with ${code} before it was ready`)),
  );
  const ready = once(lines, "line");
  await Promise.race([ready, exited]);
  exited.catch(() => undefined);
  return child;
}
