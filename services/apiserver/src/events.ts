import type { Environment } from "@flotilla/service";

/** Seconds. Source: apiserver `apiserver_request_duration_seconds`, thinned out. */
const DURATION_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What an ApiServer has to say about itself. */
export interface ApiServerEvents {
  requestServed(method: string, path: string, durationMs: number): void;
  /** Neither the client's fault nor foreseen. */
  requestFailed(method: string, path: string, error: unknown): void;
  /** The watch of the store broke; it is tried again. */
  cacheBroken(prefix: string, error: unknown): void;
  /** Something that is done at intervals failed, and will be tried at the next one. */
  chore(name: string, error: unknown): void;
  listening(rest: string, grpc: string): void;
}

export function apiServerEvents({ log, metrics }: Environment): ApiServerEvents {
  const duration = metrics.histogram(
    "apiserver_request_duration_seconds",
    "Time from the request to the end of the answer.",
    DURATION_BUCKETS,
    ["verb"],
  );
  const failures = metrics.counter(
    "apiserver_request_aborts_total",
    "Requests that ended in an error of the server itself.",
  );
  return {
    requestServed(method, path, durationMs) {
      duration.observe(durationMs / 1000, { verb: method });
      log.debug("request_served", { method, path, durationMs });
    },
    requestFailed(method, path, error) {
      failures.inc();
      log.error("request_failed", { method, path, error });
    },
    cacheBroken: (prefix, error) => log.warn("watch_of_store_broken", { prefix, error }),
    chore: (name, error) => log.warn("chore_failed", { name, error }),
    listening: (rest, grpc) => log.info("listening", { rest, grpc }),
  };
}
