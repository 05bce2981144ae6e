import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { Oracle } from "../testing/oracle.js";
import { randomCluster } from "../testing/random-cluster.js";
import { defaultProfile } from "./evaluation/default-profile.js";
import { fastRandom } from "./fast-random.js";
import { Scheduler } from "./scheduler.js";

/** SEED=n runs one world again; ROUNDS=n more of them. */
const SEED = process.env["SEED"];
const ROUNDS = Number(process.env["ROUNDS"] ?? 150);
const SEEDS = SEED ? [Number(SEED)] : Array.from({ length: ROUNDS }, (_, index) => index + 1);

const TEAMS = { default: { team: "blue" }, other: { team: "red" } };

function newScheduler(seed: number, percentageOfNodesToScore = 100): Scheduler {
  const profiles = [{ ...defaultProfile(), preempts: false, percentageOfNodesToScore }];
  return new Scheduler({
    profiles,
    backoff: { initialMs: 1000, maxMs: 10_000 },
    clock: new SimulatedClock(),
    rng: fastRandom(seed / 1000),
  });
}

test.each(SEEDS)("world %i: every decision is one of the oracle's best, and so is every refusal", (seed) => {
  const rng = seededRng(seed);
  const { nodes, placed, pending } = randomCluster(rng);
  const scheduler = newScheduler(seed);
  for (const [name, labels] of Object.entries(TEAMS)) scheduler.putNamespace({ metadata: { name, labels } });
  // News comes in any order.
  const news = [
    ...nodes.map((node) => () => scheduler.putNode(node)),
    ...placed.map((pod) => () => scheduler.putPod(pod)),
  ];
  for (const tell of shuffled(news, rng)) tell();
  let world = { nodes, pods: placed };
  for (const pod of pending) {
    world = churn(scheduler, world, rng);
    const oracle = new Oracle(world.nodes, world.pods, TEAMS);
    scheduler.putPod(pod);
    const decision = scheduler.next()!;
    const totals = oracle.totals(pod);
    if (decision.kind === "wait") {
      expect([...totals.keys()]).toEqual([]);
      scheduler.deletePod(decision.info.key);
      continue;
    }
    if (decision.kind === "consult") throw new Error("there is nobody to ask");
    const best = Math.max(...totals.values());
    expect(best).toBe(totals.get(decision.nodeName));
    const bound = { ...pod, spec: { ...pod.spec!, nodeName: decision.nodeName } };
    scheduler.putPod(bound);
    world = { ...world, pods: [...world.pods, bound] };
  }
});

test.each(SEEDS.slice(0, 40))("world %i: what Explain says of each node is what the oracle says", (seed) => {
  const { nodes, placed, pending } = randomCluster(seededRng(seed));
  const scheduler = newScheduler(seed);
  for (const [name, labels] of Object.entries(TEAMS)) scheduler.putNamespace({ metadata: { name, labels } });
  for (const node of nodes) scheduler.putNode(node);
  for (const pod of placed) scheduler.putPod(pod);
  const oracle = new Oracle(nodes, placed, TEAMS);
  for (const pod of pending) {
    const explanation = scheduler.explain(scheduler.cluster.info(pod));
    const totals = oracle.totals(pod);
    for (const { node, refusals, scores } of explanation.verdicts) {
      const object = nodes.find(({ metadata }) => metadata?.name === node)!;
      expect(refusals.map(({ plugin }) => plugin).sort()).toEqual(oracle.refusals(pod, object).sort());
      if (refusals.length > 0) continue;
      expect(scores.reduce((sum, score) => sum + score.weight * score.normalized, 0)).toBe(totals.get(node));
    }
  }
});

interface World {
  readonly nodes: Node[];
  readonly pods: Pod[];
}

/** Something else happens between two decisions: a pod ends or changes its labels, a node is labelled, leaves, comes back. */
function churn(scheduler: Scheduler, { nodes, pods }: World, rng: { next(): number }): World {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(rng.next() * items.length)]!;
  const what = rng.next();
  if (what < 0.2 && pods.length > 0) {
    const gone = pick(pods);
    scheduler.deletePod(`${gone.metadata!.namespace}/${gone.metadata!.name}`);
    return { nodes, pods: pods.filter((pod) => pod !== gone) };
  }
  if (what < 0.35 && pods.length > 0) {
    const old = pick(pods);
    const changed = {
      ...old,
      metadata: { ...old.metadata, labels: { app: pick(["web", "db"]) }, resourceVersion: "x" },
    };
    scheduler.putPod(changed);
    return { nodes, pods: pods.map((pod) => (pod === old ? changed : pod)) };
  }
  if (what < 0.5) {
    const old = pick(nodes);
    const labels = { ...old.metadata!.labels, "topology.kubernetes.io/zone": pick(["a", "b", "new"]) };
    const changed = { ...old, metadata: { ...old.metadata, labels } };
    scheduler.putNode(changed);
    return { nodes: nodes.map((node) => (node === old ? changed : node)), pods };
  }
  if (what < 0.6 && nodes.length > 3) {
    const gone = pick(nodes);
    scheduler.deleteNode(gone.metadata!.name!);
    return { nodes: nodes.filter((node) => node !== gone), pods };
  }
  if (what < 0.7) {
    const name = `node-${Math.floor(rng.next() * 8)}`;
    if (nodes.some(({ metadata }) => metadata?.name === name)) return { nodes, pods };
    const added = { ...pick(nodes), metadata: { name, labels: { "kubernetes.io/hostname": name, disk: "ssd" } } };
    scheduler.putNode(added);
    return { nodes: [...nodes, added], pods };
  }
  return { nodes, pods };
}

function shuffled<T>(items: readonly T[], rng: { next(): number }): T[] {
  return items
    .map((item) => ({ item, key: rng.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
