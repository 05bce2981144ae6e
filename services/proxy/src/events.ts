import type { Environment } from "@flotilla/service";

/** Seconds. Source: kube-proxy `kubeproxy_sync_proxy_rules_duration_seconds`. */
const SYNC_BUCKETS = [
  0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192, 16.384,
];

/** What is worth a log line and a metric in a Proxy. */
export function proxyEvents({ log, metrics }: Environment) {
  const duration = metrics.histogram(
    "kubeproxy_sync_proxy_rules_duration_seconds",
    "SyncProxyRules latency in seconds",
    SYNC_BUCKETS,
  );
  const failures = metrics.counter("kubeproxy_sync_proxy_rules_failures_total", "Cumulative proxy rules sync failures");
  return {
    backendChosen: (mode: string, reason: string) => log.info("proxy.mode", { mode, reason }),
    applied: (ruleCount: number, elapsedMs: number) => {
      duration.observe(elapsedMs / 1000);
      log.debug("rules.applied", { ruleCount, elapsedMs });
    },
    failed: (error: unknown) => {
      failures.inc();
      log.error("rules.failed", { error });
    },
  };
}

export type ProxyEventSink = ReturnType<typeof proxyEvents>;
