/**
 * A map whose keys can be walked in order. The order is made when it is asked for: of a resource, keys come and go
 * rarely beside how often their values change, and a list that is almost in order is sorted in one pass.
 */
export class SortedMap<V> {
  readonly #values = new Map<string, V>();
  #keys: string[] = [];
  /** Keys that were added since the order was made. */
  #added: string[] = [];
  #hasHoles = false;

  get size(): number {
    return this.#values.size;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) this.#added.push(key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#hasHoles = true;
  }

  /** Values of keys in [from, to), in order. */
  *range(from: string, to: string): Iterable<V> {
    const keys = this.#ordered();
    for (let at = lowerBound(keys, from); at < keys.length; at++) {
      const key = keys[at] ?? "";
      if (key >= to) return;
      yield this.#values.get(key) as V;
    }
  }

  #ordered(): readonly string[] {
    if (this.#hasHoles || this.#added.length > 0) {
      // A key that was deleted and added again stands in both lists.
      this.#keys = [...new Set([...this.#keys, ...this.#added])]
        .filter((key) => this.#values.has(key))
        .sort(byCodeUnits);
      this.#added = [];
      this.#hasHoles = false;
    }
    return this.#keys;
  }
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Index of the first key that is not below `from`. */
function lowerBound(keys: readonly string[], from: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? "") < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
