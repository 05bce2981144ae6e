import type { Pod } from "@flotilla/api/types/core/v1.js";
import { defaultProfile } from "@flotilla/scheduler/core/evaluation/default-profile.js";
import { fastRandom } from "@flotilla/scheduler/core/fast-random.js";
import { Scheduler } from "@flotilla/scheduler/core/scheduler.js";
import { systemClock } from "@flotilla/service";
import type { Measurement } from "../bench.js";
import { CASES, makeNode, makePod, type PodOf, PREEMPTION, type SchedulingCase } from "./cases.js";

const MICROSECONDS = 1000;

/** The decision alone: no API, no watch, nothing written. Microseconds a pod, from the queue to the node counted. */
export function measureCore(say: (line: string) => void, only?: string): Measurement[] {
  const measured = CASES.filter(({ name }) => only === undefined || name.includes(only)).map((test) =>
    measureCase(test, say),
  );
  return only === undefined || PREEMPTION.name.includes(only) ? [...measured, measurePreemption(say)] : measured;
}

function newScheduler(): Scheduler {
  return new Scheduler({
    profiles: [defaultProfile()],
    backoff: { initialMs: 1000, maxMs: 10_000 },
    clock: systemClock,
    rng: fastRandom(0.5),
  });
}

/** Run once before it counts: what is measured is compiled code. */
const WARM_UP = { nodes: 500, existing: 500, measured: 2000, hopeless: 0 };

function measureCase(test: SchedulingCase, say: (line: string) => void): Measurement {
  runCase({ ...test, ...WARM_UP });
  const { bound, elapsedMs } = runCase(test);
  say(`${test.name}: ${bound} of ${test.measured} pods on ${test.nodes} nodes`);
  return {
    name: `decision ${test.name}`,
    value: Math.round((elapsedMs * MICROSECONDS * 10) / bound) / 10,
    unit: "us/pod",
  };
}

function runCase(test: SchedulingCase): { bound: number; elapsedMs: number } {
  const scheduler = newScheduler();
  for (let index = 0; index < test.nodes; index++) scheduler.putNode(unlimited(makeNode(test, index), test.measured));
  for (let index = 0; index < (test.hopeless ?? 0); index++)
    scheduler.putPod(named("hopeless", index, { requests: { cpu: "9" } }));
  decideAll(scheduler);
  for (let index = 0; index < test.existing; index++)
    scheduler.putPod(named("existing", index, test.existingPod(index)));
  decideAll(scheduler);
  for (let index = 0; index < test.measured; index++)
    scheduler.putPod(named("measured", index, test.measuredPod(index)));
  return decideAll(scheduler);
}

/** All pods go to one node in the DaemonSet case: upstream's node has room for them. */
function unlimited(node: ReturnType<typeof makeNode>, pods: number) {
  if (node.metadata?.name !== "node-0" || pods < 30_000) return node;
  return { ...node, status: { allocatable: { cpu: "4", memory: "32Gi", pods: String(pods) } } };
}

function named(kind: string, index: number, of: PodOf): Pod {
  const pod = makePod(kind, index, of);
  return { ...pod, metadata: { ...pod.metadata, uid: `${kind}-${index}`, resourceVersion: "1" } };
}

/** As the scheduling loop does, with the API's answers at once. */
function decideAll(scheduler: Scheduler): { bound: number; elapsedMs: number } {
  let bound = 0;
  const startedAt = process.cpuUsage();
  for (let decision = scheduler.next(); decision; decision = scheduler.next()) {
    if (decision.kind !== "bind") continue;
    bound++;
    scheduler.queue.delete(decision.info.key);
  }
  return { bound, elapsedMs: cpuMsSince(startedAt) };
}

function measurePreemption(say: (line: string) => void): Measurement {
  const scheduler = newScheduler();
  const test = { ...PREEMPTION, existingPod: () => ({}), measuredPod: () => ({}) };
  for (let index = 0; index < test.nodes; index++) scheduler.putNode(makeNode(test, index));
  for (let index = 0; index < test.existing; index++)
    scheduler.putPod(named("low", index, { requests: { cpu: "900m", memory: "500Mi" }, spec: { priority: 0 } }));
  decideAll(scheduler);
  for (let index = 0; index < test.measured; index++)
    scheduler.putPod(named("high", index, { requests: { cpu: "3000m", memory: "500Mi" }, spec: { priority: 10 } }));
  let victims = 0;
  let bound = 0;
  const startedAt = process.cpuUsage();
  for (let decision = scheduler.next(); decision; decision = scheduler.next()) {
    if (decision.kind === "bind") bound++;
    if (decision.kind !== "wait") continue;
    for (const { key } of decision.preemption?.victims ?? []) {
      victims++;
      scheduler.deletePod(key);
    }
  }
  const elapsedMs = cpuMsSince(startedAt);
  say(`${test.name}: ${bound} of ${test.measured} pods bound, ${victims} evicted`);
  return {
    name: `decision ${test.name}`,
    value: Math.round((elapsedMs * MICROSECONDS * 10) / bound) / 10,
    unit: "us/pod",
  };
}

/** Processor time, so that what else the machine does is not counted. */
function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / MICROSECONDS;
}
