import { findCondition, formatTime, withCondition } from "@flotilla/api";
import type { Job, JobCondition, JobStatus } from "@flotilla/api/types/batch/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isActive, isDeleting, isReady, isTerminal } from "../pods.js";
import { rankForDeletion } from "../replicaset/rank-for-deletion.js";
import { completedIndexesText, countPods, failedIndexesText, indexFailures, type JobCount } from "./count.js";
import { decideOutcome, isFinished, untilJobDeadlineMs, type Outcome } from "./outcome.js";
import { indexOf, isIndexed, isTracked, jobPod, replacesOnlyFailed } from "./pods.js";

/** Creations and deletions in one go. */
const BURST = 500;

export interface JobView {
  readonly job: Job;
  /** Owned, whatever their state. */
  readonly pods: readonly Pod[];
  readonly now: number;
  readonly caughtUp: boolean;
  /** Milliseconds until pods may be made again after the last failures. */
  readonly backoffMs: number;
}

export interface JobPlan {
  /** Without owners. */
  readonly create: readonly Pod[];
  readonly delete: readonly Pod[];
  /** Written before any finalizer goes. */
  readonly status: JobStatus;
  /** Pods whose finalizer goes after the status is written. */
  readonly release: readonly Pod[];
  readonly newlyFailed: readonly Pod[];
  readonly newlySucceeded: readonly Pod[];
  /** Events to tell: type, reason, message. */
  readonly tell: readonly (readonly ["Normal" | "Warning", string, string])[];
  readonly requeueAfterMs?: number | undefined;
}

/** Decides the next step of a job. */
export function planJob(view: JobView): JobPlan {
  const { job, pods, now } = view;
  if (isFinished(job))
    return {
      create: [],
      delete: [],
      status: job.status ?? {},
      release: pods.filter(isTracked),
      newlyFailed: [],
      newlySucceeded: [],
      tell: [],
    };
  const started = startedStatus(job, now);
  const subject: Job = { ...job, status: started };
  const count = countPods(subject, pods);
  const outcome = decideOutcome(subject, pods, count, now);
  const step =
    view.caughtUp && !job.metadata?.deletionTimestamp
      ? managePods({ ...view, job: subject }, count, outcome)
      : { create: [], delete: [] };
  const status = jobStatus(subject, pods, count, outcome, now);
  const waits = [untilJobDeadlineMs(subject, now), view.backoffMs > 0 ? view.backoffMs : undefined].filter(
    (wait) => wait !== undefined && wait > 0,
  ) as number[];
  return {
    ...step,
    status,
    release: count.release,
    newlyFailed: count.newlyFailed,
    newlySucceeded: count.newlySucceeded,
    tell: newConditions(job, status),
    requeueAfterMs: outcome || waits.length === 0 ? undefined : Math.min(...waits),
  };
}

/** Notes start, suspension and resumption. */
function startedStatus({ spec, status }: Job, now: number): JobStatus {
  const suspended = findCondition(status?.conditions, "Suspended");
  const suspend = (value: "True" | "False", reason: string, message: string): JobCondition[] =>
    withCondition(status?.conditions, { type: "Suspended", status: value, reason, message }, formatTime(now));
  if (spec?.suspend) {
    const { startTime: _reset, ...rest } = status ?? {};
    return suspended?.status === "True"
      ? rest
      : { ...rest, conditions: suspend("True", "JobSuspended", "Job suspended") };
  }
  const conditions = suspended?.status === "True" ? suspend("False", "JobResumed", "Job resumed") : status?.conditions;
  return { ...status, startTime: status?.startTime ?? formatTime(now), ...(conditions && { conditions }) };
}

function managePods(view: JobView, count: JobCount, outcome: Outcome | undefined): Pick<JobPlan, "create" | "delete"> {
  const { job, pods, now } = view;
  const active = pods.filter(isActive);
  if (outcome || job.spec?.suspend) return { create: [], delete: active.slice(0, BURST) };
  const unwanted = isIndexed(job) ? uselessIndexes(job, active, count) : [];
  const useful = active.filter((pod) => !unwanted.includes(pod));
  const wanted = wantedActive(job, useful.length, count);
  const surplus = useful.length - wanted;
  if (surplus > 0) unwanted.push(...rankForDeletion(useful, useful, now).slice(0, surplus));
  const ending = replacesOnlyFailed(job) ? pods.filter((pod) => isDeleting(pod) && !isTerminal(pod)) : [];
  const missing = view.backoffMs > 0 ? 0 : Math.min(BURST, Math.max(0, wanted - useful.length - ending.length));
  return { create: newPods(job, pods, [...useful, ...ending], count, missing), delete: unwanted.slice(0, BURST) };
}

function wantedActive({ spec }: Job, active: number, count: JobCount): number {
  const parallelism = spec?.parallelism ?? 1;
  const succeeded = count.succeeded + count.uncounted.succeeded.length;
  // Without a number of completions the first success ends it: nothing new is started then.
  if (spec?.completions === undefined) return succeeded > 0 ? Math.min(active, parallelism) : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded - count.failedIndexes.size));
}

/** Active pods whose index is done, or is worked on twice. */
function uselessIndexes(job: Job, active: readonly Pod[], { completedIndexes, failedIndexes }: JobCount): Pod[] {
  const seen = new Set<number>();
  return active.filter((pod) => {
    const index = indexOf(job, pod);
    if (index === undefined || seen.has(index) || completedIndexes.has(index) || failedIndexes.has(index)) return true;
    seen.add(index);
    return false;
  });
}

function newPods(
  job: Job,
  pods: readonly Pod[],
  running: readonly Pod[],
  { completedIndexes, failedIndexes }: JobCount,
  missing: number,
): Pod[] {
  if (!isIndexed(job)) return Array.from({ length: missing }, () => jobPod(job, undefined, 0));
  const taken = new Set([...completedIndexes, ...failedIndexes, ...running.map((pod) => indexOf(job, pod))]);
  const free: number[] = [];
  for (let index = 0; index < (job.spec?.completions ?? 0) && free.length < missing; index++)
    if (!taken.has(index)) free.push(index);
  return free.map((index) => jobPod(job, index, indexFailures(job, pods, index)));
}

function jobStatus(
  job: Job,
  pods: readonly Pod[],
  count: JobCount,
  outcome: Outcome | undefined,
  now: number,
): JobStatus {
  const active = pods.filter(isActive);
  const ending = pods.filter((pod) => isDeleting(pod) && !isTerminal(pod)).length;
  const { completionTime: _later, ...before } = job.status ?? {};
  const [completedIndexes, failedIndexes] = [completedIndexesText(job, count), failedIndexesText(job, count)];
  const status: JobStatus = {
    ...before,
    active: active.length,
    ready: active.filter(isReady).length,
    terminating: ending,
    succeeded: count.succeeded,
    failed: count.failed,
    uncountedTerminatedPods: {
      ...(count.uncounted.succeeded.length > 0 && { succeeded: [...count.uncounted.succeeded] }),
      ...(count.uncounted.failed.length > 0 && { failed: [...count.uncounted.failed] }),
    },
    ...(completedIndexes !== undefined && { completedIndexes }),
    ...(failedIndexes !== undefined && { failedIndexes }),
  };
  return outcome ? withOutcome(status, outcome, active.length + ending + count.release.length > 0, now) : status;
}

/** The intent is told at once; the end only when no pod runs any more and every pod is counted. Source: KEP-3939, KEP-4368. */
function withOutcome(
  status: JobStatus,
  { type, reason, message }: Outcome,
  stillBusy: boolean,
  now: number,
): JobStatus {
  const target = type === "Failed" ? "FailureTarget" : "SuccessCriteriaMet";
  const time = formatTime(now);
  const condition = (name: string): JobCondition => {
    const lastProbeTime = findCondition(status.conditions, name)?.lastProbeTime ?? time;
    return { type: name, status: "True", reason, message, lastProbeTime };
  };
  const conditions = withCondition(status.conditions, condition(target), time);
  if (stillBusy) return { ...status, conditions };
  const ended = withCondition(conditions, condition(type), time);
  return { ...status, conditions: ended, ...(type === "Complete" && { completionTime: time }) };
}

function newConditions(job: Job, status: JobStatus): JobPlan["tell"] {
  const isNew = (type: string, value: string): JobCondition | undefined => {
    const now = findCondition(status.conditions, type);
    return now?.status === value && findCondition(job.status?.conditions, type)?.status !== value ? now : undefined;
  };
  const [failed, complete, suspended] = [
    isNew("Failed", "True"),
    isNew("Complete", "True"),
    isNew("Suspended", "True"),
  ];
  const resumed =
    findCondition(job.status?.conditions, "Suspended")?.status === "True" ? isNew("Suspended", "False") : undefined;
  return [
    ...(failed ? [["Warning", failed.reason ?? "", failed.message ?? ""] as const] : []),
    ...(complete ? [["Normal", "Completed", "Job completed"] as const] : []),
    ...(suspended ? [["Normal", "Suspended", "Job suspended"] as const] : []),
    ...(resumed ? [["Normal", "Resumed", "Job resumed"] as const] : []),
  ];
}
