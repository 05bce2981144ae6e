import type { Job } from "@flotilla/api/types/batch/v1.js";
import { duplicate, invalid, nonNegative, required, type FieldError } from "../shared/field.js";
import { firstOverlap, parseIndexes } from "./job-indexes.js";

/** What controllers may say of a job: a finished one stays finished. Source: kubernetes `pkg/apis/batch/validation`. */

export const conditionIsTrue = ({ status }: Job, type: string): boolean =>
  (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === "True");

const isFinished = (job: Job): boolean => conditionIsTrue(job, "Complete") || conditionIsTrue(job, "Failed");

/** Conditions that exclude or need one another. */
function validateConditions(job: Job): FieldError[] {
  const is = (type: string): boolean => conditionIsTrue(job, type);
  const rules: readonly (readonly [boolean, string])[] = [
    [is("Complete") && is("Failed"), "cannot set Complete=True and Failed=true conditions"],
    [is("Complete") && is("FailureTarget"), "cannot set Complete=True and FailureTarget=true conditions"],
    [is("Failed") && !is("FailureTarget"), "cannot set Failed=True condition without the FailureTarget=true condition"],
    [
      is("Complete") && !is("SuccessCriteriaMet"),
      "cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
    ],
    [is("SuccessCriteriaMet") && is("Failed"), "cannot set SuccessCriteriaMet=True and Failed=true conditions"],
    [
      is("SuccessCriteriaMet") && is("FailureTarget"),
      "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions",
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, why]) => invalid("status.conditions", job.status?.conditions, why));
}

function validateTimes(job: Job): FieldError[] {
  const { startTime, completionTime } = job.status ?? {};
  const isComplete = conditionIsTrue(job, "Complete");
  const errors: FieldError[] = [];
  if (completionTime !== undefined && !isComplete) {
    const why = "cannot set completionTime when there is no Complete=True condition";
    errors.push(invalid("status.completionTime", completionTime, why));
  }
  if (completionTime === undefined && isComplete) {
    errors.push(required("status.completionTime", "completionTime is required for Complete jobs"));
  }
  if (startTime !== undefined && completionTime !== undefined && Date.parse(completionTime) < Date.parse(startTime)) {
    errors.push(invalid("status.completionTime", completionTime, "must be equal to or after `startTime`"));
  }
  if (startTime === undefined && isFinished(job)) {
    errors.push(required("status.startTime", "startTime is required for finished job"));
  }
  return errors;
}

function validateCounts(job: Job): FieldError[] {
  const { active = 0, ready, terminating = 0, uncountedTerminatedPods: uncounted } = job.status ?? {};
  const errors = (["active", "succeeded", "failed", "ready", "terminating"] as const).flatMap((field) =>
    nonNegative(`status.${field}`, job.status?.[field]),
  );
  const seen = new Set<string>();
  for (const field of ["succeeded", "failed"] as const) {
    (uncounted?.[field] ?? []).forEach((uid, i) => {
      const at = `status.uncountedTerminatedPods.${field}[${i}]`;
      if (uid === "") errors.push(invalid(at, uid, "must not be empty"));
      else if (seen.has(uid)) errors.push(duplicate(at, uid));
      seen.add(uid);
    });
  }
  if (ready !== undefined && ready > active)
    errors.push(invalid("status.ready", ready, "cannot set more ready pods than active"));
  if (!isFinished(job)) return errors;
  if (active > 0) errors.push(invalid("status.active", active, "active>0 is invalid for finished job"));
  if (terminating > 0)
    errors.push(invalid("status.terminating", terminating, "terminating>0 is invalid for finished job"));
  if (seen.size > 0)
    errors.push(invalid("status.uncountedTerminatedPods", uncounted, "must be empty for finished job"));
  return errors;
}

function validateIndexes({ spec, status }: Job): FieldError[] {
  const { completedIndexes = "", failedIndexes } = status ?? {};
  const errors: FieldError[] = [];
  if (completedIndexes !== "" && spec?.completionMode !== "Indexed") {
    const why = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.push(invalid("status.completedIndexes", completedIndexes, why));
  }
  if (failedIndexes !== undefined && spec?.backoffLimitPerIndex === undefined) {
    const why = "cannot set non-null failedIndexes when backoffLimitPerIndex is null";
    errors.push(invalid("status.failedIndexes", failedIndexes, why));
  }
  if (spec?.completions === undefined) return errors;
  const completed = parseIndexes(completedIndexes, spec.completions);
  const failed = parseIndexes(failedIndexes ?? "", spec.completions);
  if ("problem" in completed) {
    errors.push(
      invalid("status.completedIndexes", completedIndexes, `error parsing completedIndexes: ${completed.problem}`),
    );
  } else if ("problem" in failed) {
    errors.push(invalid("status.failedIndexes", failedIndexes, `error parsing failedIndexes: ${failed.problem}`));
  } else {
    const index = firstOverlap(completed.intervals, failed.intervals);
    const why = `failedIndexes and completedIndexes overlap at index: ${index}`;
    if (index !== undefined) errors.push(invalid("status.failedIndexes", failedIndexes, why));
  }
  return errors;
}

function validateProgress(job: Job, old: Job): FieldError[] {
  const errors: FieldError[] = [];
  for (const type of ["Failed", "Complete", "FailureTarget", "SuccessCriteriaMet"]) {
    if (!conditionIsTrue(old, type) || conditionIsTrue(job, type)) continue;
    const kind = type === "SuccessCriteriaMet" ? "the" : "the terminal";
    errors.push(invalid("status.conditions", job.status?.conditions, `cannot disable ${kind} ${type}=True condition`));
  }
  const wasFinished = isFinished(old);
  for (const field of ["failed", "succeeded"] as const) {
    const [count, before] = [job.status?.[field] ?? 0, old.status?.[field] ?? 0];
    if (count < before) errors.push(invalid(`status.${field}`, count, `cannot decrease the ${field} counter`));
  }
  const [time, before] = [job.status?.completionTime, old.status?.completionTime];
  if (wasFinished && time !== undefined && before !== undefined && time !== before) {
    errors.push(invalid("status.completionTime", time, "field is immutable"));
  }
  const started = old.status?.startTime;
  if (started !== undefined && job.status?.startTime !== started && !job.spec?.suspend) {
    errors.push(required("status.startTime", "startTime cannot be removed for unsuspended job"));
  }
  return errors;
}

export function validateJobStatus(job: Job, old: Job): FieldError[] {
  return [
    ...validateCounts(job),
    ...validateConditions(job),
    ...validateTimes(job),
    ...validateIndexes(job),
    ...validateProgress(job, old),
  ];
}
