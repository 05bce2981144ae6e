import { type DaemonMessage, runDaemon } from "../cluster/daemon.js";
import { Home } from "../cluster/home.js";

/** Runs in the background for `flotilla up`; in the foreground for those who have a supervisor of their own. */
export async function supervise(options: { readonly home: string }): Promise<void> {
  const tell = (message: DaemonMessage): void => {
    if (process.connected) process.send?.(message);
  };
  try {
    await runDaemon(new Home(options.home), tell);
    process.exit(0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(error);
    if (!process.connected) process.exit(1);
    process.send?.({ kind: "failed", message }, () => process.exit(1));
  }
}
