/** Runs pieces of work one after the other, in the order they were handed in. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all earlier pieces have ended, however they did. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
