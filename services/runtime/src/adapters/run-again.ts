import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { once } from "node:events";
import type { Running } from "@flotilla/service";

/** Starts this program again behind `prefix`; resolves with its addresses when it is ready. */
export async function runAgain(
  prefix: readonly string[],
  argv: readonly string[],
): Promise<Running & { addresses: Record<string, string> }> {
  const [command = "", ...args] = [...prefix, process.execPath, ...process.execArgv, ...argv];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const ready = (async () => {
    for await (const line of createInterface(child.stdout)) {
      const { addresses } = JSON.parse(line) as { addresses: Record<string, string> };
      return addresses;
    }
    throw new Error(`${prefix[0]} ended before the runtime was ready`);
  })();
  const failed = once(child, "error").then(([error]) => Promise.reject(error as Error));
  const addresses = await Promise.race([ready, failed]);
  // We stand for it: when it ends unasked, so do we.
  const unasked = (code: number | null) => process.exit(code ?? 1);
  child.once("exit", unasked);
  return {
    addresses,
    async stop() {
      child.off("exit", unasked);
      child.kill("SIGTERM");
      await exited;
    },
  };
}
