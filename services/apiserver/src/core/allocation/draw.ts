import type { Rng } from "@flotilla/service";

/** Bounds of the band that is left to people who ask for certain values. Source: KEP-3070. */
const STATIC_BAND_MIN = 16;
const STATIC_BAND_MAX = 256;
const STATIC_BAND_SHARE = 16;

/**
 * A free number in [0, size), drawn at random: from above the static band as long as there is one, so that values
 * people choose for themselves stay free. Undefined when none is left.
 */
export function drawFree(size: number, isFree: (offset: number) => boolean, rng: Rng): number | undefined {
  const band =
    size <= STATIC_BAND_MIN
      ? 0
      : Math.min(Math.max(STATIC_BAND_MIN, Math.floor(size / STATIC_BAND_SHARE)), STATIC_BAND_MAX);
  return drawWithin(band, size, isFree, rng) ?? drawWithin(0, band, isFree, rng);
}

/** Starts at a random place and goes around once. */
function drawWithin(from: number, to: number, isFree: (offset: number) => boolean, rng: Rng): number | undefined {
  const length = to - from;
  const start = Math.floor(rng.next() * length);
  for (let i = 0; i < length; i++) {
    const offset = from + ((start + i) % length);
    if (isFree(offset)) return offset;
  }
  return undefined;
}
