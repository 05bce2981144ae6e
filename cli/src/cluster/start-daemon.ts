import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CliError } from "../cli-error.js";
import type { Steps } from "../output/steps.js";
import type { ClusterState } from "./cluster-spec.js";
import type { Home } from "./home.js";
import { endProcess } from "./process-ref.js";
import type { DaemonMessage } from "./run-supervised.js";

const ORPHAN_GRACE_MS = 10_000;

/** After a crash of the supervisor its components may still run: they would hold the ports and the data. */
export async function endOrphans(state: ClusterState): Promise<void> {
  for (const component of [...state.components].reverse())
    if (component.process !== undefined) await endProcess(component.process, ORPHAN_GRACE_MS);
}

/** Starts the daemon, shows its steps, and leaves it running when it is ready. */
export async function startDaemon(home: Home, steps: Steps): Promise<void> {
  const log = openSync(home.logFile("supervisor"), "a");
  const entry = fileURLToPath(new URL("../bin/flotilla.js", import.meta.resolve("@flotilla/cli")));
  const child = spawn(process.execPath, ["--max-semi-space-size=2", entry, "supervise", "--home", home.path], {
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message: DaemonMessage) => {
      if (message.kind === "step") steps.done(message.text, message.elapsedMs, message.detail);
      if (message.kind === "ready") resolve();
      if (message.kind === "failed") reject(new CliError(message.message));
    });
    child.on("exit", (code) =>
      reject(new CliError(`the supervisor ended (exit code ${code ?? "unknown"}); see ${home.logFile("supervisor")}`)),
    );
  });
  child.disconnect();
  child.unref();
}
