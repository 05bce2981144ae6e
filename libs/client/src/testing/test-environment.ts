import type { Environment, Logger, Metrics } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

const unmeasured: Metrics = {
  counter: () => ({ inc: () => undefined }),
  gauge: () => ({ set: () => undefined }),
  histogram: () => ({ observe: () => undefined }),
  expose: () => Promise.resolve(""),
};

/** A world without surprises: time that moves when told, seeded random numbers, no output. */
export function testEnvironment(seed = 1): Environment & { readonly clock: SimulatedClock } {
  return { clock: new SimulatedClock(), rng: seededRng(seed), log: silent, metrics: unmeasured };
}
