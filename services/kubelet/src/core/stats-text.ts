import type { GetStatsResponse, Usage } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";

const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1e9;

/** `/stats/summary`. Source: kubelet `stats/v1alpha1` `Summary`. */
export function statsSummary(stats: GetStatsResponse, nodeName: string): unknown {
  return {
    node: { nodeName, ...usage(stats.node) },
    pods: stats.pods.map(({ name, namespace, uid, containers }) => ({
      podRef: { name, namespace, uid },
      containers: containers.map((container) => ({ name: container.name, ...usage(container.usage) })),
      ...usage(total(containers.map((container) => container.usage))),
    })),
  };
}

function usage(measured: Usage | undefined): object {
  if (measured === undefined) return {};
  const time = new Date(Number(measured.timeNs / NS_PER_MS)).toISOString();
  return {
    cpu: { time, usageNanoCores: Number(measured.cpuNanocores), usageCoreNanoSeconds: Number(measured.cpuTotalNs) },
    memory: { time, workingSetBytes: Number(measured.memoryWorkingSetBytes) },
  };
}

function total(usages: readonly (Usage | undefined)[]): Usage | undefined {
  const known = usages.filter((one) => one !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  const sum = (read: (one: Usage) => bigint): bigint => known.reduce((all, one) => all + read(one), 0n);
  return {
    timeNs: first.timeNs,
    cpuTotalNs: sum((one) => one.cpuTotalNs),
    cpuNanocores: sum((one) => one.cpuNanocores),
    memoryWorkingSetBytes: sum((one) => one.memoryWorkingSetBytes),
  };
}

/** `/metrics/resource`: what autoscalers need, of the node, its pods and their containers. Source: KEP-727. */
export function resourceMetrics(stats: GetStatsResponse): string {
  const pods = stats.pods.map((pod) => ({
    labels: { namespace: pod.namespace, pod: pod.name },
    usage: total(pod.containers.map(({ usage: one }) => one)),
  }));
  return [
    ...family("container_cpu_usage_seconds_total", "counter", containerSeries(stats), cpuSeconds),
    ...family("container_memory_working_set_bytes", "gauge", containerSeries(stats), memoryBytes),
    ...family("node_cpu_usage_seconds_total", "counter", [{ labels: {}, usage: stats.node }], cpuSeconds),
    ...family("node_memory_working_set_bytes", "gauge", [{ labels: {}, usage: stats.node }], memoryBytes),
    ...family("pod_cpu_usage_seconds_total", "counter", pods, cpuSeconds),
    ...family("pod_memory_working_set_bytes", "gauge", pods, memoryBytes),
    "# TYPE resource_scrape_error gauge",
    "resource_scrape_error 0",
    "",
  ].join("\n");
}

/** `/metrics/cadvisor`: of containers only. */
export function containerMetrics(stats: GetStatsResponse): string {
  return [
    ...family("container_cpu_usage_seconds_total", "counter", containerSeries(stats), cpuSeconds),
    ...family("container_memory_working_set_bytes", "gauge", containerSeries(stats), memoryBytes),
    "",
  ].join("\n");
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly usage: Usage | undefined;
}

function containerSeries(stats: GetStatsResponse): Series[] {
  return stats.pods.flatMap((pod) =>
    pod.containers.map((container) => ({
      labels: { container: container.name, namespace: pod.namespace, pod: pod.name },
      usage: container.usage,
    })),
  );
}

function family(name: string, type: string, series: readonly Series[], read: (usage: Usage) => number): string[] {
  const lines = series.flatMap(({ labels, usage: measured }) => {
    if (measured === undefined) return [];
    const text = Object.entries(labels)
      .map(([label, value]) => `${label}="${value}"`)
      .join(",");
    return [`${name}${text === "" ? "" : `{${text}}`} ${read(measured)} ${measured.timeNs / NS_PER_MS}`];
  });
  return [`# TYPE ${name} ${type}`, ...lines];
}

function cpuSeconds(measured: Usage): number {
  return Number(measured.cpuTotalNs) / NS_PER_SECOND;
}

function memoryBytes(measured: Usage): number {
  return Number(measured.memoryWorkingSetBytes);
}
