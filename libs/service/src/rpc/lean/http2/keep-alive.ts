import type { Clock, Timer } from "../../../time/clock.js";

export interface KeepAliveOptions {
  readonly clock: Clock;
  /** After so long without a sign of the other side it is asked for one. */
  readonly intervalMs: number;
  /** Without an answer for so long it is gone. */
  readonly timeoutMs: number;
  /** Whether asking makes sense now. */
  readonly wanted: () => boolean;
  readonly ping: () => void;
  readonly onDead: () => void;
}

/** Finds out that the other side is gone when nothing tells: a machine without power closes no connection. */
export class KeepAlive {
  private timer: Timer;
  private sign = false;
  private waiting = false;

  constructor(private readonly options: KeepAliveOptions) {
    this.timer = options.clock.after(options.intervalMs, this.look);
  }

  /** The other side is there. */
  alive(): void {
    this.sign = true;
  }

  stop(): void {
    this.timer.stop();
  }

  private readonly look = (): void => {
    const { clock, intervalMs, timeoutMs, wanted, ping, onDead } = this.options;
    if (this.waiting && !this.sign) return onDead();
    this.waiting = !this.sign && wanted();
    this.sign = false;
    if (this.waiting) ping();
    this.timer = clock.after(this.waiting ? timeoutMs : intervalMs, this.look);
  };
}
