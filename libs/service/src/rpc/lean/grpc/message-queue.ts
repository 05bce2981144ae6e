import { Pushable } from "../../../async/pushable.js";
import type { ByteBudget } from "./byte-budget.js";

/** Messages held for a slow reader before the window is withheld. */
const MESSAGES_MAX = 16;

interface Held<T> {
  readonly message: T;
  readonly bytes: number;
}

/** Messages on their way to a reader who takes its time. */
export class MessageQueue<T> implements AsyncIterableIterator<T, undefined> {
  private readonly held: Pushable<Held<T>>;
  private heldBytes = 0;
  private paused = false;

  constructor(
    private readonly budget: ByteBudget,
    /** Tells the sender to wait, or to go on. */
    private readonly onPause: (paused: boolean) => void,
    onReturn: () => void,
  ) {
    this.held = new Pushable<Held<T>>({ onReturn });
  }

  /** False if there is no memory left for it. */
  push(message: T, bytes: number): boolean {
    if (!this.budget.take(bytes)) return false;
    this.heldBytes += bytes;
    const before = this.held.size;
    if (!this.held.push({ message, bytes }) || this.held.size === before) this.release(bytes);
    if (!this.paused && this.held.size >= MESSAGES_MAX) {
      this.paused = true;
      this.onPause(true);
    }
    return true;
  }

  end(): void {
    this.held.end();
  }

  /** The reader gets those that wait, then the error. */
  fail(error: unknown): void {
    this.held.fail(error);
  }

  /** The error is next. */
  failNow(error: unknown): void {
    this.held.failNow(error);
    this.release(this.heldBytes);
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    const waited = this.held.size > 0;
    const result = await this.held.next();
    if (result.done === true) return result;
    if (waited) this.release(result.value.bytes);
    return { done: false, value: result.value.message };
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.release(this.heldBytes);
    return this.held.return() as Promise<IteratorReturnResult<undefined>>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private release(bytes: number): void {
    const released = Math.min(bytes, this.heldBytes);
    this.heldBytes -= released;
    this.budget.give(released);
    if (!this.paused || this.held.size >= MESSAGES_MAX / 2) return;
    this.paused = false;
    this.onPause(false);
  }
}
