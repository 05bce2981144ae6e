import { rm } from "node:fs/promises";
import type { ClusterState } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";
import { endProcess } from "../cluster/process-ref.js";
import { Steps } from "../output/steps.js";

/** How long the whole cluster may take to drain. */
const GRACE_MS = 30_000;

/** Stops a cluster and leaves nothing running; its data stays. Not running is fine. */
export async function down(options: { readonly home: string; readonly output: "text" | "json" }): Promise<void> {
  const home = new Home(options.home);
  const steps = new Steps(process.stderr, options.output === "json");
  const state = await readJson<ClusterState>(home.stateFile);
  const began = Date.now();
  if (state !== undefined) {
    await endProcess(state.supervisor, GRACE_MS);
    for (const component of [...state.components].reverse())
      if (component.process !== undefined) await endProcess(component.process, GRACE_MS);
    await rm(home.stateFile, { force: true });
    steps.done("stopped", Date.now() - began, `the data stays in ${home.path}`);
  } else steps.note(`nothing runs in ${home.path}`);
  if (options.output === "json")
    process.stdout.write(`${JSON.stringify({ home: home.path, wasRunning: state !== undefined })}\n`);
}
