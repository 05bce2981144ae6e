import { parseDurationMs } from "@flotilla/api";
import { Cron } from "croner";
import type { Schedule } from "../core/cronjob/plan.js";

/** The shortcuts of the cron library that Kubernetes uses. */
const SHORTCUTS: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Reads a schedule in cron's five fields, or one of its shortcuts. Throws for what is none. */
export function cronSchedule(text: string, timeZone: string | undefined): Schedule {
  const trimmed = text.trim();
  if (trimmed.startsWith("@every ")) return everySchedule(trimmed.slice("@every ".length));
  // Without a zone the schedule is the controller's own: UTC, so that it does not depend on the machine.
  const cron = new Cron(SHORTCUTS[trimmed] ?? trimmed, {
    paused: true,
    timezone: timeZone ?? "Etc/UTC",
    mode: "5-part",
  });
  return { next: (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() };
}

function everySchedule(duration: string): Schedule {
  const stepMs = Math.max(1000, parseDurationMs(duration));
  return { next: (afterMs) => afterMs + stepMs };
}
