import type { Labels } from "@flotilla/api/selectors/label.js";

/** The node has no such label. */
export const NO_DOMAIN = -1;

/** One topology, such as zones: which domain each node is in, as dense numbers. */
export class Topology {
  /** Domain by node. */
  domainOf: Int32Array;
  /** Nodes by domain; 0 for a number that is free. */
  nodeCount: Int32Array = new Int32Array(16);
  readonly #ids = new Map<string, number>();
  readonly #names: (string | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(
    readonly key: string,
    capacity: number,
  ) {
    this.domainOf = new Int32Array(capacity).fill(NO_DOMAIN);
  }

  /** Domains have numbers below this. */
  get size(): number {
    return this.#names.length;
  }

  grow(capacity: number): void {
    const grown = new Int32Array(capacity).fill(NO_DOMAIN);
    grown.set(this.domainOf);
    this.domainOf = grown;
  }

  /** Puts a node where its labels say; no labels take it out. */
  assign(node: number, labels: Labels | undefined): void {
    const name = labels?.[this.key];
    const old = this.domainOf[node]!;
    if (old !== NO_DOMAIN && this.#names[old] === name) return;
    if (old !== NO_DOMAIN) this.#leave(old);
    this.domainOf[node] = name === undefined ? NO_DOMAIN : this.#enter(name);
  }

  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  #enter(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#free.pop() ?? this.#names.length;
      this.#names[id] = name;
      this.#ids.set(name, id);
      if (id >= this.nodeCount.length) this.nodeCount = grownTo(this.nodeCount, 2 * id);
    }
    this.nodeCount[id]!++;
    return id;
  }

  #leave(id: number): void {
    if (--this.nodeCount[id]! > 0) return;
    this.#ids.delete(this.#names[id]!);
    this.#names[id] = undefined;
    this.#free.push(id);
  }
}

export function grownTo(array: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
