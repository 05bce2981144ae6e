import type { JobSpec, PodFailurePolicyRule, SuccessPolicyRule } from "@flotilla/api/types/batch/v1.js";
import { validatePodTemplate } from "../core/pod-spec/validate.js";
import { validateDomainPrefixedPath } from "../shared/domain-path.js";
import {
  duplicate,
  invalid,
  nonNegative,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldError,
} from "../shared/field.js";
import { validateLabelName, validateOptionalEnum } from "../shared/validators.js";
import { parseIndexes } from "./job-indexes.js";

/** Source of rules, limits and texts: kubernetes `pkg/apis/batch/validation/validation.go`. */

const MANAGED_BY_MAX = 63;
const PARALLELISM_OF_INDEXED_MAX = 100_000;
const FAILED_INDEXES_MAX = 100_000;
/** Above so many completions, limits are stricter, to bound the size of the status. */
const MANY_COMPLETIONS = 100_000;
const PARALLELISM_OF_MANY_MAX = 10_000;
const FAILED_INDEXES_OF_MANY_MAX = 10_000;
const FAILURE_RULES_MAX = 20;
const FAILURE_VALUES_MAX = 255;
const FAILURE_PATTERNS_MAX = 20;
const SUCCESS_RULES_MAX = 20;
const SUCCESS_INDEXES_BYTES_MAX = 64 * 1024;

const COUNTS = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
] as const;

export function validateJobSpec(path: string, spec: JobSpec): FieldError[] {
  const { maxFailedIndexes, backoffLimitPerIndex, completionMode } = spec;
  const errors = COUNTS.flatMap((field) => nonNegative(`${path}.${field}`, spec[field]));
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  }
  errors.push(...validateManagedBy(`${path}.managedBy`, spec.managedBy));
  errors.push(...validateOptionalEnum(`${path}.completionMode`, completionMode, ["NonIndexed", "Indexed"]));
  if (completionMode === "Indexed") errors.push(...validateIndexed(path, spec));
  else {
    for (const field of ["backoffLimitPerIndex", "maxFailedIndexes"] as const) {
      if (spec[field] !== undefined)
        errors.push(invalid(`${path}.${field}`, spec[field], "requires indexed completion mode"));
    }
  }
  return [
    ...errors,
    ...validateFailurePolicy(`${path}.podFailurePolicy`, spec),
    ...validateSuccessPolicy(`${path}.successPolicy`, spec),
    ...validateReplacementPolicy(`${path}.podReplacementPolicy`, spec),
    ...validatePodTemplate(`${path}.template`, spec.template ?? {}),
    ...validateRestartPolicy(`${path}.template.spec.restartPolicy`, spec),
  ];
}

function validateManagedBy(at: string, managedBy: string | undefined): FieldError[] {
  if (managedBy === undefined) return [];
  const errors = validateDomainPrefixedPath(at, managedBy);
  return managedBy.length > MANAGED_BY_MAX ? [...errors, tooLong(at, MANAGED_BY_MAX)] : errors;
}

function validateIndexed(path: string, spec: JobSpec): FieldError[] {
  const { completions, parallelism, maxFailedIndexes: failed, backoffLimitPerIndex } = spec;
  const [parallelismAt, failedAt] = [`${path}.parallelism`, `${path}.maxFailedIndexes`];
  const errors: FieldError[] = [];
  if (completions === undefined) errors.push(required(`${path}.completions`, "when completion mode is Indexed"));
  if (parallelism !== undefined && parallelism > PARALLELISM_OF_INDEXED_MAX) {
    const why = `must be less than or equal to ${PARALLELISM_OF_INDEXED_MAX} when completion mode is Indexed`;
    errors.push(invalid(parallelismAt, parallelism, why));
  }
  if (completions !== undefined && failed !== undefined && failed > completions) {
    errors.push(invalid(failedAt, failed, "must be less than or equal to completions"));
  }
  if (failed !== undefined && failed > FAILED_INDEXES_MAX) {
    errors.push(invalid(failedAt, failed, `must be less than or equal to ${FAILED_INDEXES_MAX}`));
  }
  if (completions === undefined || completions <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return errors;
  if (failed === undefined)
    errors.push(required(failedAt, `must be specified when completions is above ${MANY_COMPLETIONS}`));
  const when = `when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (parallelism !== undefined && parallelism > PARALLELISM_OF_MANY_MAX) {
    errors.push(
      invalid(parallelismAt, parallelism, `must be less than or equal to ${PARALLELISM_OF_MANY_MAX} ${when}`),
    );
  }
  if (failed !== undefined && failed > FAILED_INDEXES_OF_MANY_MAX) {
    errors.push(invalid(failedAt, failed, `must be less than or equal to ${FAILED_INDEXES_OF_MANY_MAX} ${when}`));
  }
  return errors;
}

function validateRestartPolicy(at: string, spec: JobSpec): FieldError[] {
  const policy = spec.template?.spec?.restartPolicy ?? "";
  if (policy === "Always" || policy === "") return [required(at, 'valid values: "OnFailure", "Never"')];
  if (policy !== "OnFailure" && policy !== "Never") return [notSupported(at, policy, ["OnFailure", "Never"])];
  if (spec.podFailurePolicy === undefined || policy === "Never") return [];
  return [invalid(at, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

function validateReplacementPolicy(
  at: string,
  { podReplacementPolicy: policy, podFailurePolicy }: JobSpec,
): FieldError[] {
  return validateOptionalEnum(
    at,
    policy,
    podFailurePolicy === undefined ? ["Failed", "TerminatingOrFailed"] : ["Failed"],
  );
}

function validateFailurePolicy(path: string, spec: JobSpec): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const errors = rules.length > FAILURE_RULES_MAX ? [tooMany(`${path}.rules`, rules.length, FAILURE_RULES_MAX)] : [];
  return [...errors, ...rules.flatMap((rule, i) => validateFailureRule(`${path}.rules[${i}]`, rule, spec))];
}

const ACTIONS: readonly string[] = ["Count", "FailIndex", "FailJob", "Ignore"];
const STATUSES: readonly string[] = ["False", "True", "Unknown"];
const OPERATORS: readonly string[] = ["In", "NotIn"];
/** Go prints a list of strings so. */
const listed = (values: readonly string[]): string =>
  `valid values: [${values.map((value) => JSON.stringify(value)).join(" ")}]`;

function validateFailureRule(at: string, rule: PodFailurePolicyRule, spec: JobSpec): FieldError[] {
  const { action = "", onExitCodes, onPodConditions = [] } = rule;
  const errors: FieldError[] = [];
  if (action === "") errors.push(required(`${at}.action`, listed(ACTIONS)));
  else if (action === "FailIndex" && spec.backoffLimitPerIndex === undefined) {
    errors.push(invalid(`${at}.action`, action, "requires the backoffLimitPerIndex to be set"));
  } else errors.push(...validateOptionalEnum(`${at}.action`, action, ACTIONS));
  if (onExitCodes !== undefined) errors.push(...validateExitCodes(`${at}.onExitCodes`, onExitCodes, spec));
  if (onPodConditions.length > FAILURE_PATTERNS_MAX) {
    errors.push(tooMany(`${at}.onPodConditions`, onPodConditions.length, FAILURE_PATTERNS_MAX));
  }
  onPodConditions.forEach(({ type = "", status = "" }, i) => {
    const place = `${at}.onPodConditions[${i}]`;
    errors.push(...validateLabelName(`${place}.type`, type));
    if (status === "") errors.push(required(`${place}.status`, listed(STATUSES)));
    else errors.push(...validateOptionalEnum(`${place}.status`, status, STATUSES));
  });
  if (onExitCodes !== undefined && onPodConditions.length > 0) {
    errors.push(invalid(at, rule, "specifying both OnExitCodes and OnPodConditions is not supported"));
  }
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    errors.push(invalid(at, rule, "specifying one of OnExitCodes and OnPodConditions is required"));
  }
  return errors;
}

function validateExitCodes(
  at: string,
  codes: NonNullable<PodFailurePolicyRule["onExitCodes"]>,
  spec: JobSpec,
): FieldError[] {
  const { operator = "", containerName, values = [] } = codes;
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const errors =
    operator === ""
      ? [required(`${at}.operator`, listed(OPERATORS))]
      : validateOptionalEnum(`${at}.operator`, operator, OPERATORS);
  if (containerName !== undefined && ![...containers, ...initContainers].some(({ name }) => name === containerName)) {
    const why = "must be one of the container or initContainer names in the pod template";
    errors.push(invalid(`${at}.containerName`, containerName, why));
  }
  if (values.length === 0) errors.push(invalid(`${at}.values`, values, "at least one value is required"));
  if (values.length > FAILURE_VALUES_MAX) errors.push(tooMany(`${at}.values`, values.length, FAILURE_VALUES_MAX));
  values.forEach((value, i) => {
    if (operator === "In" && value === 0)
      errors.push(invalid(`${at}.values[${i}]`, value, "must not be 0 for the In operator"));
    if (values.indexOf(value) < i) errors.push(duplicate(`${at}.values[${i}]`, value));
  });
  const isOrdered = values.every((value, i) => i === 0 || (values[i - 1] ?? 0) <= value);
  return isOrdered ? errors : [...errors, invalid(`${at}.values`, values, "must be ordered")];
}

function validateSuccessPolicy(path: string, spec: JobSpec): FieldError[] {
  if (spec.successPolicy === undefined) return [];
  if (spec.completionMode !== "Indexed") return [invalid(path, spec.successPolicy, "requires indexed completion mode")];
  const rules = spec.successPolicy.rules ?? [];
  const errors: FieldError[] = [];
  if (rules.length === 0) {
    errors.push(required(`${path}.rules`, "at least one rules must be specified when the successPolicy is specified"));
  }
  if (rules.length > SUCCESS_RULES_MAX) errors.push(tooMany(`${path}.rules`, rules.length, SUCCESS_RULES_MAX));
  return [
    ...errors,
    ...rules.flatMap((rule, i) => validateSuccessRule(`${path}.rules[${i}]`, rule, spec.completions ?? 0)),
  ];
}

function validateSuccessRule(at: string, rule: SuccessPolicyRule, completions: number): FieldError[] {
  const { succeededCount: count, succeededIndexes: indexes } = rule;
  const errors: FieldError[] = [];
  if (count === undefined && indexes === undefined) {
    errors.push(required(at, "at least one of succeededCount or succeededIndexes must be specified"));
  }
  const parsed = indexes === undefined ? undefined : parseIndexes(indexes, completions);
  if (indexes !== undefined && indexes.length > SUCCESS_INDEXES_BYTES_MAX) {
    errors.push(tooLong(`${at}.succeededIndexes`, SUCCESS_INDEXES_BYTES_MAX));
  }
  if (parsed !== undefined && "problem" in parsed) {
    errors.push(invalid(`${at}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${parsed.problem}`));
  }
  if (count === undefined) return errors;
  const place = `${at}.succeededCount`;
  errors.push(...nonNegative(place, count));
  const limit = "must be less than or equal to";
  if (count > completions)
    errors.push(invalid(place, count, `${limit} ${completions} (the number of specified completions)`));
  if (parsed !== undefined && count > ("total" in parsed ? parsed.total : 0)) {
    const total = "total" in parsed ? parsed.total : 0;
    errors.push(
      invalid(place, count, `${limit} ${total} (the number of indexes in the specified succeededIndexes field)`),
    );
  }
  return errors;
}
