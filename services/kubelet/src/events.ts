import type { EventRecorder } from "@flotilla/client";
import type { Environment } from "@flotilla/service";
import type { ProbeEvents } from "./pods/prober-manager.js";

const PROBE_TITLES = { startup: "Startup", liveness: "Liveness", readiness: "Readiness" } as const;

/** What probes are worth: an event on the pod and a metric. */
export function podEvents(
  environment: Environment,
  recorder: EventRecorder,
  wake: (podUid: string) => void,
): ProbeEvents {
  const failures = environment.metrics.counter(
    "prober_probe_total",
    "Cumulative number of a liveness, readiness or startup probe for a container by result.",
    ["probe_type", "result"],
  );
  return {
    failed: (pod, _container, kind, message) => {
      failures.inc({ probe_type: PROBE_TITLES[kind], result: "failed" });
      recorder.event(pod, "Warning", "Unhealthy", `${PROBE_TITLES[kind]} probe failed: ${message}`);
    },
    changed: wake,
  };
}
