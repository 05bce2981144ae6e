import type { PodTemplateSpec } from "@flotilla/api/types/core/v1.js";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import { SelectorError } from "@flotilla/api/selectors/label.js";
import { percentProblems } from "@flotilla/api/names.js";
import { podSpecWarnings, validatePodTemplate } from "../core/pod-spec/validate.js";
import { forbidden, invalid, nonNegative, notSupported, problems, required, type FieldError } from "./field.js";
import { isEmptySelector, validateLabelSelector } from "./validators.js";

/**
 * What Deployments, ReplicaSets, StatefulSets and DaemonSets have in common. Source: kubernetes
 * `pkg/apis/apps/validation`.
 */

type IntOrString = number | string;

/** @param kind as the message has it, such as "deployment". */
export function validateSelector(selector: LabelSelector | undefined, kind: string): FieldError[] {
  if (selector === undefined) return [required("spec.selector", "")];
  const errors = validateLabelSelector("spec.selector", selector);
  if (!isEmptySelector(selector)) return errors;
  return [...errors, invalid("spec.selector", selector, `empty selector is invalid for ${kind}`)];
}

export function selectorMatchesTemplate(selector: LabelSelector | undefined, template: PodTemplateSpec): FieldError[] {
  try {
    const labels = template.metadata?.labels ?? {};
    if (isEmptySelector(selector) || matcherOf(selector).matches(labels)) return [];
    return [doesNotMatch(template)];
  } catch (error) {
    // A malformed selector is reported where it stands.
    if (error instanceof SelectorError) return [];
    throw error;
  }
}

function doesNotMatch(template: PodTemplateSpec): FieldError {
  const why = "`selector` does not match template `labels`";
  return invalid("spec.template.metadata.labels", template.metadata?.labels ?? null, why);
}

/** Pods of controllers that replace them must restart, and have no end. */
export function validateLongRunning(template: PodTemplateSpec, kind: string): FieldError[] {
  const { restartPolicy = "", activeDeadlineSeconds } = template.spec ?? {};
  const errors =
    restartPolicy === "Always" ? [] : [notSupported("spec.template.spec.restartPolicy", restartPolicy, ["Always"])];
  if (activeDeadlineSeconds === undefined) return errors;
  const why = `activeDeadlineSeconds in ${kind} is not Supported`;
  return [...errors, forbidden("spec.template.spec.activeDeadlineSeconds", why)];
}

export function validateReplicatedTemplate(
  template: PodTemplateSpec,
  selector: LabelSelector | undefined,
): FieldError[] {
  return [
    // No selector at all matches nothing.
    ...(selector === undefined ? [doesNotMatch(template)] : selectorMatchesTemplate(selector, template)),
    ...validatePodTemplate("spec.template", template),
    ...validateLongRunning(template, "ReplicaSet"),
  ];
}

export function validateIntOrPercent(at: string, value: IntOrString | undefined): FieldError[] {
  if (typeof value === "string") return problems(at, value, percentProblems(value));
  return nonNegative(at, value);
}

const percentOf = (value: IntOrString): number | undefined =>
  typeof value === "string" && percentProblems(value).length === 0 ? Number(value.slice(0, -1)) : undefined;

/** The number in front of the percent sign, or the number itself. */
export const numberOf = (value: IntOrString | undefined): number => {
  if (value === undefined) return 0;
  return percentOf(value) ?? (typeof value === "number" ? value : 0);
};

export function validateAtMost100Percent(at: string, value: IntOrString | undefined): FieldError[] {
  const percent = value === undefined ? undefined : percentOf(value);
  return percent !== undefined && percent > 100 ? [invalid(at, value, "must not be greater than 100%")] : [];
}

export function validateNotDecremented(at: string, value: number | undefined, old: number | undefined): FieldError[] {
  return old !== undefined && (value ?? 0) < old ? [invalid(at, value ?? 0, "cannot be decremented")] : [];
}

export const templateWarnings = (template: PodTemplateSpec | undefined): string[] =>
  template?.spec === undefined ? [] : podSpecWarnings("spec.template.spec", template.spec);
