import { readFile } from "node:fs/promises";
import type { Usage } from "../core/stats.js";

/** Linux counts CPU time in these, 100 a second on all architectures that we run on. */
const NANOSECONDS_PER_TICK = 10_000_000n;
const PAGE_SIZE = 4096n;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const MINOR_FAULTS = 7;
const MAJOR_FAULTS = 9;
const RESIDENT_PAGES = 21;

/** Use of one process, where control groups are out of reach; its children are not counted. */
export async function processUsage(pid: number): Promise<Usage | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // After the command, which is in brackets and may hold blanks. Source: proc(5).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (!text || pid === 0) return undefined;
  const field = (index: number) => BigInt(fields[index] ?? "0");
  const resident = field(RESIDENT_PAGES) * PAGE_SIZE;
  return {
    cpuNanoseconds: (field(USER_TICKS) + field(SYSTEM_TICKS)) * NANOSECONDS_PER_TICK,
    memoryBytes: resident,
    workingSetBytes: resident,
    rssBytes: resident,
    pageFaults: field(MINOR_FAULTS),
    majorPageFaults: field(MAJOR_FAULTS),
    processes: 1n,
    memoryLimitBytes: 0n,
  };
}
