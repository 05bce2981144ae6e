import { findCondition } from "@flotilla/api";
import type { Job } from "@flotilla/api/types/batch/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isActive } from "../pods.js";
import { millisOf } from "../time.js";
import type { JobCount } from "./count.js";
import { parseIndexes } from "./indexes.js";
import { isIndexed } from "./pods.js";

const DEFAULT_BACKOFF_LIMIT = 6;

/** How a job ends, or will end as soon as its pods have. */
export interface Outcome {
  readonly type: "Complete" | "Failed";
  readonly reason: string;
  readonly message: string;
}

/** Whether the job has ended for good: such a job is never changed again. */
export function isFinished(job: Job): boolean {
  return ["Complete", "Failed"].some((type) => findCondition(job.status?.conditions, type)?.status === "True");
}

/** The outcome that the job is heading for; undefined while it goes on. What was decided before stays. */
export function decideOutcome(job: Job, pods: readonly Pod[], count: JobCount, now: number): Outcome | undefined {
  return decidedBefore(job) ?? failure(job, pods, count, now) ?? success(job, pods, count);
}

/** Milliseconds until the job's deadline; undefined when none runs. */
export function untilJobDeadlineMs(job: Job, now: number): number | undefined {
  const startedAt = millisOf(job.status?.startTime);
  const seconds = job.spec?.activeDeadlineSeconds;
  if (startedAt === undefined || seconds === undefined || job.spec?.suspend) return undefined;
  return startedAt + seconds * 1000 - now;
}

function decidedBefore({ status }: Job): Outcome | undefined {
  const failing = findCondition(status?.conditions, "FailureTarget");
  if (failing?.status === "True")
    return { type: "Failed", reason: failing.reason ?? "", message: failing.message ?? "" };
  const succeeding = findCondition(status?.conditions, "SuccessCriteriaMet");
  return succeeding?.status === "True"
    ? { type: "Complete", reason: succeeding.reason ?? "", message: succeeding.message ?? "" }
    : undefined;
}

function failure(job: Job, pods: readonly Pod[], count: JobCount, now: number): Outcome | undefined {
  const fail = (reason: string, message: string): Outcome => ({ type: "Failed", reason, message });
  if (count.failJob !== undefined) return fail("PodFailurePolicy", count.failJob);
  const failed = count.failed + count.uncounted.failed.length;
  const limit =
    job.spec?.backoffLimit ?? (job.spec?.backoffLimitPerIndex === undefined ? DEFAULT_BACKOFF_LIMIT : Infinity);
  if (failed > limit || restartsExceed(job, pods, limit))
    return fail("BackoffLimitExceeded", "Job has reached the specified backoff limit");
  if ((untilJobDeadlineMs(job, now) ?? 1) <= 0)
    return fail("DeadlineExceeded", "Job was active longer than specified deadline");
  const { maxFailedIndexes, completions = 0 } = job.spec ?? {};
  if (maxFailedIndexes !== undefined && count.failedIndexes.size > maxFailedIndexes) {
    return fail("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
  }
  const allEnded =
    isIndexed(job) &&
    count.failedIndexes.size > 0 &&
    count.failedIndexes.size + count.completedIndexes.size >= completions;
  return allEnded ? fail("FailedIndexes", "Job has failed indexes") : undefined;
}

/** Containers that are restarted in place fail, too. */
function restartsExceed(job: Job, pods: readonly Pod[], limit: number): boolean {
  if (job.spec?.template.spec?.restartPolicy !== "OnFailure") return false;
  const statuses = pods
    .filter(isActive)
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]);
  const restarts = statuses.reduce((total, { restartCount }) => total + restartCount, 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function success(job: Job, pods: readonly Pod[], count: JobCount): Outcome | undefined {
  const rule = metSuccessRule(job, count);
  if (rule !== undefined)
    return { type: "Complete", reason: "SuccessPolicy", message: `Matched rules at index ${rule}` };
  const succeeded = count.succeeded + count.uncounted.succeeded.length;
  const { completions } = job.spec ?? {};
  const done = completions === undefined ? succeeded > 0 && !pods.some(isActive) : succeeded >= completions;
  return done
    ? { type: "Complete", reason: "CompletionsReached", message: "Reached expected number of succeeded pods" }
    : undefined;
}

/** The index of the first rule of the success policy that is met. */
function metSuccessRule(job: Job, { completedIndexes }: JobCount): number | undefined {
  const index = (job.spec?.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    const wanted =
      succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes, job.spec?.completions ?? 0);
    const met = wanted ? [...completedIndexes].filter((index) => wanted.has(index)).length : completedIndexes.size;
    return met >= (succeededCount ?? wanted?.size ?? Infinity);
  });
  return index < 0 ? undefined : index;
}
