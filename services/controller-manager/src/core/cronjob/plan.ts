import { findCondition, formatTime } from "@flotilla/api";
import type { CronJob, CronJobStatus, Job } from "@flotilla/api/types/batch/v1.js";
import { millisOf } from "../time.js";

/** When a schedule is due. */
export interface Schedule {
  /** The first time after a moment, in milliseconds since 1970; undefined when there is none. */
  next(afterMs: number): number | undefined;
}

const DEFAULT_HISTORY = { succeeded: 3, failed: 1 };
/** More missed times than this are told of: a wrong clock, or a schedule that nobody can keep. */
const MISSED_MAX = 100;
/** Looked for missed times at most so often before the search jumps ahead. */
const SEARCH_STEPS_MAX = 1000;
const SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";

export interface CronJobView {
  readonly cronJob: CronJob;
  /** Owned. */
  readonly jobs: readonly Job[];
  readonly schedule: Schedule;
  readonly now: number;
}

export interface CronJobPlan {
  /** Without an owner. */
  readonly create?: Job;
  readonly delete: readonly Job[];
  readonly status: CronJobStatus;
  readonly tell: readonly (readonly ["Normal" | "Warning", string, string])[];
  readonly requeueAfterMs?: number | undefined;
}

/** Decides whether a run is due, what becomes of runs that still go on, and which old ones are forgotten. */
export function planCronJob(view: CronJobView): CronJobPlan {
  const { cronJob, jobs, schedule, now } = view;
  const surplus = surplusJobs(cronJob, jobs);
  const active = jobs.filter((job) => !endOf(job));
  const status = statusOf(cronJob, jobs, active);
  const next = schedule.next(now);
  const idle: CronJobPlan = {
    delete: surplus,
    status,
    tell: [],
    requeueAfterMs: next === undefined ? undefined : next - now,
  };
  if (cronJob.metadata?.deletionTimestamp || cronJob.spec?.suspend) return { ...idle, requeueAfterMs: undefined };
  const { dueAt, missed } = lastDue(view);
  if (dueAt === undefined) return idle;
  const tell: CronJobPlan["tell"] =
    missed > MISSED_MAX
      ? [
          [
            "Warning",
            "TooManyMissedTimes",
            "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
          ],
        ]
      : [];
  const deadlineSeconds = cronJob.spec?.startingDeadlineSeconds;
  if (deadlineSeconds !== undefined && dueAt + deadlineSeconds * 1000 < now) {
    return {
      ...idle,
      tell: [...tell, ["Warning", "MissSchedule", `Missed scheduled time to start a job: ${formatTime(dueAt)}`]],
    };
  }
  const create = jobFor(cronJob, dueAt);
  if (jobs.some((job) => job.metadata?.name === create.metadata?.name))
    return { ...idle, status: { ...status, lastScheduleTime: formatTime(dueAt) }, tell };
  const policy = cronJob.spec?.concurrencyPolicy ?? "Allow";
  if (policy === "Forbid" && active.length > 0) {
    return {
      ...idle,
      tell: [
        ...tell,
        [
          "Normal",
          "JobAlreadyActive",
          "Not starting job because prior execution is running and concurrency policy is Forbid",
        ],
      ],
    };
  }
  const replaced = policy === "Replace" ? active : [];
  return {
    ...idle,
    create,
    delete: [...surplus, ...replaced],
    status: { ...status, lastScheduleTime: formatTime(dueAt) },
    tell,
  };
}

/** How a job ended; undefined while it goes on. */
function endOf(job: Job): "Complete" | "Failed" | undefined {
  return (["Complete", "Failed"] as const).find(
    (type) => findCondition(job.status?.conditions, type)?.status === "True",
  );
}

/** The newest time that is due and not yet served, and how many were missed. */
function lastDue({ cronJob, schedule, now }: CronJobView): { dueAt: number | undefined; missed: number } {
  let from = millisOf(cronJob.status?.lastScheduleTime) ?? millisOf(cronJob.metadata?.creationTimestamp) ?? now;
  const deadlineSeconds = cronJob.spec?.startingDeadlineSeconds;
  // What is past its deadline would not be started anyway.
  if (deadlineSeconds !== undefined) from = Math.max(from, now - deadlineSeconds * 1000);
  let dueAt: number | undefined;
  let missed = 0;
  for (let at = schedule.next(from); at !== undefined && at <= now; at = schedule.next(at)) {
    dueAt = at;
    missed++;
    // Years of missed minutes: only the end of them matters.
    if (missed === SEARCH_STEPS_MAX) at = Math.max(at, now - stepAfter(schedule, at) * 2);
  }
  return { dueAt, missed };
}

function stepAfter(schedule: Schedule, at: number): number {
  return (schedule.next(at) ?? at) - at;
}

/** Named by the minute that it is for: starting it twice starts it once. */
function jobFor(cronJob: CronJob, dueAt: number): Job {
  const { metadata, spec } = cronJob.spec?.jobTemplate ?? {};
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      namespace: cronJob.metadata?.namespace ?? "",
      name: `${cronJob.metadata?.name}-${Math.floor(dueAt / 60_000)}`,
      ...(metadata?.labels && { labels: { ...metadata.labels } }),
      annotations: { ...metadata?.annotations, [SCHEDULED_AT]: formatTime(dueAt) },
    },
    ...(spec && { spec }),
  };
}

function statusOf(cronJob: CronJob, jobs: readonly Job[], active: readonly Job[]): CronJobStatus {
  const succeeded = jobs
    .filter((job) => endOf(job) === "Complete")
    .map((job) => millisOf(job.status?.completionTime) ?? 0);
  const last = Math.max(0, millisOf(cronJob.status?.lastSuccessfulTime) ?? 0, ...succeeded);
  return {
    ...cronJob.status,
    active: active.map(({ metadata }) => ({
      apiVersion: "batch/v1",
      kind: "Job",
      namespace: metadata?.namespace ?? "",
      name: metadata?.name ?? "",
      uid: metadata?.uid ?? "",
      resourceVersion: metadata?.resourceVersion ?? "",
    })),
    ...(last > 0 && { lastSuccessfulTime: formatTime(last) }),
  };
}

function surplusJobs(cronJob: CronJob, jobs: readonly Job[]): Job[] {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec ?? {};
  const oldest = (ended: Job[], limit: number): Job[] => {
    const startedAt = (job: Job): number =>
      millisOf(job.status?.startTime) ?? millisOf(job.metadata?.creationTimestamp) ?? 0;
    return ended.sort((a, b) => startedAt(a) - startedAt(b)).slice(0, Math.max(0, ended.length - limit));
  };
  return [
    ...oldest(
      jobs.filter((job) => endOf(job) === "Complete"),
      successfulJobsHistoryLimit ?? DEFAULT_HISTORY.succeeded,
    ),
    ...oldest(
      jobs.filter((job) => endOf(job) === "Failed"),
      failedJobsHistoryLimit ?? DEFAULT_HISTORY.failed,
    ),
  ];
}
