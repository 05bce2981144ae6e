/** Where an element is in its heap; -1 when it is in none. Kept by the heap. */
export interface HeapItem {
  heapPosition: number;
}

/** A binary heap that any element can be taken out of. An element is in one heap at a time. */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];

  constructor(private readonly isBefore: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    this.#up(this.#items.length - 1, item);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** False when it was not there. */
  remove(item: T): boolean {
    const position = item.heapPosition;
    if (this.#items[position] !== item) return false;
    item.heapPosition = -1;
    const last = this.#items.pop()!;
    if (last !== item) {
      this.#down(position, last);
      this.#up(last.heapPosition, last);
    }
    return true;
  }

  #put(position: number, item: T): void {
    this.#items[position] = item;
    item.heapPosition = position;
  }

  #up(from: number, item: T): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (!this.isBefore(item, this.#items[parent]!)) break;
      this.#put(position, this.#items[parent]!);
      position = parent;
    }
    this.#put(position, item);
  }

  #down(from: number, item: T): void {
    let position = from;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.#items.length) break;
      if (child + 1 < this.#items.length && this.isBefore(this.#items[child + 1]!, this.#items[child]!)) child++;
      if (!this.isBefore(this.#items[child]!, item)) break;
      this.#put(position, this.#items[child]!);
      position = child;
    }
    this.#put(position, item);
  }
}
