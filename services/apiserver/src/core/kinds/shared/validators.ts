import type { ObjectMeta } from "@flotilla/api";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";
import {
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  portNameProblems,
  portProblems,
  qualifiedNameProblems,
} from "@flotilla/api/names.js";
import { validateLabelSelector as selectorErrors } from "@flotilla/api/selectors/label-selector.js";
import { FieldPath } from "@flotilla/api/validation/field-path.js";
import {
  validateAnnotations as annotationErrors,
  validateLabels as labelErrors,
} from "@flotilla/api/validation/object-meta.js";
import { isIP } from "./ip.js";
import { IMMUTABLE, invalid, notSupported, problems, required, type FieldError } from "./field.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";

/** Checks that several kinds share. Each returns what is wrong. */

type Texts = Readonly<Record<string, string>>;

export const validateLabelName = (path: string, name: string): FieldError[] =>
  problems(path, name, qualifiedNameProblems(name));

export const validateDns1123Label = (path: string, value: string): FieldError[] =>
  problems(path, value, dns1123LabelProblems(value));

export const validateDns1123Subdomain = (path: string, value: string): FieldError[] =>
  problems(path, value, dns1123SubdomainProblems(value));

export const validateLabels = (path: string, labels: Texts | undefined): FieldError[] =>
  labelErrors(labels ?? {}, FieldPath.of(path));

export const validateAnnotations = (path: string, annotations: Texts | undefined): FieldError[] =>
  annotationErrors(annotations ?? {}, FieldPath.of(path));

export const validateLabelSelector = (path: string, selector: LabelSelector | undefined): FieldError[] =>
  selectorErrors(selector, FieldPath.of(path));

/** Metadata of a template: only labels and annotations count. */
export function validateTemplateMeta(
  path: string,
  meta: Pick<ObjectMeta, "labels" | "annotations"> | undefined,
): FieldError[] {
  return [
    ...validateAnnotations(`${path}.annotations`, meta?.annotations),
    ...validateLabels(`${path}.labels`, meta?.labels),
  ];
}

export const isEmptySelector = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;

/** A value out of a fixed list. "" counts as missing. */
export function validateEnum(path: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (value === undefined || value === "") return [required(path, "")];
  return supported.includes(value) ? [] : [notSupported(path, value, supported)];
}

/** As `validateEnum`, but absence is fine. */
export function validateOptionalEnum(
  path: string,
  value: string | undefined,
  supported: readonly string[],
): FieldError[] {
  return value === undefined || supported.includes(value) ? [] : [notSupported(path, value, supported)];
}

export function validatePortNumOrName(path: string, port: number | string | undefined): FieldError[] {
  if (typeof port === "string") return problems(path, port, portNameProblems(port));
  return problems(path, port ?? 0, portProblems(port ?? 0));
}

export function validateIP(path: string, value: string | undefined): FieldError[] {
  const text = value ?? "";
  return isIP(text) ? [] : [invalid(path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")];
}

export function validateImmutable(path: string, value: unknown, old: unknown): FieldError[] {
  return semanticEqual(value, old) ? [] : [invalid(path, value ?? null, IMMUTABLE)];
}
