/** What `push` does when the buffer is full. */
export type Overflow = "refuse" | "drop-oldest" | "fail";

export interface PushableOptions {
  /** How many values wait at most for the reader. Unlimited unless given. */
  readonly capacity?: number;
  /** `refuse` (default): `push` answers false. `drop-oldest`: the oldest value is lost. `fail`: the reader gets `OverflowError`. */
  readonly overflow?: Overflow;
  /** Called once when the reader leaves before the end. */
  readonly onReturn?: () => void;
}

/** The reader of a `Pushable` with overflow `fail` did not keep up. */
export class OverflowError extends Error {
  override readonly name = "OverflowError";
}

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** An async iterable fed by `push`: the bridge from callbacks to `for await`. For one reader. */
export class Pushable<T> implements AsyncIterableIterator<T, undefined> {
  private values: T[] = [];
  /** Index of the oldest value; the array is cut when half of it is read, so a read costs O(1). */
  private head = 0;
  private readonly waiters: Waiter<T>[] = [];
  private readonly roomWaiters: (() => void)[] = [];
  private closed = false;
  private failure: { readonly error: unknown } | undefined;
  private readonly capacity: number;
  private readonly overflow: Overflow;
  private onReturn: (() => void) | undefined;

  constructor(options: PushableOptions = {}) {
    this.capacity = options.capacity ?? Number.POSITIVE_INFINITY;
    this.overflow = options.overflow ?? "refuse";
    this.onReturn = options.onReturn;
  }

  /** Values that wait for the reader. */
  get size(): number {
    return this.values.length - this.head;
  }

  /** No more values will be taken. */
  get ended(): boolean {
    return this.closed;
  }

  get full(): boolean {
    return this.size >= this.capacity;
  }

  /** Hands a value to the reader. False if it was not taken: after the end, or when full with overflow `refuse`. */
  push(value: T): boolean {
    if (this.closed) return false;
    const waiter = this.waiters.shift();
    if (waiter !== undefined) {
      waiter.resolve({ done: false, value });
      return true;
    }
    if (this.full && !this.makeRoom()) return false;
    this.values.push(value);
    return true;
  }

  /** Resolves when there is room for a value, or when no more values will be taken. */
  room(): Promise<void> {
    if (this.closed || !this.full) return Promise.resolve();
    return new Promise((resolve) => this.roomWaiters.push(resolve));
  }

  /** No more values: the reader gets those that wait, then the end. */
  end(): void {
    this.close();
    if (this.size === 0) this.finishWaiters();
  }

  /** No more values: the reader gets those that wait, then the error. */
  fail(error: unknown): void {
    if (this.closed) return;
    this.failure = { error };
    this.close();
    if (this.size === 0) this.finishWaiters();
  }

  /** Like `fail`, but values that wait are lost: the error is next. */
  failNow(error: unknown): void {
    if (this.closed && this.size === 0) return;
    this.discard();
    this.failure = { error };
    this.close();
    this.finishWaiters();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.size > 0) return Promise.resolve({ done: false, value: this.take() });
    if (this.failure !== undefined) {
      const { error } = this.failure;
      this.failure = undefined;
      return Promise.reject(error);
    }
    if (this.closed) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    const onReturn = this.onReturn;
    this.onReturn = undefined;
    this.discard();
    this.failure = undefined;
    this.close();
    this.finishWaiters();
    onReturn?.();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private makeRoom(): boolean {
    if (this.overflow === "refuse") return false;
    if (this.overflow === "drop-oldest") {
      this.take();
      return true;
    }
    this.failNow(new OverflowError(`the reader is more than ${this.capacity} values behind`));
    return false;
  }

  private take(): T {
    const value = this.values[this.head]!;
    this.values[this.head++] = undefined as T;
    if (this.head * 2 >= this.values.length) {
      this.values = this.values.slice(this.head);
      this.head = 0;
    }
    if (!this.full) for (const resolve of this.roomWaiters.splice(0)) resolve();
    return value;
  }

  private discard(): void {
    this.values = [];
    this.head = 0;
  }

  private close(): void {
    this.closed = true;
    for (const resolve of this.roomWaiters.splice(0)) resolve();
  }

  private finishWaiters(): void {
    for (const waiter of this.waiters.splice(0)) {
      if (this.failure === undefined) waiter.resolve(DONE);
      else {
        waiter.reject(this.failure.error);
        this.failure = undefined;
      }
    }
  }
}
