import { sleepOn } from "../time/system-clock.js";
import type { Clock, Timer } from "../time/clock.js";

interface PendingTimer {
  readonly dueMs: number;
  /** Breaks ties: timers due at the same moment fire in the order they were set. */
  readonly order: number;
  readonly callback: () => void;
}

/** Where a simulation begins unless told: 2026-01-01T00:00:00Z. */
const DEFAULT_START_MS = Date.UTC(2026, 0, 1);

/** Time that moves only when told. Timers fire in order of their due time. */
export class SimulatedClock implements Clock {
  private elapsedMs = 0;
  private nextOrder = 0;
  private wallOffsetMs: number;
  /** A binary heap, the next timer first; stopped timers stay until they surface. */
  private readonly heap: PendingTimer[] = [];
  private readonly stopped = new Set<PendingTimer>();

  constructor(startMs: number = DEFAULT_START_MS) {
    this.wallOffsetMs = startMs;
  }

  now(): number {
    return this.wallOffsetMs + this.elapsedMs;
  }

  monotonic(): number {
    return this.elapsedMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: this.elapsedMs + Math.max(0, delayMs), order: this.nextOrder++, callback };
    push(this.heap, timer);
    let live = true;
    return {
      stop: () => {
        if (live && this.heap.includes(timer)) this.stopped.add(timer);
        live = false;
      },
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }

  /** Moves the wall clock without letting time pass, as an operator or NTP would. */
  jump(byMs: number): void {
    this.wallOffsetMs += byMs;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.heap.length - this.stopped.size;
  }

  /** When the next timer is due, in milliseconds from now; undefined when none waits. */
  get nextDueInMs(): number | undefined {
    this.dropStopped();
    const next = this.heap[0];
    return next === undefined ? undefined : next.dueMs - this.elapsedMs;
  }

  /**
   * Lets `byMs` pass: fires each timer that comes due, in order, also those set meanwhile, and lets what they
   * started settle before the next one.
   */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.elapsedMs + byMs;
    await settle();
    for (;;) {
      this.dropStopped();
      const next = this.heap[0];
      if (next === undefined || next.dueMs > untilMs) break;
      pop(this.heap);
      this.elapsedMs = next.dueMs;
      next.callback();
      await settle();
    }
    this.elapsedMs = untilMs;
  }

  private dropStopped(): void {
    while (this.heap.length > 0 && this.stopped.delete(this.heap[0]!)) pop(this.heap);
  }
}

/** Lets every promise that can settle do so. One turn of the event loop runs all microtasks, however long their chain. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function before(a: PendingTimer, b: PendingTimer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function push(heap: PendingTimer[], timer: PendingTimer): void {
  let index = heap.push(timer) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(timer, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = timer;
}

function pop(heap: PendingTimer[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}
