import type { Job } from "@flotilla/api/types/batch/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { judgeFailure } from "./failure-policy.js";
import { formatIndexes, parseIndexes } from "./indexes.js";
import { hasFailed, hasSucceeded, INDEX_FAILURES, indexOf, isIndexed, isTracked } from "./pods.js";

/** Uids in `uncountedTerminatedPods` at most: the status is one object, and must stay small. */
const UNCOUNTED_MAX = 500;

/** How the job's ended pods add up. */
export interface JobCount {
  readonly succeeded: number;
  readonly failed: number;
  /** Ended pods that are noted, but whose finalizer is not known to be gone: not yet in the two numbers above. */
  readonly uncounted: { readonly succeeded: readonly string[]; readonly failed: readonly string[] };
  readonly completedIndexes: ReadonlySet<number>;
  readonly failedIndexes: ReadonlySet<number>;
  /** Pods whose finalizer may go once this count is stored. */
  readonly release: readonly Pod[];
  /** Noted by this count for the first time. */
  readonly newlyFailed: readonly Pod[];
  readonly newlySucceeded: readonly Pod[];
  /** Why a pod makes the whole job fail. */
  readonly failJob: string | undefined;
}

/**
 * Counts ended pods, each exactly once, whatever crashes in between: a pod is first noted by its uid in the status, then
 * it loses its finalizer, and only when that is seen is it added to the numbers. Source: KEP-2307.
 */
export function countPods(job: Job, pods: readonly Pod[]): JobCount {
  const { status } = job;
  const tracked = pods.filter(isTracked);
  const trackedUids = new Set(tracked.map(uidOf));
  const noted = status?.uncountedTerminatedPods;
  const flush = (uids: readonly string[] = []) => ({
    kept: uids.filter((uid) => trackedUids.has(uid)),
    counted: uids.filter((uid) => !trackedUids.has(uid)).length,
  });
  const [succeeded, failed] = [flush(noted?.succeeded), flush(noted?.failed)];
  const known = new Set([...succeeded.kept, ...failed.kept]);
  const fresh = noteEnded(
    job,
    tracked.filter((pod) => !known.has(uidOf(pod))),
    known.size,
  );
  const completions = job.spec?.completions ?? 0;
  const completedIndexes = new Set([...parseIndexes(status?.completedIndexes, completions), ...fresh.completed]);
  const failedIndexes = new Set([...parseIndexes(status?.failedIndexes, completions), ...fresh.failedIndexes]);
  for (const index of completedIndexes) failedIndexes.delete(index);
  return {
    // The indexes are the count: two pods of one index count once.
    succeeded: isIndexed(job) ? completedIndexes.size : (status?.succeeded ?? 0) + succeeded.counted,
    failed: (status?.failed ?? 0) + failed.counted,
    uncounted: {
      succeeded: isIndexed(job) ? [] : [...succeeded.kept, ...fresh.succeeded.map(uidOf)],
      failed: [...failed.kept, ...fresh.failed.map(uidOf)],
    },
    completedIndexes,
    failedIndexes,
    release: [...tracked.filter((pod) => known.has(uidOf(pod))), ...fresh.succeeded, ...fresh.failed, ...fresh.ignored],
    newlyFailed: fresh.failed,
    newlySucceeded: fresh.succeeded,
    failJob: fresh.failJob,
  };
}

export function completedIndexesText(job: Job, { completedIndexes }: JobCount): string | undefined {
  return isIndexed(job) ? formatIndexes(completedIndexes) : undefined;
}

export function failedIndexesText(job: Job, { failedIndexes }: JobCount): string | undefined {
  return isIndexed(job) && job.spec?.backoffLimitPerIndex !== undefined ? formatIndexes(failedIndexes) : undefined;
}

interface Noted {
  readonly succeeded: Pod[];
  readonly failed: Pod[];
  readonly ignored: Pod[];
  readonly completed: Set<number>;
  readonly failedIndexes: Set<number>;
  failJob: string | undefined;
}

function noteEnded(job: Job, pods: readonly Pod[], alreadyNoted: number): Noted {
  const noted: Noted = {
    succeeded: [],
    failed: [],
    ignored: [],
    completed: new Set(),
    failedIndexes: new Set(),
    failJob: undefined,
  };
  for (const pod of pods) {
    if (alreadyNoted + noted.succeeded.length + noted.failed.length >= UNCOUNTED_MAX) break;
    const index = indexOf(job, pod);
    if (hasSucceeded(pod)) {
      noted.succeeded.push(pod);
      if (index !== undefined) noted.completed.add(index);
    } else if (hasFailed(job, pod)) noteFailed(job, pod, index, noted);
  }
  return noted;
}

function noteFailed(job: Job, pod: Pod, index: number | undefined, noted: Noted): void {
  const { action, message } = judgeFailure(job.spec?.podFailurePolicy, pod);
  if (action === "Ignore") {
    noted.ignored.push(pod);
    return;
  }
  noted.failed.push(pod);
  if (action === "FailJob") noted.failJob ??= message;
  const limit = job.spec?.backoffLimitPerIndex;
  if (index === undefined || limit === undefined) return;
  if (action === "FailIndex" || failuresBefore(pod) >= limit) noted.failedIndexes.add(index);
}

/** How often an index has failed so far, as its failed pods tell. */
export function indexFailures(job: Job, pods: readonly Pod[], index: number): number {
  const failed = pods.filter(
    (pod) =>
      indexOf(job, pod) === index &&
      hasFailed(job, pod) &&
      judgeFailure(job.spec?.podFailurePolicy, pod).action !== "Ignore",
  );
  return Math.max(0, ...failed.map((pod) => failuresBefore(pod) + 1));
}

function failuresBefore(pod: Pod): number {
  return Number(pod.metadata?.annotations?.[INDEX_FAILURES] ?? "0") || 0;
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? "";
}
