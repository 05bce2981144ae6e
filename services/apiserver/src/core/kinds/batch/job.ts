import type { Job, JobSpec } from "@flotilla/api/types/batch/v1.js";
import { dns1123LabelProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { defaultPodTemplate } from "../core/pod-spec/defaults.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { invalid, required, type FieldError } from "../shared/field.js";
import { humanDuration } from "../shared/human-duration.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import {
  AGE,
  ageOf,
  columns,
  containerImages,
  containerNames,
  formatLabelSelector,
  NAME,
  nameOf,
  wide,
} from "../shared/table.js";
import { validateImmutable, validateLabelSelector } from "../shared/validators.js";
import { selectorMatchesTemplate, templateWarnings } from "../shared/workload.js";
import { conditionIsTrue, validateJobStatus } from "./job-status.js";
import { validateJobSpec } from "./job-spec.js";

const UID_LABEL = "batch.kubernetes.io/controller-uid";
const NAME_LABEL = "batch.kubernetes.io/job-name";
/** The same without the prefix, for old clients. */
const LEGACY_UID_LABEL = "controller-uid";
const LEGACY_NAME_LABEL = "job-name";

const BACKOFF_LIMIT = 6;
const INT32_MAX = 2 ** 31 - 1;

export function defaultJobSpec(spec: JobSpec): void {
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : INT32_MAX;
  spec.completionMode ??= "NonIndexed";
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed";
  spec.manualSelector ??= false;
  for (const { onPodConditions = [] } of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of onPodConditions) pattern.status ||= "True";
  }
  defaultPodTemplate((spec.template ??= {}));
}

/** Jobs may not share pods: the selector is the job's own uid, unless the user insists. */
function generateSelector(job: Job): void {
  const spec = (job.spec ??= { template: {} });
  if (spec.manualSelector) return;
  const { name = "", uid = "" } = job.metadata ?? {};
  const template = (spec.template ??= {});
  const generated = { [LEGACY_NAME_LABEL]: name, [NAME_LABEL]: name, [LEGACY_UID_LABEL]: uid, [UID_LABEL]: uid };
  (template.metadata ??= {}).labels = { ...generated, ...template.metadata?.labels };
  spec.selector ??= {};
  spec.selector.matchLabels = { [UID_LABEL]: uid, ...spec.selector.matchLabels };
}

function validateGenerated(job: Job): FieldError[] {
  const { spec, metadata } = job;
  if (spec?.manualSelector || spec?.selector === undefined) return [];
  const { uid = "", name = "" } = metadata ?? {};
  const labels = spec.template?.metadata?.labels ?? {};
  const expected = { [LEGACY_UID_LABEL]: uid, [LEGACY_NAME_LABEL]: name, [UID_LABEL]: uid, [NAME_LABEL]: name };
  const errors = Object.entries(expected).flatMap(([key, value]) => {
    const at = `spec.template.metadata.labels[${key}]`;
    if (!(key in labels)) return [required(at, `must be '${value}'`)];
    return labels[key] === value ? [] : [invalid(at, labels, `must be '${value}'`)];
  });
  const isOwn = Object.entries(spec.selector.matchLabels ?? {}).every(
    ([key, value]) => expected[key as keyof typeof expected] === value,
  );
  return isOwn ? errors : [...errors, invalid("spec.selector", spec.selector, "`selector` not auto-generated")];
}

function validate(job: Job): FieldError[] {
  const { spec = { template: {} }, metadata } = job;
  const errors = [
    ...validateGenerated(job),
    ...validateJobSpec("spec", spec),
    ...(spec.selector === undefined
      ? [required("spec.selector", "")]
      : validateLabelSelector("spec.selector", spec.selector)),
    ...selectorMatchesTemplate(spec.selector, spec.template ?? {}),
  ];
  if (spec.completionMode !== "Indexed" || !spec.completions) return errors;
  const hostname = `${metadata?.name ?? ""}-${spec.completions - 1}`;
  if (dns1123LabelProblems(hostname).length === 0) return errors;
  const why = `will not able to create pod with invalid DNS label: ${hostname}`;
  return [...errors, invalid("metadata.name", metadata?.name ?? "", why)];
}

function validateUpdate({ spec = { template: {} } }: Job, { spec: old = { template: {} }, status }: Job): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.completionMode !== "Indexed")
    errors.push(...validateImmutable("spec.completions", spec.completions, old.completions));
  else if (
    spec.completions !== undefined &&
    spec.completions !== old.completions &&
    spec.completions !== spec.parallelism
  ) {
    errors.push(invalid("spec.completions", spec.completions, "can only be modified in tandem with spec.parallelism"));
  }
  errors.push(...validateImmutable("spec.selector", spec.selector, old.selector));
  errors.push(...validateTemplateUpdate(spec, old, status?.startTime !== undefined));
  for (const field of [
    "completionMode",
    "podFailurePolicy",
    "backoffLimitPerIndex",
    "managedBy",
    "successPolicy",
  ] as const) {
    errors.push(...validateImmutable(`spec.${field}`, spec[field], old[field]));
  }
  return errors;
}

/** A job that was never started may still be told where its pods go. */
function validateTemplateUpdate(spec: JobSpec, old: JobSpec, hasStarted: boolean): FieldError[] {
  if (semanticEqual(spec.template, old.template)) return [];
  if (!old.suspend || hasStarted) return validateImmutable("spec.template", spec.template, old.template);
  const withoutDirectives = ({ metadata, spec: pod }: JobSpec["template"]): object => {
    const { nodeSelector: _, tolerations: __, schedulingGates: ___, affinity, ...rest } = pod ?? { containers: [] };
    const { nodeAffinity: ____, ...otherAffinity } = affinity ?? {};
    const { labels: _____, annotations: ______, ...meta } = metadata ?? {};
    return { metadata: meta, spec: { ...rest, affinity: otherAffinity } };
  };
  const isAllowed = semanticEqual(withoutDirectives(spec.template ?? {}), withoutDirectives(old.template ?? {}));
  return isAllowed ? [] : validateImmutable("spec.template", spec.template, old.template);
}

function completionsText({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Job, now: number): string {
  if (!status?.startTime) return "";
  const end = status.completionTime ? Date.parse(status.completionTime) : now;
  return humanDuration(end - Date.parse(status.startTime));
}

function statusText(job: Job): string {
  if (conditionIsTrue(job, "Complete")) return "Complete";
  if (conditionIsTrue(job, "Failed")) return "Failed";
  if (job.metadata?.deletionTimestamp !== undefined) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find((type) => conditionIsTrue(job, type)) ?? "Running";
}

const { prepareForCreate: _clearStatus, ...status } = separateStatus<Job>(
  {},
  statusSubresource<Job>({ validateUpdate: validateJobStatus }),
);

export const job: Strategy<Job> = {
  defaults(job) {
    const spec = (job.spec ??= { template: {} });
    defaultJobSpec(spec);
    const labels = spec.template?.metadata?.labels;
    job.metadata ??= {};
    if (labels !== undefined && Object.keys(job.metadata.labels ?? {}).length === 0)
      job.metadata.labels = { ...labels };
  },
  ...status,
  prepareForCreate(job) {
    generateSelector(job);
    job.status = {};
  },
  defaultPropagation: "Orphan",
  validate,
  validateUpdate,
  warnings({ metadata, spec }, old) {
    const found = old === undefined ? dns1123LabelProblems(metadata?.name ?? "") : [];
    const why =
      "this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended";
    const names = found.length === 0 ? [] : [`metadata.name: ${why}: [${found.join(" ")}]`];
    return [...names, ...templateWarnings(spec?.template)];
  },
  selectableFieldNames: ["status.successful"],
  selectableFields: ({ status }) => ({ "status.successful": String(status?.succeeded ?? 0) }),
  table: {
    columns: [
      NAME,
      ...columns("Status", "Completions", "Duration"),
      AGE,
      ...["Containers", "Images", "Selector"].map((name) => wide(name)),
    ],
    cells(job, now) {
      const containers = job.spec?.template?.spec?.containers;
      return [
        nameOf(job),
        statusText(job),
        completionsText(job),
        durationText(job, now),
        ageOf(job, now),
        containerNames(containers),
        containerImages(containers),
        formatLabelSelector(job.spec?.selector),
      ];
    },
  },
};
