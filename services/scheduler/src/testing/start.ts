import type { ApiClient } from "@flotilla/client";
import { apiServiceOver } from "@flotilla/client/testing/memory-api-service.js";
import { inProcessChannel, quietEnvironment, readConfig } from "@flotilla/service";
import { commonOptions } from "@flotilla/service";
import { type SchedulerConfig, schedulerOptions } from "../config.js";
import { type RunningScheduler, startScheduler } from "../service.js";

/** A scheduler on free ports, over any API. Waits are short: what is tested are states, not times. */
export function startOver(api: ApiClient, settings: Partial<SchedulerConfig> = {}): Promise<RunningScheduler> {
  const argv = [
    "--listen-address=127.0.0.1:0",
    "--http-address=127.0.0.1:0",
    "--pod-initial-backoff=20ms",
    "--pod-max-backoff=100ms",
  ];
  const config = readConfig("scheduler", { ...schedulerOptions, ...commonOptions }, { argv, env: {} });
  return startScheduler(
    { ...config, ...settings },
    { environment: quietEnvironment(), apiserver: inProcessChannel([apiServiceOver(api)]) },
  );
}

/** Repeats until the check does not throw. */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 20_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
