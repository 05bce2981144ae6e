import type { Clock } from "@flotilla/service";

/** Lets one waiter sleep until something happens. What happens while nobody waits is not forgotten. */
export class WakeUp {
  private rung = false;
  private waiter: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  ring(): void {
    this.rung = true;
    this.waiter?.();
  }

  /** Resolves when it rings, has rung since the last wait, or `timeoutMs` have passed. */
  wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        timer.stop();
        this.waiter = undefined;
        this.rung = false;
        resolve();
      };
      const timer = this.clock.after(timeoutMs, done);
      this.waiter = done;
      if (this.rung) done();
    });
  }
}
