import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Clock } from "./time/clock.js";

/** How often a program is looked at. The first look comes when its start is over. */
const LOOK_INTERVAL_MS = 15_000;
/** A program that used less of a core than this since the last look is idle: a pause disturbs nobody. */
const IDLE_CPU_MAX = 0.05;
/** So much garbage is worth a collection, in bytes. */
const GARBAGE_MIN_BYTES = 8 * 1024 * 1024;

/**
 * Frees what an idle program no longer needs. V8 collects only when memory is asked for, so a program that idles keeps
 * the garbage of its start, and of each small task since, until that has doubled its heap; a mesh of eight such
 * programs is noticed on a laptop. A busy program is left to V8.
 */
export function collectIdleGarbage(clock: Clock): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let kept = 0;
  let cpu = process.cpuUsage();
  const look = (): void => {
    const used = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const share = (used.user + used.system) / 1000 / LOOK_INTERVAL_MS;
    if (share < IDLE_CPU_MAX && process.memoryUsage().heapUsed > kept + GARBAGE_MIN_BYTES) {
      collect();
      kept = process.memoryUsage().heapUsed;
    }
    clock.after(LOOK_INTERVAL_MS, look);
  };
  clock.after(LOOK_INTERVAL_MS, look);
}
