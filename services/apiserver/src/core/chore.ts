import type { Clock } from "@flotilla/service";

/**
 * Runs `work` at once and then at intervals until the signal aborts. A failure is reported and does not end it; the
 * next run comes after `retryMs`.
 */
export async function runChore(
  clock: Clock,
  timing: { readonly intervalMs: number; readonly retryMs: number },
  signal: AbortSignal,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    let pause = timing.intervalMs;
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      pause = timing.retryMs;
    }
    await clock.sleep(pause, signal).catch(() => undefined);
  }
}
