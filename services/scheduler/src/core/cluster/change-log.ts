/** Entries kept; a reader further behind reads everything. */
const KEPT_MAX = 65_536;

/**
 * Which nodes changed, in order, for readers that each keep their own position. "Everything" stands for changes that
 * concern more than single nodes: nodes that come and go, their labels, which images are where.
 */
export class ChangeLog {
  #nodes: number[] = [];
  /** Position of the first entry. */
  #base = 0;
  #everythingAt = 0;

  get end(): number {
    return this.#base + this.#nodes.length;
  }

  /** Grows with every change that concerns more than single nodes. */
  get everythingAt(): number {
    return this.#everythingAt;
  }

  add(node: number): void {
    if (this.#nodes.length >= KEPT_MAX) {
      this.#base += this.#nodes.length;
      this.#nodes = [];
    }
    this.#nodes.push(node);
  }

  everything(): void {
    // A position of its own, so that who read up to here before still has this to see.
    this.add(-1);
    this.#everythingAt = this.end;
  }

  /** Nodes that changed since `position`; undefined when everything may have. */
  since(position: number): readonly number[] | undefined {
    if (position < this.#base || position < this.#everythingAt) return undefined;
    return position === this.end ? [] : this.#nodes.slice(position - this.#base);
  }
}
