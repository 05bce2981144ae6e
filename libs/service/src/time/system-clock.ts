import type { Clock, Timer } from "./clock.js";

/** Node's timers hold at most this many milliseconds (2^31 - 1); longer ones fire at once. */
const NODE_TIMER_MS_MAX = 2_147_483_647;

/** The system's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    return startTimer(delayMs, callback);
  },
  sleep(delayMs, signal) {
    return sleepOn(systemClock, delayMs, signal);
  },
};

function startTimer(delayMs: number, callback: () => void): Timer {
  let remainingMs = Math.max(0, delayMs);
  let handle: NodeJS.Timeout;
  const arm = (): void => {
    const stepMs = Math.min(remainingMs, NODE_TIMER_MS_MAX);
    remainingMs -= stepMs;
    handle = setTimeout(remainingMs > 0 ? arm : callback, stepMs);
    handle.unref();
  };
  arm();
  return { stop: () => clearTimeout(handle) };
}

/** What `Clock.sleep` promises, made of `Clock.after`. */
export function sleepOn(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      timer.stop();
      reject(signal!.reason as Error);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
