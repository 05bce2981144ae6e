/** No key: the node is out. */
export const OUT = -1;

/** The node with the highest key of all, kept so that changing one key costs the logarithm of their number. */
export class Tournament {
  readonly #keys: Float64Array;
  /** Winner of each match; the final is at 1, the entrants fill the second half. */
  readonly #winners: Int32Array;
  readonly #half: number;

  constructor(size: number) {
    let half = 1;
    while (half < size) half *= 2;
    this.#half = half;
    this.#keys = new Float64Array(half).fill(OUT);
    this.#winners = new Int32Array(2 * half);
    for (let node = 0; node < half; node++) this.#winners[half + node] = node;
  }

  /** Sets a key without settling; call `settle` after many. */
  seed(node: number, key: number): void {
    this.#keys[node] = key;
  }

  settle(): void {
    for (let match = this.#half - 1; match > 0; match--) this.#play(match);
  }

  set(node: number, key: number): void {
    this.#keys[node] = key;
    for (let match = (this.#half + node) >> 1; match > 0; match >>= 1) this.#play(match);
  }

  key(node: number): number {
    return this.#keys[node]!;
  }

  /** Undefined when all are out. */
  get winner(): number | undefined {
    const winner = this.#winners[1]!;
    return this.#keys[winner]! < 0 ? undefined : winner;
  }

  #play(match: number): void {
    const left = this.#winners[2 * match]!;
    const right = this.#winners[2 * match + 1]!;
    this.#winners[match] = this.#keys[left]! >= this.#keys[right]! ? left : right;
  }
}
