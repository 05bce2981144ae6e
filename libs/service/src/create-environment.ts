import type { Environment } from "./environment.js";
import { createLogger, silentLogger, type LogOptions } from "./log/logger.js";
import { createMetrics } from "./metrics.js";
import { systemRng } from "./random.js";
import { systemClock } from "./time/system-clock.js";

/** The real doors to the world for one service: system clock and random numbers, a log on standard error, its own metrics. */
export function createEnvironment(component: string, log: Partial<Omit<LogOptions, "clock">> = {}): Environment {
  const format = log.format ?? (process.stderr.isTTY ? "text" : "json");
  return {
    clock: systemClock,
    rng: systemRng,
    log: createLogger(component, { level: "info", ...log, format, clock: systemClock }),
    metrics: createMetrics(),
  };
}

/** An environment for tests: real time, nothing logged. Override what the test is about. */
export function quietEnvironment(overrides: Partial<Environment> = {}): Environment {
  return { clock: systemClock, rng: systemRng, log: silentLogger, metrics: createMetrics(), ...overrides };
}
