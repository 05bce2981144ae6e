import { BadValue } from "./bad-value.js";

const UNITS_MS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** Reads "1h30m", "1.5s", "250ms" or "0" as milliseconds: Go's form of durations, as the flags of Kubernetes have it. */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  if (trimmed === "0") return 0;
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(trimmed)) throw new BadValue(`a duration such as "500ms", "10s" or "1h30m"`);
  let totalMs = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g))
    totalMs += Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS];
  return totalMs;
}

/** The opposite of `parseDuration`: 90000 is "1m30s". */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return "0";
  let restMs = durationMs;
  let text = "";
  for (const [unit, unitMs] of Object.entries(UNITS_MS)) {
    const amount = unit === "ms" ? restMs : Math.floor(restMs / unitMs);
    restMs -= amount * unitMs;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text;
}
