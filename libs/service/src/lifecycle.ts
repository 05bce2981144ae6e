/** A part that was started. `stop` drains, then cuts; calling it again is harmless. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * The parts of a program in the order they were started. They stop in reverse, one after the other, so that none loses
 * what it stands on. If starting fails half-way, what had
 * started is stopped.
 */
export class Lifecycle implements Running {
  private readonly parts: Running[] = [];
  private stopping: Promise<void> | undefined;

  /** Starts a part and keeps it. When it fails, all earlier ones are stopped and the failure is thrown. */
  async start<R extends Running>(part: () => R | Promise<R>): Promise<R> {
    try {
      const running = await part();
      this.parts.push(running);
      return running;
    } catch (error) {
      await this.stop().catch(() => undefined);
      throw error;
    }
  }

  /** Keeps something to undo at the end, which needed no start of its own. */
  onStop(stop: () => void | Promise<void>): void {
    this.parts.push({ stop: async () => stop() });
  }

  /** Stops all parts, also when some fail to; then throws what failed. */
  stop(): Promise<void> {
    return (this.stopping ??= this.stopAll());
  }

  private async stopAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const part of this.parts.splice(0).reverse()) {
      try {
        await part.stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} parts did not stop cleanly`);
  }
}
