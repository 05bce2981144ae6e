/** `metav1.LabelSelector`: selectors inside of objects. Source: apimachinery `meta/v1/{helpers,validation}.go`. */
import { labelValueProblems, qualifiedNameProblems } from "../names.js";
import { FieldError } from "../validation/field-error.js";
import type { FieldPath } from "../validation/field-path.js";
import { validateLabels } from "../validation/object-meta.js";
import {
  EVERYTHING,
  LabelMatcher,
  type Labels,
  NOTHING,
  type Operator,
  parseLabelSelector,
  requirement,
  SelectorError,
} from "./label.js";

/** In JSON form. Both parts have to hold. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  key: string;
  /** "In", "NotIn", "Exists" or "DoesNotExist". */
  operator: string;
  values?: string[];
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["In", "in"],
  ["NotIn", "notin"],
  ["Exists", "exists"],
  ["DoesNotExist", "!"],
]);

/**
 * No selector selects nothing, an empty one everything.
 * @throws SelectorError
 */
export function matcherOf(selector: LabelSelector | undefined | null): LabelMatcher {
  if (selector === undefined || selector === null) return NOTHING;
  const labels = Object.entries(selector.matchLabels ?? {});
  const expressions = selector.matchExpressions ?? [];
  if (labels.length + expressions.length === 0) return EVERYTHING;
  return new LabelMatcher([
    ...labels.map(([key, value]) => requirement(key, "=", [value])),
    ...expressions.map(({ key = "", operator = "", values }: Partial<LabelSelectorRequirement>) =>
      requirement(key, operatorOf(operator), values),
    ),
  ]);
}

function operatorOf(name: string): Operator {
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new SelectorError(`${JSON.stringify(name)} is not a valid label selector operator`);
  return operator;
}

/** Convenience for one look; keep the matcher for more. */
export function selectorMatches(selector: LabelSelector | undefined | null, labels: Labels | undefined): boolean {
  return matcherOf(selector).matches(labels);
}

/** The text form of a selector, as the scale subresource shows it. */
export function formatLabelSelector(selector: LabelSelector | undefined | null): string {
  return matcherOf(selector).toString();
}

/**
 * The structured form of a textual selector.
 * @throws SelectorError for `>` and `<`, which have none.
 */
export function labelSelectorOf(text: string): LabelSelector {
  const selector: Required<LabelSelector> = { matchLabels: {}, matchExpressions: [] };
  for (const { key, operator, values } of parseLabelSelector(text).requirements) {
    if (operator === "=" || operator === "==") selector.matchLabels[key] = values[0] ?? "";
    else selector.matchExpressions.push(expressionOf(key, operator, values));
  }
  return selector;
}

function expressionOf(key: string, operator: Operator, values: readonly string[]): LabelSelectorRequirement {
  const name = operator === "!=" ? "NotIn" : [...OPERATORS].find(([, candidate]) => candidate === operator)?.[0];
  if (name === undefined) throw new SelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`);
  return values.length === 0 ? { key, operator: name } : { key, operator: name, values: [...values] };
}

export interface LabelSelectorRules {
  /** For objects stored before values were checked. */
  readonly allowInvalidValues?: boolean;
}

export function validateLabelSelector(
  selector: LabelSelector | undefined | null,
  path: FieldPath,
  rules: LabelSelectorRules = {},
): FieldError[] {
  if (selector === undefined || selector === null) return [];
  return [
    ...validateLabels(selector.matchLabels ?? {}, path.child("matchLabels")),
    ...(selector.matchExpressions ?? []).flatMap((expression, index) =>
      validateExpression(expression, path.child("matchExpressions").index(index), rules),
    ),
  ];
}

/** What a client left out is absent here, whatever the type says. */
function validateExpression(
  { key = "", operator = "", values = [] }: Partial<LabelSelectorRequirement>,
  path: FieldPath,
  rules: LabelSelectorRules,
): FieldError[] {
  const errors = validateOperator(operator, values, path);
  errors.push(...qualifiedNameProblems(key).map((problem) => FieldError.invalid(path.child("key"), key, problem)));
  if (rules.allowInvalidValues === true) return errors;
  for (const [index, value] of values.entries()) {
    const at = path.child("values").index(index);
    errors.push(...labelValueProblems(value).map((problem) => FieldError.invalid(at, value, problem)));
  }
  return errors;
}

function validateOperator(operator: string, values: readonly string[], path: FieldPath): FieldError[] {
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0
        ? []
        : [FieldError.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      return values.length === 0
        ? []
        : [
            FieldError.forbidden(
              path.child("values"),
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            ),
          ];
    default:
      return [FieldError.invalid(path.child("operator"), operator, "not a valid selector operator")];
  }
}
