/** Lets those who lost a race for a key go on one after the other, rather than race again. */
export class KeyQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `work` when all that queued for `key` before are done. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
