import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ApiClient, grpcApiClient } from "@flotilla/client";
import { grpcChannel, staticTls } from "@flotilla/service";
import { TestCluster } from "@flotilla/testing";
import type { Measurement } from "../bench.js";
import { CASES, PREEMPTION, type SchedulingCase } from "./cases.js";
import { Load } from "./load.js";

const TIMEOUT_MS = 600_000;
/** Nothing but what scheduling needs: the nodes are hollow. */
const ARGUMENTS = ["--without", "kubelet,runtime,proxy,controller-manager"];

/** Pods per second through our store, ApiServer and Scheduler, each a process of its own, as seen by a watch. */
export async function measureWholePath(say: (line: string) => void, only?: string): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const test of [...CASES, preemption]) {
    if (only !== undefined && !test.name.includes(only)) continue;
    await using cluster = await TestCluster.start(ARGUMENTS);
    measurements.push(...(await measureCase(cluster, test, say)));
  }
  return measurements;
}

const preemption: SchedulingCase = {
  ...PREEMPTION,
  existingPod: () => ({
    requests: { cpu: "900m", memory: "500Mi" },
    spec: { priority: 0, terminationGracePeriodSeconds: 0 },
  }),
  measuredPod: () => ({
    requests: { cpu: "3000m", memory: "500Mi" },
    spec: { priorityClassName: "system-cluster-critical" },
  }),
};

async function measureCase(
  cluster: TestCluster,
  test: SchedulingCase,
  say: (line: string) => void,
): Promise<Measurement[]> {
  await using load = new Load(await adminClient(cluster), await adminClient(cluster));
  await load.prepare(test);
  await load.createPods("existing", test.existing, test.existingPod);
  await load.untilBound("existing", test.existing, TIMEOUT_MS);
  if (test.hopeless) await load.createPods("hopeless", test.hopeless, () => ({ requests: { cpu: "9" } }));
  const cpuBefore = await cpuSeconds(cluster);
  const startedAt = performance.now();
  const creating = load.createPods("measured", test.measured, test.measuredPod);
  await load.untilBound("measured", test.measured, TIMEOUT_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  await creating;
  const cpu = await cpuSeconds(cluster);
  const value = Math.round(test.measured / seconds);
  const perPod = [...cpu].map(
    ([name, used]) => `${name} ${Math.round(((used - (cpuBefore.get(name) ?? 0)) * 1e6) / test.measured)}`,
  );
  say(
    `${test.name}: ${test.nodes} nodes, ${test.existing} pods before, ${test.measured} measured: ${value} pods/s; processor time in us/pod: ${perPod.join(", ")}`,
  );
  const published = test.threshold && {
    name: "threshold of kube-scheduler's CI",
    value: test.threshold,
    ratio: value / test.threshold,
  };
  return [{ name: test.name, value, unit: "pods/s", ...(published && { peer: published }) }];
}

async function adminClient(cluster: TestCluster): Promise<ApiClient> {
  const { components } = await cluster.status();
  const address = components
    .find(({ name }) => name === "apiserver")!
    .endpoints["grpc"]!.replace("0.0.0.0", "127.0.0.1");
  const pem = (file: string): Promise<string> => readFile(join(cluster.home, "pki", file), "utf8");
  const source = staticTls({
    ca: await pem("ca.crt"),
    certificate: await pem("admin.crt"),
    key: await pem("admin.key"),
  });
  return grpcApiClient(grpcChannel(address, { tls: { source } }));
}

const CLOCK_TICKS_PER_SECOND = 100;

/** Processor time that each component has used, and this process, which makes the load. */
async function cpuSeconds(cluster: TestCluster): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const { name, process: running } of (await cluster.status()).components) {
    if (!running) continue;
    const text = await readFile(`/proc/${running.pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    used.set(name, (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND);
  }
  const { user, system } = process.cpuUsage();
  return used.set("load", (user + system) / 1e6);
}
