import { createMetrics, silentLogger, type Environment } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";

/** A world without surprises: time that moves when told, seeded random numbers, no output. */
export function testEnvironment(seed = 1): Environment & { readonly clock: SimulatedClock } {
  return { clock: new SimulatedClock(), rng: seededRng(seed), log: silentLogger, metrics: createMetrics() };
}
