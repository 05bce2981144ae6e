import type { CronJob, CronJobSpec } from "@flotilla/api/types/batch/v1.js";
import { dns1123LabelProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { invalid, nonNegative, notSupported, required, type FieldError } from "../shared/field.js";
import { age } from "../shared/human-duration.js";
import { separateStatus } from "../shared/status.js";
import {
  AGE,
  ageOf,
  column,
  columns,
  containerImages,
  containerNames,
  formatLabelSelector,
  NAME,
  nameOf,
  orNone,
  trueOrFalse,
  wide,
} from "../shared/table.js";
import { validateEnum } from "../shared/validators.js";
import { defaultJobSpec } from "./job.js";
import { validateJobSpec } from "./job-spec.js";
import { scheduleProblem, timeZoneProblem } from "./schedule.js";

/** Eleven characters go to the time in the names of jobs. */
const NAME_MAX = 52;

function defaults(cronJob: CronJob): void {
  const spec = (cronJob.spec ??= {} as CronJobSpec);
  spec.concurrencyPolicy ||= "Allow";
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  const template = (spec.jobTemplate ??= {});
  defaultTemplate((template.spec ??= { template: {} }));
}

/** Only what lies below the template: the job's own fields get their defaults when the job is made. */
function defaultTemplate(spec: NonNullable<CronJobSpec["jobTemplate"]["spec"]>): void {
  const copy = { ...spec };
  defaultJobSpec(copy);
  spec.template = copy.template;
}

function validateSchedule({ schedule = "" }: CronJobSpec): FieldError[] {
  const at = "spec.schedule";
  if (schedule === "") return [required(at, "")];
  const problem = scheduleProblem(schedule);
  const errors = problem === undefined ? [] : [invalid(at, schedule, problem)];
  if (schedule.includes("TZ")) {
    errors.push(invalid(at, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
  }
  return errors;
}

function validateTimeZone({ timeZone }: CronJobSpec): FieldError[] {
  const problem = timeZone === undefined ? undefined : timeZoneProblem(timeZone);
  return problem === undefined ? [] : [invalid("spec.timeZone", timeZone, problem)];
}

function validate({ metadata, spec = {} as CronJobSpec }: CronJob): FieldError[] {
  const template = spec.jobTemplate?.spec ?? { template: {} };
  const errors = [
    ...validateSchedule(spec),
    ...nonNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds),
    ...validateTimeZone(spec),
    ...validateEnum("spec.concurrencyPolicy", spec.concurrencyPolicy, ["Allow", "Forbid", "Replace"]),
    ...validateJobSpec("spec.jobTemplate.spec", template),
  ];
  if (template.selector !== undefined) {
    errors.push(invalid("spec.jobTemplate.spec.selector", template.selector, "`selector` will be auto-generated"));
  }
  if (template.manualSelector)
    errors.push(notSupported("spec.jobTemplate.spec.manualSelector", true, ["nil", "false"]));
  for (const field of ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] as const) {
    errors.push(...nonNegative(`spec.${field}`, spec[field]));
  }
  const name = metadata?.name ?? "";
  return name.length > NAME_MAX
    ? [...errors, invalid("metadata.name", name, `must be no more than ${NAME_MAX} characters`)]
    : errors;
}

export const cronJob: Strategy<CronJob> = {
  defaults,
  ...separateStatus<CronJob>(),
  validate,
  warnings({ metadata }, old) {
    const found = old === undefined ? dns1123LabelProblems(metadata?.name ?? "") : [];
    const why =
      "this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended";
    return found.length === 0 ? [] : [`metadata.name: ${why}: [${found.join(" ")}]`];
  },
  table: {
    columns: [
      NAME,
      ...columns("Schedule", "Timezone"),
      column("Suspend", "boolean"),
      column("Active", "integer"),
      column("Last Schedule"),
      AGE,
      ...["Containers", "Images", "Selector"].map((name) => wide(name)),
    ],
    cells(cronJob, now) {
      const { spec, status } = cronJob;
      const template = spec?.jobTemplate?.spec;
      const containers = template?.template?.spec?.containers;
      const last = status?.lastScheduleTime;
      return [
        nameOf(cronJob),
        spec?.schedule ?? "",
        orNone(spec?.timeZone),
        trueOrFalse(spec?.suspend),
        (status?.active ?? []).length,
        last === undefined ? "<none>" : age(last, now),
        ageOf(cronJob, now),
        containerNames(containers),
        containerImages(containers),
        formatLabelSelector(template?.selector),
      ];
    },
  },
};
