import { randomBytes, randomUUID } from "node:crypto";
import type { Rng } from "./environment.js";

/** The system's random numbers: good enough for keys. */
export const systemRng: Rng = {
  // 48 bits are all that one read of an integer from a buffer gives; a double has room for 53.
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (length) => randomBytes(length),
  uuid: () => randomUUID(),
};
