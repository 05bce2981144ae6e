import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Metrics } from "./environment.js";

/** Metrics of one service. Asking for a name again gives the same metric. */
export function createMetrics(): Metrics {
  return metricsOf(new Registry());
}

/** Metrics of a service that has the process for itself: with memory, CPU, event loop lag, open files. */
export function createProcessMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return metricsOf(registry);
}

function metricsOf(registry: Registry): Metrics {
  const known = <T>(name: string): T | undefined => registry.getSingleMetric(name) as T | undefined;
  const registers = [registry];
  return {
    counter(name, help, labels = []) {
      const counter = known<Counter>(name) ?? new Counter({ name, help, labelNames: [...labels], registers });
      return { inc: (values, by) => (values === undefined ? counter.inc(by) : counter.inc(values, by)) };
    },
    gauge(name, help, labels = []) {
      const gauge = known<Gauge>(name) ?? new Gauge({ name, help, labelNames: [...labels], registers });
      return { set: (value, values) => (values === undefined ? gauge.set(value) : gauge.set(values, value)) };
    },
    histogram(name, help, buckets, labels = []) {
      const histogram =
        known<Histogram>(name) ??
        new Histogram({ name, help, buckets: [...buckets], labelNames: [...labels], registers });
      return {
        observe: (value, values) =>
          values === undefined ? histogram.observe(value) : histogram.observe(values, value),
      };
    },
    expose: () => registry.metrics(),
  };
}
