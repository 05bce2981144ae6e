/**
 * The store's newest revision, asked for by many at once. A read that began before a caller came must not serve it (a
 * write that the caller knows of may be newer), so callers share the next read instead.
 */
export class CurrentRevision {
  #running: Promise<number> | undefined;
  #next: Promise<number> | undefined;

  constructor(private readonly read: () => Promise<number>) {}

  get(): Promise<number> {
    if (this.#running === undefined) return this.#start();
    return (this.#next ??= this.#running.then(
      () => this.#start(),
      () => this.#start(),
    ));
  }

  #start(): Promise<number> {
    this.#next = undefined;
    const running = this.read();
    const done = (): void => {
      if (this.#running === running) this.#running = undefined;
    };
    this.#running = running;
    return running.finally(done);
  }
}
