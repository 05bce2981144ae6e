import type { Rng } from "../environment.js";

/** Random numbers that repeat for the same seed (sfc32, seeded by splitmix32). Not for keys. */
export function seededRng(seed: number): Rng {
  const split = splitmix32(seed);
  const nextUint32 = sfc32(split(), split(), split(), split());
  // The first rounds still show the seed.
  for (let round = 0; round < 12; round++) nextUint32();
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => nextUint32() & 0xff);
  return {
    next: () => nextUint32() / 2 ** 32,
    bytes,
    uuid: () => formatUuid(bytes(16)),
  };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function sfc32(a: number, b: number, c: number, counter: number): () => number {
  return () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
}

/** RFC 9562, version 4: the version and variant bits are fixed, the rest is random. */
function formatUuid(bytes: Uint8Array): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
