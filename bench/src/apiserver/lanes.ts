export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Repeats `work` in so many lanes for so long. */
export async function inLanes(
  lanes: number,
  milliseconds: number,
  work: (serial: number, lane: number) => Promise<unknown>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + milliseconds;
  let serial = 0;
  const run = async (lane: number): Promise<void> => {
    for (let now = performance.now(); now < endsAt;) {
      await work(serial++, lane);
      const answeredAt = performance.now();
      latencies.push(answeredAt - now);
      now = answeredAt;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  const perSecond = (latencies.length * 1000) / (performance.now() - startedAt);
  return { perSecond, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
}

/** NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
