import type { Environment } from "@flotilla/service";

/** What is worth a line in the log and a number in the metrics. */
export interface RuntimeEvents {
  ready(fields: { driver: string; reason: string; missing: readonly string[]; address: string }): void;
  sandboxStarted(id: string, pod: string, durationMs: number): void;
  containerStarted(id: string, name: string, durationMs: number): void;
  containerFailed(id: string, name: string, error: unknown): void;
  containerExited(id: string, name: string, exitCode: number, reason: string): void;
  adopted(fields: { running: number; exited: number; sandboxes: number }): void;
  imagePulled(name: string, durationMs: number): void;
  imageFailed(name: string, error: unknown): void;
  cleanupFailed(what: string, error: unknown): void;
}

/** Seconds. */
const START_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function runtimeEvents({ log, metrics }: Environment): RuntimeEvents {
  const starts = metrics.histogram(
    "flotilla_runtime_start_seconds",
    "Time to start a sandbox or a container",
    START_BUCKETS,
    ["what"],
  );
  const pulls = metrics.counter("flotilla_runtime_image_pulls_total", "Images pulled", ["result"]);
  const exits = metrics.counter("flotilla_runtime_container_exits_total", "Containers that ended", ["reason"]);
  return {
    ready: (fields) => (fields.missing.length > 0 ? log.warn : log.info).call(log, "runtime ready", fields),
    sandboxStarted: (id, pod, durationMs) => {
      starts.observe(durationMs / 1000, { what: "sandbox" });
      log.info("sandbox started", { id, pod, durationMs });
    },
    containerStarted: (id, name, durationMs) => {
      starts.observe(durationMs / 1000, { what: "container" });
      log.info("container started", { id, name, durationMs });
    },
    containerFailed: (id, name, error) => log.warn("container failed to start", { id, name, error }),
    containerExited: (id, name, exitCode, reason) => {
      exits.inc({ reason });
      log.info("container exited", { id, name, exitCode, reason });
    },
    adopted: (fields) => log.info("adopted what was there", fields),
    imagePulled: (name, durationMs) => {
      pulls.inc({ result: "ok" });
      log.info("image pulled", { name, durationMs });
    },
    imageFailed: (name, error) => {
      pulls.inc({ result: "error" });
      log.warn("image pull failed", { name, error });
    },
    cleanupFailed: (what, error) => log.warn("cleanup failed", { what, error }),
  };
}
