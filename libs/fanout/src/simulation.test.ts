import type { HealReason } from "./subscriber.js";
import { expectedEvents } from "./testing/expected-events.js";
import { FanoutSimulation } from "./testing/simulation.js";

/** `SEED=n` runs that one alone, `RUNS=n` that many. */
const given = process.env["SEED"];
const runs = Number(process.env["RUNS"] ?? 20);
const SEEDS = given === undefined ? Array.from({ length: runs }, (_, i) => i + 1) : [Number(given)];
const TIMEOUT_MS = 120_000;

describe("no follower misses or repeats an event, whatever happens to the bus and the publishers", () => {
  const seen = { reasons: new Set<HealReason>(), bus: 0, heal: 0, terms: 0 };

  test.each(SEEDS)(
    "seed %d",
    async (seed) => {
      const simulation = new FanoutSimulation(seed);
      await simulation.run();
      for (const { options, got, failure, lastSource, reasons, sources } of simulation.followers) {
        const { subject, keyPrefix, afterRevision } = options;
        expect(failure).toBeUndefined();
        expect(got).toEqual(expectedEvents(simulation.store.log, subject, keyPrefix, afterRevision));
        // Once all is well again, it is the bus that brings the news.
        expect(lastSource).toBe("bus");
        for (const reason of reasons) seen.reasons.add(reason);
        seen.bus += sources.bus;
        seen.heal += sources.heal;
      }
      seen.terms += simulation.epochs.size;
      await simulation.stop();
    },
    TIMEOUT_MS,
  );

  test(
    "a seed gives the same run again",
    async () => {
      const [first, second] = [new FanoutSimulation(SEEDS[0]!), new FanoutSimulation(SEEDS[0]!)];
      const histories = [];
      for (const simulation of [first, second]) {
        await simulation.run();
        histories.push(simulation.followers.map(({ got, reasons, sources }) => ({ got, reasons, sources })));
        await simulation.stop();
      }
      expect(histories[0]).toEqual(histories[1]);
    },
    TIMEOUT_MS,
  );

  if (given !== undefined) return;
  test("the runs cover what they are for", () => {
    expect([...seen.reasons].sort()).toEqual(["disconnected", "gap", "overflow", "silence", "start"]);
    expect(seen.terms).toBeGreaterThan(SEEDS.length * 2);
    expect(Math.min(seen.bus, seen.heal)).toBeGreaterThan(SEEDS.length * 100);
  });
});
