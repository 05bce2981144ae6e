import type { ExecSyncResponse } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { RpcCode, RpcError, type Clock } from "@flotilla/service";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { HelperProcess } from "./native-helper.js";

/** Output that is kept of each stream, bytes; the rest is dropped. Source: CRI. */
const OUTPUT_LIMIT = 16 << 20;
/** How long children of the command may hold its output open after its end, ms. */
const DRAIN_MS = 500;
const KILLED_EXIT_CODE = 137;

/** Runs a started process to its end. `timeoutMs` 0 waits for ever. */
export async function execSync(
  { child, started }: HelperProcess,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<ExecSyncResponse> {
  const stdout = collect(child.stdout as Readable);
  const stderr = collect(child.stderr as Readable);
  const exited = once(child, "exit") as Promise<[number | null]>;
  const closed = once(child, "close");
  exited.catch(() => undefined);
  closed.catch(() => undefined);
  try {
    await started;
  } catch (error) {
    throw new RpcError(RpcCode.UNKNOWN, `failed to exec: ${(error as Error).message}`, undefined, { cause: error });
  }
  // The command dies with the helper.
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill);
  let timedOut = false;
  const timer = timeoutMs > 0 ? clock.after(timeoutMs, () => ((timedOut = true), kill())) : undefined;
  const [code] = await exited;
  timer?.stop();
  signal.removeEventListener("abort", kill);
  if (timedOut) throw new RpcError(RpcCode.DEADLINE_EXCEEDED, `the command took more than ${timeoutMs} ms`);
  await Promise.race([closed, clock.sleep(DRAIN_MS)]);
  return { stdout: stdout(), stderr: stderr(), exitCode: code ?? KILLED_EXIT_CODE };
}

function collect(stream: Readable): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < OUTPUT_LIMIT) chunks.push(chunk.subarray(0, OUTPUT_LIMIT - size));
    size += chunk.length;
  });
  return () => Buffer.concat(chunks);
}
