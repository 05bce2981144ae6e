import type { Environment } from "@flotilla/service";

/** Seconds. Source: kube-scheduler `scheduler_scheduling_attempt_duration_seconds`. */
const ATTEMPT_BUCKETS = [
  0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192, 16.384,
];

/** Source: kube-scheduler `scheduler_preemption_victims`. */
const VICTIM_BUCKETS = [1, 2, 4, 8, 16, 32, 64];

/** What is worth a log line and a metric in a Scheduler. Metric names are kube-scheduler's. */
export function schedulerEvents({ log, metrics }: Environment) {
  const attempts = metrics.counter(
    "scheduler_schedule_attempts_total",
    "Number of attempts to schedule pods, by the result.",
    ["result", "profile"],
  );
  const duration = metrics.histogram(
    "scheduler_scheduling_attempt_duration_seconds",
    "Scheduling attempt latency in seconds",
    ATTEMPT_BUCKETS,
    ["result", "profile"],
  );
  const victims = metrics.histogram(
    "scheduler_preemption_victims",
    "Number of selected preemption victims",
    VICTIM_BUCKETS,
  );
  const pending = metrics.gauge("scheduler_pending_pods", "Number of pending pods, by the queue type.", ["queue"]);
  return {
    started: (profiles: readonly string[]) => log.info("scheduler.started", { profiles }),
    bound: (pod: string, node: string, profile: string, elapsedMs: number) => {
      attempts.inc({ result: "scheduled", profile });
      duration.observe(elapsedMs / 1000, { result: "scheduled", profile });
      log.debug("pod.bound", { pod, node });
    },
    unschedulable: (pod: string, message: string, profile: string) => {
      attempts.inc({ result: "unschedulable", profile });
      log.debug("pod.unschedulable", { pod, message });
    },
    bindFailed: (pod: string, node: string, profile: string, error: unknown) => {
      attempts.inc({ result: "error", profile });
      log.warn("pod.bind_failed", { pod, node, error });
    },
    preempting: (pod: string, node: string, count: number) => {
      victims.observe(count);
      log.info("pod.preempting", { pod, node, victims: count });
    },
    evictionFailed: (pod: string, error: unknown) => log.warn("pod.eviction_failed", { pod, error }),
    patchFailed: (pod: string, error: unknown) => log.warn("pod.status_not_written", { pod, error }),
    adviserFailed: (adviser: string, error: unknown) => log.warn("adviser.failed", { adviser, error }),
    attemptFailed: (pod: string, error: unknown) => log.error("pod.attempt_failed", { pod, error }),
    pending: (counts: Readonly<Record<string, number>>) => {
      for (const [queue, count] of Object.entries(counts)) pending.set(count, { queue });
    },
  };
}

export type SchedulerEvents = ReturnType<typeof schedulerEvents>;
