import { readFileSync } from "node:fs";
import type { ProcessRef } from "./cluster-spec.js";

const START_TIME_FIELD = 22;

/** Names a running process; undefined when there is none of that pid. */
export function processRef(pid: number): ProcessRef | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process exists, too.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  return { pid, startTime: startTime(pid) };
}

/** Whether the very process still runs. */
export function isAlive(ref: ProcessRef): boolean {
  const now = processRef(ref.pid);
  return now !== undefined && now.startTime === ref.startTime && !isZombie(ref.pid);
}

/** Ends a process: TERM, and KILL when it is still there after the grace. Resolves when it is gone. */
export async function endProcess(ref: ProcessRef, graceMs: number): Promise<void> {
  if (!isAlive(ref)) return;
  process.kill(ref.pid, "SIGTERM");
  if (await goneWithin(ref, graceMs)) return;
  process.kill(ref.pid, "SIGKILL");
  await goneWithin(ref, graceMs);
}

async function goneWithin(ref: ProcessRef, limitMs: number): Promise<boolean> {
  const POLL_MS = 25;
  for (let waited = 0; waited < limitMs; waited += POLL_MS) {
    if (!isAlive(ref)) return true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return !isAlive(ref);
}

/** Source: proc(5), /proc/PID/stat; the name of the program may contain spaces and brackets. */
function statFields(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return [`${pid}`, "", ...text.slice(text.lastIndexOf(")") + 2).split(" ")];
  } catch {
    return [];
  }
}

function startTime(pid: number): string {
  return statFields(pid)[START_TIME_FIELD - 1] ?? "";
}

function isZombie(pid: number): boolean {
  return statFields(pid)[2] === "Z";
}
