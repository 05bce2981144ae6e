import { runDaemon } from "../cluster/daemon.js";
import { Home } from "../cluster/home.js";
import type { DaemonMessage } from "../cluster/run-supervised.js";
import { readNodeSpec } from "../join/node-spec.js";

/** Runs in the background for `flotilla up` and `flotilla node join`; in the foreground for those who have a supervisor of their own. */
export async function supervise(options: { readonly home: string }): Promise<void> {
  const tell = (message: DaemonMessage): void => {
    if (process.connected) process.send?.(message);
  };
  try {
    const home = new Home(options.home);
    const node = await readNodeSpec(home);
    if (node === undefined) await runDaemon(home, tell);
    else await (await import("../join/node-daemon.js")).runNodeDaemon(home, node, tell);
    process.exit(0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(error);
    if (!process.connected) process.exit(1);
    process.send?.({ kind: "failed", message }, () => process.exit(1));
  }
}
