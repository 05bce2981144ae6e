import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { node, pod } from "../../testing/objects.js";
import { Oracle } from "../../testing/oracle.js";
import { defaultProfile } from "../evaluation/default-profile.js";
import { fastRandom } from "../fast-random.js";
import { Scheduler } from "../scheduler.js";

const SEED = process.env["SEED"];
const SEEDS = SEED ? [Number(SEED)] : Array.from({ length: 150 }, (_, index) => index + 1);

interface World {
  readonly nodes: ReturnType<typeof node>[];
  readonly pods: Pod[];
  readonly budget: PodDisruptionBudget;
}

test.each(SEEDS)("world %i: the victims are those that a plain reading of the rules gives", (seed) => {
  const rng = seededRng(seed);
  const world = fullCluster(rng);
  const scheduler = new Scheduler({
    profiles: [defaultProfile()],
    backoff: { initialMs: 1, maxMs: 1 },
    clock: new SimulatedClock(),
    rng: fastRandom(seed / 1000),
  });
  for (const one of world.nodes) scheduler.putNode(one);
  for (const one of world.pods) scheduler.putPod(one);
  scheduler.cluster.others.disruptionBudgets.put(world.budget);
  const urgent = pod({ name: "urgent", priority: 50, requests: { cpu: pick(rng, ["1", "2", "3"]) } });
  scheduler.putPod(urgent);
  const decision = scheduler.next();
  if (decision?.kind !== "wait") throw new Error("the cluster was to be full");
  const choices = world.nodes.flatMap((one) => plainVictims(world, one.metadata!.name!, urgent) ?? []);
  if (choices.length === 0) return expect(decision.preemption).toBeUndefined();
  const found = choices.find(({ name }) => name === decision.preemption?.nodeName);
  expect(decision.preemption?.victims.map(({ pod: { metadata } }) => metadata?.name).sort()).toEqual(
    found?.victims.map(({ metadata }) => metadata?.name).sort(),
  );
  for (const other of choices) expect(compare(found!.harm, other.harm)).toBeLessThanOrEqual(0);
});

function pick<T>(rng: { next(): number }, items: readonly T[]): T {
  return items[Math.floor(rng.next() * items.length)]!;
}

/** Nodes of 3 CPUs, all taken by pods of one and a half. */
function fullCluster(rng: { next(): number }): World {
  const nodes = Array.from({ length: 6 }, (_, index) => node({ name: `node-${index}`, allocatable: { cpu: "3" } }));
  const pods = nodes.flatMap((one, index) =>
    Array.from({ length: 4 }, (_, place) =>
      pod({
        name: `pod-${index}-${place}`,
        on: one.metadata!.name!,
        labels: { app: pick(rng, ["guarded", "free"]) },
        priority: pick(rng, [0, 10, 10, 60]),
        requests: { cpu: "750m" },
        startTime: new Date(Date.UTC(2026, 0, 1 + index * 4 + place)).toISOString(),
      }),
    ),
  );
  const counts = { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  const budget = {
    metadata: { name: "guard", namespace: "default" },
    spec: { selector: { matchLabels: { app: "guarded" } } },
    status: { ...counts, disruptionsAllowed: pick(rng, [0, 1, 2]) },
  };
  return { nodes, pods, budget };
}

/** Removes all that is less important, then gives back one after the other, the guarded ones first. */
function plainVictims({ nodes, pods, budget }: World, name: string, urgent: Pod) {
  const priority = ({ spec }: Pod): number => spec?.priority ?? 0;
  const lower = pods.filter((one) => one.spec?.nodeName === name && priority(one) < priority(urgent));
  const stay = pods.filter((one) => !lower.includes(one));
  const fits = (there: readonly Pod[]): boolean =>
    new Oracle(nodes, there).feasible(urgent).some(({ metadata }) => metadata?.name === name);
  if (lower.length === 0 || !fits(stay)) return undefined;
  const sorted = lower.toSorted(
    (a, b) => priority(b) - priority(a) || (a.status!.startTime! < b.status!.startTime! ? -1 : 1),
  );
  let allowed = budget.status!.disruptionsAllowed;
  const isViolating = new Map(sorted.map((one) => [one, one.metadata?.labels?.["app"] === "guarded" && --allowed < 0]));
  const victims: Pod[] = [];
  for (const one of [
    ...sorted.filter((other) => isViolating.get(other)),
    ...sorted.filter((other) => !isViolating.get(other)),
  ]) {
    if (fits([...stay, one])) stay.push(one);
    else victims.push(one);
  }
  const highest = Math.max(...victims.map(priority));
  const earliest = Math.min(
    ...victims.filter((one) => priority(one) === highest).map(({ status }) => Date.parse(status!.startTime!)),
  );
  const sum = victims.reduce((total, one) => total + priority(one) + 2 ** 31, 0);
  return {
    name,
    victims,
    harm: [victims.filter((one) => isViolating.get(one)).length, highest, sum, victims.length, -earliest],
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, place) => value !== b[place]);
  return index < 0 ? 0 : a[index]! - b[index]!;
}
