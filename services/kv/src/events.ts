import type { Logger, Metrics } from "@flotilla/service";

/** Everything the store has to say, each as one log line and one metric. Metric names are etcd's where it has them. */
export interface KvEvents {
  /** All data is read back. */
  opened(facts: { revision: number; keys: number; durationMs: number }): void;
  /** A batch is durable. */
  committed(facts: { changes: number; durationMs: number }): void;
  leasesExpired(count: number): void;
  /** The storage failed: the store cannot go on. */
  failed(error: Error): void;
}

/** From a quarter of a millisecond to about four seconds. */
const COMMIT_BUCKETS_SECONDS = Array.from({ length: 15 }, (_, i) => 0.00025 * 2 ** i);

export function kvEvents(log: Logger, metrics: Metrics): KvEvents {
  const commitSeconds = metrics.histogram(
    "etcd_disk_backend_commit_duration_seconds",
    "How long batches take to become durable.",
    COMMIT_BUCKETS_SECONDS,
  );
  const changes = metrics.counter("flotilla_kv_changes_total", "Changes of keys that became durable.");
  const expired = metrics.counter("etcd_debugging_server_lease_expired_total", "Leases that ran out.");
  return {
    opened: (facts) => log.info("opened", facts),
    committed(facts) {
      commitSeconds.observe(facts.durationMs / 1000);
      changes.inc({}, facts.changes);
    },
    leasesExpired(count) {
      expired.inc({}, count);
      log.debug("leases_expired", { count });
    },
    failed: (error) => log.error("storage_failed", { error }),
  };
}
