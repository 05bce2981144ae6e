/** Many cheap numbers from one good one, for breaking ties (xorshift32). Not for secrets. */
export function fastRandom(seed: number): { next(): number } {
  let state = (seed * 2 ** 32) >>> 0 || 1;
  return {
    next: () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 2 ** 32;
    },
  };
}
