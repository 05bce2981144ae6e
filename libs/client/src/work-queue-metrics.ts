import type { Metrics } from "@flotilla/service";

/** Upstream's buckets for queue and work durations: 10 ns to 10 s and beyond, by tens. */
const DURATION_BUCKETS_SECONDS = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];

/** What a queue tells about itself. Names and labels are upstream's, so dashboards made for it work. */
export interface WorkQueueMetrics {
  added(): void;
  retried(): void;
  depth(size: number): void;
  waited(seconds: number): void;
  worked(seconds: number): void;
}

export function workQueueMetrics(metrics: Metrics, name: string): WorkQueueMetrics {
  const adds = metrics.counter("workqueue_adds_total", "Adds handled by the queue", ["name"]);
  const retries = metrics.counter("workqueue_retries_total", "Delayed and rate-limited adds", ["name"]);
  const depth = metrics.gauge("workqueue_depth", "Keys that wait in the queue", ["name"]);
  const waited = metrics.histogram(
    "workqueue_queue_duration_seconds",
    "How long a key waits before it is taken",
    DURATION_BUCKETS_SECONDS,
    ["name"],
  );
  const worked = metrics.histogram(
    "workqueue_work_duration_seconds",
    "How long the work on a key takes",
    DURATION_BUCKETS_SECONDS,
    ["name"],
  );
  const labels = { name };
  return {
    added: () => adds.inc(labels),
    retried: () => retries.inc(labels),
    depth: (size) => depth.set(size, labels),
    waited: (seconds) => waited.observe(seconds, labels),
    worked: (seconds) => worked.observe(seconds, labels),
  };
}
