import { type Normalization, SCORE_MAX } from "../plugins/plugin.js";

/** One raw score as 0 to 100, given the highest raw score of all candidates. Source: `helper.DefaultNormalizeScore`. */
export function normalized(raw: number, highest: number, how: Normalization): number {
  if (how === "as-is") return raw;
  if (highest === 0) return how === "lowest-wins" ? SCORE_MAX : raw;
  const scaled = Math.trunc((SCORE_MAX * raw) / highest);
  return how === "lowest-wins" ? SCORE_MAX - scaled : scaled;
}
