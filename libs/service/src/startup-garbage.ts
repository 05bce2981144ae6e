import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Clock } from "./time/clock.js";

/** When the start is over and its garbage can be told from what stays. */
const SETTLED_AFTER_MS = 5_000;

/**
 * Frees, once, what the start of a program leaves behind. V8 collects only when memory is asked for, so a program that
 * idles would keep tens of megabytes of it for good; a mesh of eight such programs is noticed on a laptop.
 */
export function collectStartupGarbage(clock: Clock): void {
  clock.after(SETTLED_AFTER_MS, () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as (options: { type: "major"; flavor: "last-resort" }) => void;
    collect({ type: "major", flavor: "last-resort" });
  });
}
